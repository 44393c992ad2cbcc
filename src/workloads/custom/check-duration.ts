import type { Duration } from 'cdk8s';

const LONGEST_HOURS = 24;

/** Probes and grace periods are counted in whole seconds. */
export function durationProblems(prop: string, duration: Duration): string[] {
  const seconds = duration.toSeconds({ integral: false });
  if (isWhole(seconds, 1, LONGEST_HOURS * 3600)) return [];
  return [
    `custom ${prop} is ${seconds} s; allowed are whole seconds from 1 to ${LONGEST_HOURS} hours; give what is meant`,
  ];
}

/** True for a whole number within limits. */
export function isWhole(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
