/** The axis of a timeline. Positions are in percent, so that a drawing fits whatever width it gets. */

/** Translates seconds into positions. */
export interface Scale {
  readonly ticks: number[];
  readonly at: (seconds: number) => number;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200];
const DAY = 86_400;
const MOST_TICKS = 4;

/** An axis that holds the longest of some times, with a little room behind it. */
export function scaleFor(seconds: number[]): Scale {
  const end = Math.max(1, ...seconds) * 1.06;
  const step = STEPS.find((candidate) => end / candidate <= MOST_TICKS + 1) ?? Math.ceil(end / MOST_TICKS / DAY) * DAY;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  return { ticks, at: (value) => Math.round((value / end) * 10_000) / 100 };
}
