import { CronPattern } from 'croner';

/** When a cron schedule fires, by wall clock. */
export interface CronSchedule {
  /** Seconds since midnight at which it fires on a day on which it fires, ascending; at least one. */
  readonly timesOfDay: number[];
  /** True when neither the day of the month nor the month matters. */
  readonly everyDate: boolean;
  /** True when the day of the week does not matter. */
  readonly everyWeekday: boolean;
  /** Whether it fires on a day: month 1-12, day 1-31, weekday 0-6 from Sunday. */
  firesOn(month: number, day: number, weekday: number): boolean;
}

interface Field {
  readonly name: string;
  readonly last: number;
  readonly value: string;
}

const FIELDS: Field[] = [
  { name: 'minute', last: 59, value: '\\d+' },
  { name: 'hour', last: 23, value: '\\d+' },
  { name: 'day of month', last: 31, value: '0*[1-9]\\d*' },
  { name: 'month', last: 12, value: '0*[1-9]\\d*|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec' },
  { name: 'day of week', last: 6, value: '[0-6]|sun|mon|tue|wed|thu|fri|sat' },
];

const MACROS = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];

const UNIT_SECONDS = { h: 3600, m: 60, s: 1 };
type Unit = keyof typeof UNIT_SECONDS;

/**
 * Reads a schedule as Kubernetes, Velero and VolSync do: with robfig/cron, whose language is not quite croner's. What
 * only croner knows is refused, since the cluster would refuse it; what only robfig knows is rewritten.
 *
 * @throws Error when a cluster would refuse the schedule, or two would read it differently.
 */
export function parseCron(pattern: string): CronSchedule {
  const cron = croner(pattern, pattern.startsWith('@') ? macro(pattern) : fiveFields(pattern));
  const minutes = positions(cron.minute);
  return {
    timesOfDay: positions(cron.hour).flatMap((hour) => minutes.map((minute) => hour * 3600 + minute * 60)),
    everyDate: cron.starDOM && cron.month.every((flag) => flag > 0),
    everyWeekday: cron.starDOW,
    firesOn(month, day, weekday) {
      if (!cron.month[month - 1]) return false;
      const byDate = (cron.day[day - 1] ?? 0) > 0;
      const byWeekday = (cron.dayOfWeek[weekday] ?? 0) > 0;
      return cron.starDOM || cron.starDOW ? byDate && byWeekday : byDate || byWeekday;
    },
  };
}

/**
 * The interval of `@every <duration>` in seconds: whole ones and no less than one, as robfig makes it.
 *
 * @throws Error when the duration is not one of hours, minutes and seconds.
 */
export function everySeconds(pattern: string): number {
  const duration = /^@every ((?:\d+(?:\.\d+)?[hms])+)$/.exec(pattern)?.[1];
  if (duration === undefined) throw refused(pattern, 'the duration is not understood');
  const parts: string[] = duration.match(/[\d.]+[hms]/g) ?? [];
  const seconds = parts.reduce((total, part) => total + parseFloat(part) * UNIT_SECONDS[part.slice(-1) as Unit], 0);
  // To the millisecond first: 4.1 h is 14759.999... in binary, and 14760 to robfig.
  return Math.max(1, Math.floor(Math.round(seconds * 1000) / 1000));
}

function croner(pattern: string, rewritten: string): CronPattern {
  try {
    return new CronPattern(rewritten, undefined, { mode: '5-part' });
  } catch (error) {
    const why = error instanceof Error ? error.message.replace('CronPattern: ', '') : String(error);
    throw refused(pattern, why);
  }
}

function macro(pattern: string): string {
  if (MACROS.includes(pattern)) return pattern;
  throw refused(pattern, 'there is no such macro');
}

function fiveFields(pattern: string): string {
  if (/^(CRON_)?TZ=/.test(pattern)) throw refused(pattern, 'the time zone is not part of it but given beside it');
  const fields = pattern.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) throw refused(pattern, `it has ${fields.length} fields instead of 5`);
  const rewritten = FIELDS.map((field, index) => rewrite(pattern, (fields[index] ?? '').toLowerCase(), field));
  requireSameDaysEverywhere(pattern, rewritten[2], rewritten[4]);
  return rewritten.join(' ');
}

/** Two restricted day fields are alternatives, but whether a star with a step is a restriction changed in robfig v3. */
function requireSameDaysEverywhere(pattern: string, date?: string, weekday?: string): void {
  const stepped = [date, weekday].some((field) => field?.includes('*/'));
  if (!stepped || date === '*' || weekday === '*') return;
  const why = 'day of month and day of week are and-ed by Velero before 1.15 and or-ed by Kubernetes';
  throw refused(pattern, `${why} when one has a step over a star; write 1-31/2 for */2`);
}

function rewrite(pattern: string, field: string, { name, last, value }: Field): string {
  const item = new RegExp(`^([*?]|(${value})(-(${value}))?)(/\\d+)?$`);
  const items = field.split(',');
  const wrong = items.find((text) => !item.test(text));
  if (wrong !== undefined) throw refused(pattern, `the ${name} "${wrong}" is not understood`);
  // croner takes -sun for -7, robfig for -0, which is before every other day.
  if (/-sun/.test(field)) throw refused(pattern, `the ${name} "${field}" ends before it begins`);
  // One free item frees the field; croner sees that only in a lone star, and whether the two day fields are and-ed or
  // or-ed depends on it.
  if (items.some((text) => /^[*?](\/0*1)?$/.test(text))) return '*';
  return items.map((text) => text.replace(/^(\w+)\//, `$1-${last}/`).replace('?', '*')).join(',');
}

function refused(pattern: string, why: string): Error {
  return new Error(
    `cron schedule "${pattern}" is not valid: ${why}; write five fields (minute, hour, day of month, month, day of ` +
      `week from 0 to 6 = Sunday to Saturday) such as "0 3 * * *", or "@every 30m", or one of ${MACROS.join(', ')}`,
  );
}

function positions(flags: number[]): number[] {
  return flags.flatMap((flag, index) => (flag > 0 ? [index] : []));
}
