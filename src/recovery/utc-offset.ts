/** A stretch of time in which a time zone keeps its offset. All in whole seconds since 1970. */
export interface OffsetPeriod {
  /** First second of it, UTC. */
  readonly from: number;
  /** First second after it, UTC. */
  readonly to: number;
  /** What a clock on the wall is ahead of UTC, in seconds. */
  readonly offset: number;
}

/** No zone puts its clocks back and forward again within two weeks: the shortest spell is Morocco's Ramadan, a month. */
const PROBE_SECONDS = 14 * 86_400;

/**
 * The periods of constant offset of a time zone, in order and without holes. Changes are looked for between `from` and
 * `to`; the first and the last period go on for ever.
 *
 * @throws Error when the time zone is unknown.
 */
export function offsetPeriods(timezone: string, from: number, to: number): OffsetPeriod[] {
  const offsetAt = offsetReader(timezone);
  const periods: OffsetPeriod[] = [];
  let start = -Infinity;
  let offset = offsetAt(from);
  for (let probe = from; probe < to;) {
    const next = Math.min(probe + PROBE_SECONDS, to);
    const nextOffset = offsetAt(next);
    if (nextOffset !== offset) {
      const change = firstSecond(probe, next, (second) => offsetAt(second) !== offset);
      periods.push({ from: start, to: change, offset });
      start = change;
      offset = nextOffset;
    }
    probe = next;
  }
  return [...periods, { from: start, to: Infinity, offset }];
}

/** The first second in (low, high] that is `changed`, which stays so up to `high`. */
function firstSecond(low: number, high: number, changed: (second: number) => boolean): number {
  let before = low;
  let after = high;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (changed(middle)) after = middle;
    else before = middle;
  }
  return after;
}

function offsetReader(timezone: string): (second: number) => number {
  const format = formatFor(timezone);
  return (second) => {
    // Such as "1/1/2024, GMT+05:30", and plain GMT at 0.
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(format.format(second * 1000)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
  };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    throw new Error(`time zone "${timeZone}" is unknown; give an IANA name such as "Europe/Berlin", or "UTC"`);
  }
}
