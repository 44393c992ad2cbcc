/**
 * The day, UTC, as `2027-03-31`. Nothing that is written depends on it; waivers end by it. Pipelines that build an old commit
 * again set `SOURCE_DATE_EPOCH`, in seconds (reproducible-builds.org/specs/source-date-epoch).
 */
export function today(): string {
  const epoch = Number(process.env.SOURCE_DATE_EPOCH);
  const now = process.env.SOURCE_DATE_EPOCH && Number.isFinite(epoch) ? new Date(epoch * 1000) : new Date();
  return now.toISOString().slice(0, 10);
}

/** True for a day of the calendar, as `2027-03-31`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Of 30 February the parser makes a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
