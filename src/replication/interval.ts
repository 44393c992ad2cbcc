/**
 * A number of minutes as the storage reads it. Not in days: csi-addons reads it as a Go duration, which has none, and would look
 * only once an hour how far the copy is.
 */
export function scheduleText(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/** Why a schedule cannot be written down; nothing when it can. */
export function intervalProblems(kind: string, minutes: number): string[] {
  if (Number.isInteger(minutes) && minutes >= 1) return [];
  return [
    `interval of ${kind} is ${minutes} minutes; storage counts in whole minutes: give 1 minute or more, without seconds`,
  ];
}

/** The oldest that a copy becomes while transfers keep up; one that takes longer than the interval delays the next. */
export function oldestCopySeconds(intervalSeconds: number, transferSeconds: number): number {
  return Math.max(1, Math.ceil(transferSeconds / intervalSeconds)) * intervalSeconds + transferSeconds;
}
