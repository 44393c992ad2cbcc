import { Duration } from 'cdk8s';
import { listed } from '../rules/wording';
import { closest } from './file-spelling';
import { type FileEntry, type FileValue, REFUSED, type Refused } from './file-value';

/** Reads one value of the file, or refuses it. */
export type Reader<T> = (value: FileValue) => T | Refused;

/** A key that must be there. */
export interface Needed<T> {
  readonly reader: Reader<T>;
  /** What to give, as an imperative. */
  readonly hint: string;
}

/** How each prop of a struct is read, under its own name. The compiler asks for all of them. */
export type Fields<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? Reader<NonNullable<T[K]>> : Needed<T[K]>;
};

/** A key that must be there. */
export function needed<T>(reader: Reader<T>, hint: string): Needed<T> {
  return { reader, hint };
}

/** Text. What YAML takes for something else has to be quoted. */
export const text: Reader<string> = (value) => {
  if (value.text !== undefined) return value.text;
  const quoted = value.written === undefined ? '' : `, in quotes: "${value.written}"`;
  return value.refuse(`is ${value.describe()}; write text${quoted}`);
};

/** A finite number. */
export const number: Reader<number> = (value) => {
  if (value.number !== undefined && Number.isFinite(value.number)) return value.number;
  const quoted = value.text !== undefined && /^-?\d+(\.\d+)?$/.test(value.text) ? ', without quotes' : '';
  return value.refuse(`is ${value.describe()}; write a number${quoted}`);
};

/** `true` or `false`. */
export const flag: Reader<boolean> = (value) =>
  value.flag ?? value.refuse(`is ${value.describe()}; write true or false`);

const UNITS = new Map([
  ['s', (amount: number) => Duration.seconds(amount)],
  ['m', (amount: number) => Duration.minutes(amount)],
  ['h', (amount: number) => Duration.hours(amount)],
  ['d', (amount: number) => Duration.days(amount)],
]);

/** A whole number of seconds, minutes, hours or days, such as `90s` or `14d`; or ISO 8601 as cdk8s reads it: `PT1H30M`. */
export const duration: Reader<Duration> = (value) => {
  const written = value.text ?? '';
  const [, amount = '', letter = ''] = /^(\d{1,9})([smhd])$/.exec(written) ?? [];
  const unit = UNITS.get(letter);
  if (unit) return unit(Number(amount));
  if (/^PT(?=\d)(\d{1,9}D)?(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?$/.test(written)) return Duration.parse(written);
  const given = value.text === undefined ? (value.written ?? `is ${value.describe()}, which`) : JSON.stringify(written);
  return value.refuse(`${given} is no duration; write 30s, 5m, 1h or 14d`);
};

/** One of some words. */
export function oneOf<T extends string>(what: string, allowed: T[]): Reader<T> {
  return (value) => {
    const found = allowed.find((word) => word === value.text);
    return found ?? value.refuse(notAllowed(value.written ?? value.describe(), what, allowed));
  };
}

/** What was read, if it passes a test. */
export function onlyIf<T>(reader: Reader<T>, passes: (read: T) => boolean, otherwise: (read: T) => string): Reader<T> {
  return (value) => {
    const read = reader(value);
    return read === REFUSED || passes(read) ? read : value.refuse(otherwise(read));
  };
}

/** A list of values of one kind. */
export function listOf<T>(item: Reader<T>, example: string): Reader<T[]> {
  return (value) => {
    const { items } = value;
    return items ? complete(items.map(item)) : value.refuse(`is ${value.describe()}; write a list, such as ${example}`);
  };
}

/** Values of one kind by names that the user chooses. */
export function byName<T>(item: Reader<T>, example: string): Reader<Record<string, T>> {
  return made(namedList(item, example), (entries) => Object.fromEntries(entries));
}

/** As `byName`, in the order of the file: an object would put names that are numbers first. */
export function namedList<T>(item: Reader<T>, example: string): Reader<[string, T][]> {
  return (value) => {
    const entries = value.entries();
    if (!entries) return value.refuse(`is ${value.describe()}; write a mapping, such as ${example}`);
    return complete(entries.map(({ key, value: named }) => made(item, (read): [string, T] => [key, read])(named)));
  };
}

/** A struct: each key is read under its own name, unknown ones are refused, those that are needed are asked for. */
export function struct<T>(what: string, fields: Fields<T>): Reader<T> {
  const readers = new Map<string, Reader<unknown> | Needed<unknown>>(Object.entries(fields));
  const keys = [...readers.keys()];
  const read = ({ key, value }: FileEntry): [string, unknown] | Refused => {
    const field = readers.get(key);
    if (!field) return value.refuse(notAllowed('', `key of ${what}`, keys, key));
    return made(readerOf(field), (result): [string, unknown] => [key, result])(value);
  };
  return (value) => {
    const entries = value.entries();
    if (!entries) return value.refuse(`is ${value.describe()}; write keys below it: ${keys.join(', ')}`);
    const given = new Set(entries.map(({ key }) => key));
    const missing = [...readers].flatMap(([key, field]) =>
      given.has(key) || typeof field === 'function' ? [] : [{ key, hint: field.hint }],
    );
    for (const { key, hint } of missing) value.absent(key).refuse(`is missing; ${hint}`);
    const props = complete(entries.map(read));
    return missing.length > 0 || props === REFUSED ? REFUSED : (Object.fromEntries(props) as T);
  };
}

/** Exactly one of several kinds: a mapping with that one key, or its name alone where it needs no keys below it. */
export function choice<T>(what: string, kinds: Record<string, Reader<T>>): Reader<T> {
  const readers = new Map(Object.entries(kinds));
  const allowed = [...readers.keys()];
  const read = ({ key, value }: FileEntry): T | Refused => {
    const reader = readers.get(key);
    return reader ? reader(value) : value.refuse(notAllowed('', what, allowed, key));
  };
  return (value) => {
    const word = value.text;
    const entries = word === undefined ? value.entries() : [{ key: word, value: value.absent(word) }];
    if (!entries?.length)
      return value.refuse(`is ${entries ? 'empty' : value.describe()}; give one ${what}: ${allowed.join(', ')}`);
    const results = entries.map(read);
    const known = entries.map(({ key }) => key).filter((key) => readers.has(key));
    if (known.length > 1)
      return value.refuse(`gives ${listed(known)}, and there can be one ${what}; remove all but one`);
    return results[0] ?? REFUSED;
  };
}

/** Makes something from what was read, once it could be read. */
export function made<T, R>(reader: Reader<T>, make: (read: T) => R): Reader<R> {
  return (value) => {
    const read = reader(value);
    return read === REFUSED ? REFUSED : make(read);
  };
}

/** All of them, unless one was refused. */
function complete<T>(results: (T | Refused)[]): T[] | Refused {
  const read = results.filter((result) => result !== REFUSED);
  return read.length === results.length ? (read as T[]) : REFUSED;
}

function readerOf(field: Reader<unknown> | Needed<unknown>): Reader<unknown> {
  return typeof field === 'function' ? field : field.reader;
}

function notAllowed(given: string, what: string, allowed: string[], word = given): string {
  const subject = given === '' ? '' : `"${given}" `;
  if (allowed.length === 1) return `${subject}is no ${what}; allowed is ${allowed.join('')}`;
  const meant = closest(word, allowed);
  const guess = meant === undefined ? '' : `; did you mean ${meant}`;
  return `${subject}is no ${what}; allowed are ${allowed.join(', ')}${guess}`;
}
