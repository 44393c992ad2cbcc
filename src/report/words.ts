/** Times and counts as people read them. */
import { type Content, markup } from './html';

const UNITS = [
  { name: 'd', seconds: 86_400, from: 172_800 },
  { name: 'h', seconds: 3_600, from: 3_600 },
  { name: 'min', seconds: 60, from: 120 },
];

/** `2 min 48 s`, `5.856 s`, `7 d`; without a number nothing limits it. */
export function timeText(seconds: number | undefined): string {
  if (seconds === undefined) return 'no limit';
  if (seconds > 0 && seconds < 1) return `${milliseconds(seconds * 1000)} ms`;
  const parts: string[] = [];
  let rest = seconds;
  for (const { name, seconds: unit, from } of UNITS) {
    if (rest < (parts.length > 0 ? unit : from)) continue;
    parts.push(`${Math.floor(rest / unit)} ${name}`);
    rest = milliseconds(rest % unit);
  }
  if (rest > 0 || parts.length === 0) parts.push(`${milliseconds(rest)} s`);
  return parts.join(' ');
}

/** The time, and the number of the plan where that reads differently. */
export function time(seconds: number | undefined): Content {
  const text = timeText(seconds);
  const number = `${seconds} s`;
  if (seconds === undefined || text === number) return markup`<span class="time">${text}</span>`;
  return markup`<span class="time">${text} <small>${number}</small></span>`;
}

/** A sentence out of a message that begins lower case and has no period. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
