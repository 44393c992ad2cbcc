/** One line of what was measured beside what the plan states. */
export interface Measurement {
  readonly fault: string;
  readonly what: string;
  readonly measured: string;
  /** What the plan states; `-` where it states nothing. */
  readonly bound: string;
}

/** Prints a table, past jest's own reporting. */
export function printMeasurements(title: string, rows: Measurement[]): void {
  const header: Measurement = { fault: 'fault', what: 'what', measured: 'measured', bound: 'bound' };
  const all = [header, ...rows].map(({ fault, what, measured, bound }) => [fault, what, measured, bound]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(' | ')
      .trimEnd();
  process.stdout.write(`\n${title}\n${all.map(line).join('\n')}\n\n`);
}

/** Seconds with two digits. */
export function inSeconds(millis: number): string {
  return `${(millis / 1000).toFixed(2)} s`;
}
