import type { Scene } from './scene';
import type { Values } from './series';

/** How long a quick backup takes. */
const QUICK = 60;

/**
 * When the newest backup was completed, in seconds, as late as the plan allows: every other one is quick, and every other
 * one takes as long as it may. The first one began at second 0.
 *
 * @param lastStart no backup that would begin after this second is ever completed
 */
export function completions({ rhythm: { interval, duration } }: Scene, lastStart = Infinity): Values {
  return (now) => {
    const runs = Array.from({ length: Math.floor(now / interval) + 1 }, (_, index) => index);
    const ends = runs
      .filter((index) => index * interval <= lastStart)
      .map((index) => index * interval + (index % 2 === 0 ? QUICK : duration))
      .filter((end) => end <= now);
    // There was one before.
    return ends.at(-1) ?? QUICK - interval;
  };
}

/** When the backup that begins at second 0, a quick one, is completed. */
export const FIRST_COMPLETION = QUICK;

/** Age of the newest backup that is never exceeded while all is well, in seconds. */
export function promisedAge({ rhythm: { interval, duration } }: Scene): number {
  return interval + duration;
}
