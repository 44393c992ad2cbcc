import type { Duration } from 'cdk8s';

const UNITS: [name: string, milliseconds: number][] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/**
 * A duration as Go and Prometheus both read it: whole hours, minutes, seconds and milliseconds, such as `720h`, `1m30s`,
 * `0s`. No days: Prometheus knows them, Go does not.
 */
export function durationText(duration: Duration): string {
  let rest = Math.round(duration.toMilliseconds({ integral: false }));
  let text = '';
  for (const [name, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${name}`;
  }
  return text === '' ? '0s' : text;
}
