import type { DisasterRecoveryProps, KnownTimeProps } from './props';

const LONGEST_SECONDS = 3650 * 86_400;

/** Measurements and assumptions that nothing could be computed from; that they name an assumed term is left to TRM-02. */
export function checkKnownTimes({ measurements = [], assumptions = [] }: DisasterRecoveryProps): string[] {
  return Object.entries({ measurements, assumptions }).flatMap(([prop, times]) =>
    times.flatMap((time, index) => problemsOf(`${prop}[${index}]`, time, times.slice(0, index))),
  );
}

function problemsOf(prop: string, { term, time, source }: KnownTimeProps, earlier: KnownTimeProps[]): string[] {
  const seconds = time.toSeconds({ integral: false });
  return [
    ...(seconds <= LONGEST_SECONDS
      ? []
      : [`${prop}.time is ${seconds} s; allowed are at most 3650 days: give what was seen`]),
    ...(source.trim() === ''
      ? [
          `${prop}.source is empty; say where the time comes from, such as "game day of 2026-10-02": it lands in the plan`,
        ]
      : []),
    ...(earlier.some((other) => other.term === term)
      ? [`${prop}.term is "${term}", which another one has a time for already; keep the longer one`]
      : []),
  ];
}
