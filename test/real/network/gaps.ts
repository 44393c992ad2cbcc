/** Longest time without an event, from the last one before `from` to `to`; times in milliseconds since the epoch. */
export function longestGap(events: number[], from: number, to: number): number {
  const start = Math.max(-Infinity, ...events.filter((time) => time <= from));
  const inside = events.filter((time) => time > from && time <= to).sort((a, b) => a - b);
  const times = [start, ...inside, to];
  return Math.max(...times.slice(1).map((time, index) => time - times[index]!));
}
