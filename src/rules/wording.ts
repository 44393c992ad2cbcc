const UNITS = [
  { name: ' days', seconds: 86_400 },
  { name: ' h', seconds: 3_600 },
  { name: ' min', seconds: 60 },
];

/** A time in the largest unit that it is a whole number of: `2 days`, `36 h`, `90 s`. */
export function duration(seconds: number): string {
  const unit = UNITS.find((candidate) => seconds > 0 && seconds % candidate.seconds === 0);
  if (!unit) return `${seconds} s`;
  const count = seconds / unit.seconds;
  return count === 1 && unit.name === ' days' ? '1 day' : `${count}${unit.name}`;
}

/** `a, b and c`. */
export function listed(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.slice(-1).join('')}`;
}

/** Why and until when a finding is accepted: `moves in March, until 2027-03-31`. */
export function waiverText({
  waiver = '',
  waivedUntil,
}: {
  readonly waiver?: string;
  readonly waivedUntil?: string;
}): string {
  return waivedUntil === undefined ? waiver : `${waiver}, until ${waivedUntil}`;
}

/** `1 site`, `2 sites`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
