import { type CronSchedule, everySeconds, parseCron } from './cron-schedule';
import { type OffsetPeriod, offsetPeriods } from './utc-offset';

const DAY = 86_400;

/** Fixed, so that a synth next year gives the same number; not past, so that zones follow today's rules. */
const START = Date.UTC(2024, 0, 1) / 1000;

/**
 * One round of the calendar: 28 years, 1461 weeks with 7 leap years, after which every date falls on the same weekday
 * again. So the gaps in it, closed to a ring, are all the gaps there are (until 2100, which skips its leap day).
 */
const ROUND_DAYS = 1461 * 7;

/**
 * The longest time between two consecutive fires of a cron schedule, in seconds: what a backup or a copy may be old
 * when its schedule is kept. Exact over years, leap years, month ends and clock changes.
 *
 * The schedule is read as Kubernetes does. With a time zone, a fire that the spring change skips does not happen at all,
 * so a nightly job at that hour once a year leaves almost two days; one in the repeated hour of autumn happens twice.
 *
 * @param pattern Five cron fields, `@every <duration>`, or a macro such as `@daily`.
 * @param timezone IANA name. Default: UTC, the zone of nearly every controller.
 * @throws Error when the schedule is not valid or never fires, or the time zone is unknown.
 */
export function largestGapSeconds(pattern: string, timezone: string = 'UTC'): number {
  if (pattern.startsWith('@every')) return everySeconds(pattern);
  const schedule = parseCron(pattern);
  const gap = timezone === 'UTC' ? gapInUtc(schedule) : gapInZone(schedule, timezone);
  if (gap === undefined) {
    throw new Error(
      `cron schedule "${pattern}" never fires: no year has such a day; change its day of month or its month`,
    );
  }
  return gap;
}

/** Without clock changes, a schedule that looks at no date repeats every day or every week: no need to walk the rest. */
function gapInUtc(schedule: CronSchedule): number | undefined {
  const shortRound = schedule.everyWeekday ? 1 : 7;
  const round = schedule.everyDate ? shortRound : ROUND_DAYS;
  return largestGap(schedule, round, [{ from: -Infinity, to: Infinity, offset: 0 }]);
}

function gapInZone(schedule: CronSchedule, timezone: string): number | undefined {
  return largestGap(schedule, ROUND_DAYS, offsetPeriods(timezone, START, START + ROUND_DAYS * DAY));
}

/**
 * Within a period of constant offset the fires are those of the wall clock, shifted. Each period is walked on its own
 * stretch of wall clock: an hour that is skipped is in none of them, one that is repeated is in two. A whole day is one
 * step, however often the schedule fires on it.
 */
function largestGap(schedule: CronSchedule, round: number, periods: OffsetPeriod[]): number | undefined {
  const { timesOfDay } = schedule;
  const opening = Math.min(...timesOfDay);
  const closing = Math.max(...timesOfDay);
  const withinDay = largestStep(timesOfDay);

  let largest = 0;
  let first: number | undefined;
  let previous: number | undefined;
  const fire = (instant: number) => {
    first ??= instant;
    largest = Math.max(largest, instant - (previous ?? instant));
    previous = instant;
  };

  for (const { from, to, offset } of periods) {
    const wallFrom = Math.max(from + offset, START);
    const wallTo = Math.min(to + offset, START + round * DAY);
    for (const day of firingDays(schedule, wallFrom, wallTo)) {
      if (wallFrom <= day && day + DAY <= wallTo) {
        fire(day + opening - offset);
        largest = Math.max(largest, withinDay);
        previous = day + closing - offset;
      } else {
        const walls = timesOfDay.map((time) => day + time).filter((wall) => wallFrom <= wall && wall < wallTo);
        walls.forEach((wall) => {
          fire(wall - offset);
        });
      }
    }
  }
  if (first === undefined || previous === undefined) return undefined;
  return Math.max(largest, first + round * DAY - previous);
}

/** Midnights, as if the wall clock were UTC, of the days on which the schedule fires, also of a first or last part day. */
function firingDays(schedule: CronSchedule, wallFrom: number, wallTo: number): number[] {
  const days: number[] = [];
  for (let midnight = Math.floor(wallFrom / DAY) * DAY; midnight < wallTo; midnight += DAY) {
    const date = new Date(midnight * 1000);
    if (schedule.firesOn(date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay())) days.push(midnight);
  }
  return days;
}

function largestStep(ascending: number[]): number {
  return ascending.reduce((largest, time, index) => Math.max(largest, time - (ascending[index - 1] ?? time)), 0);
}
