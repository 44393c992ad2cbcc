/** Times as they are written on the command line: `90s`, `3m`, `1h`, `2d`. */

const TIME = /^(\d{1,6})([smhd])$/;
const UNITS: Readonly<Record<string, { readonly seconds: number; readonly factory: string }>> = {
  s: { seconds: 1, factory: 'seconds' },
  m: { seconds: 60, factory: 'minutes' },
  h: { seconds: 3600, factory: 'hours' },
  d: { seconds: 86_400, factory: 'days' },
};

/** Seconds of a time; undefined for what is none. */
export function timeSeconds(text: string): number | undefined {
  const [, amount, letter = ''] = TIME.exec(text) ?? [];
  const unit = UNITS[letter];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * unit.seconds;
}

/** A time in TypeScript: `Duration.minutes(3)`. */
export function durationCode(text: string): string {
  const [, amount = '0', letter = ''] = TIME.exec(text) ?? [];
  return `Duration.${UNITS[letter]?.factory ?? 'seconds'}(${Number(amount)})`;
}
