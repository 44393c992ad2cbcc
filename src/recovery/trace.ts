/** Looks the fields that bounds were computed from up in the output. */
import type { Bound } from './bound';
import type { BoundTree } from './bound-tree';
import type { EmittedField } from './emitted-field';
import { groupedBy } from './grouped';
import type { OutputChange } from './output-change';

/** A Kubernetes object or a Terraform resource of the output. */
export interface OutputObject {
  /** `StatefulSet etcd`, or the type of the resource. */
  readonly object: string;
  /** File below the output folder. */
  readonly file: string;
  /** Name of the cluster; undefined for a Terraform resource. */
  readonly cluster?: string;
  /** Path of the construct below the stack; undefined for a Kubernetes object. */
  readonly construct?: string;
  /** JSON pointer to the object in its file; empty for a file of many documents. */
  readonly at: string;
  readonly json: unknown;
  /** What patches, overrides and aspects changed of what the library gave; empty for an object that is not of the library. */
  readonly changes?: OutputChange[];
}

/** Objects by what fields name them. */
export type OutputIndex = Map<string, OutputObject[]>;

/** Makes many fields fast to look up. */
export function indexOutput(output: OutputObject[]): OutputIndex {
  const named = output.flatMap((object) => namesOf(object).map((name) => ({ name, object })));
  const groups = groupedBy(named, ({ name }) => name);
  return new Map([...groups].map(([name, members]) => [name, members.map(({ object }) => object)]));
}

/** What fields call an object: together with others, and alone. */
function namesOf({ object, cluster, construct }: OutputObject): string[] {
  return [
    object,
    ...(cluster === undefined ? [] : [`${object} in ${cluster}`]),
    ...(construct === undefined ? [] : [`${object} ${construct}`]),
  ];
}

/**
 * The tree with its fields as they are in the output: their files, and pointers with indices. Of the same field of several
 * objects of a kind, one in each site for example, the first stands for all.
 */
export function tracedTree(tree: BoundTree, output: OutputIndex): BoundTree {
  return {
    ...tree,
    ...(tree.fields && { fields: onePerKind(tree.fields).map((field) => found(field, output)) }),
    ...(tree.parts && { parts: tree.parts.map((part) => tracedTree(part, output)) }),
  };
}

/** What is wrong with the fields of a bound: one message each. */
export function traceProblems(bound: Bound, output: OutputIndex): string[] {
  return bound.terms.flatMap((term) => term.fields.flatMap((field) => problemsOf(term.name, field, output)));
}

function onePerKind(fields: EmittedField[]): EmittedField[] {
  const kindOf = ({ object, path, value }: EmittedField): string => JSON.stringify([object.split(' ')[0], path, value]);
  return [...groupedBy(fields, kindOf).values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, ...(others.length > 0 && { others: others.length }) }] : [],
  );
}

function found(field: EmittedField, output: OutputIndex): EmittedField {
  const [first] = output.get(field.object) ?? [];
  const place = first && lookUp(first.json, field.path);
  if (!first || !place) return field;
  return { ...field, path: `${first.at}${place.path}${elementPath(place.value, field.value)}`, file: first.file };
}

/** Which element of a list has the value. */
function elementPath(value: unknown, expected: string): string {
  const index = Array.isArray(value) ? value.findIndex((item) => holds(item, expected)) : -1;
  return index < 0 ? '' : `/${index}`;
}

function problemsOf(term: string, field: EmittedField, output: OutputIndex): string[] {
  const computed = `term "${term}" was computed from ${field.object}, ${field.path}: ${field.value}`;
  const objects = output.get(field.object) ?? [];
  if (objects.length === 0) {
    return [
      `${computed}, and the output has no ${field.object}; do not remove it, or change the prop that it comes from`,
    ];
  }
  const different = objects.flatMap(({ file, json }) => {
    const place = lookUp(json, field.path);
    if (place && holds(place.value, field.value)) return [];
    const instead = place ? textOf(place.value) : 'nothing';
    return [{ file, instead }];
  });
  const [first] = different;
  if (!first) return [];
  return [
    `${computed}, and ${first.file} has ${first.instead}; change the prop that it comes from instead of the output, or the bound is wrong`,
  ];
}

/** The value at a pointer whose segments may name elements of lists, and the pointer with their indices. */
function lookUp(json: unknown, pointer: string): { readonly value: unknown; readonly path: string } | undefined {
  let value = json;
  let path = '';
  for (const segment of pointer.split('/').slice(1)) {
    const key = keyIn(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (key === undefined) return undefined;
    value = (value as Record<string, unknown>)[key];
    path += `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return { value, path };
}

function keyIn(value: unknown, segment: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, segment)) return segment;
  if (!Array.isArray(value)) return undefined;
  const index = value.findIndex((item: unknown) => isCalled(item, segment));
  return index < 0 ? undefined : String(index);
}

function isCalled(item: unknown, name: string): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const named = item as { readonly name?: unknown; readonly alert?: unknown };
  return named.name === name || named.alert === name;
}

function holds(actual: unknown, expected: string): boolean {
  if (Array.isArray(actual)) return actual.some((item) => holds(item, expected));
  if (typeof actual !== 'string' && typeof actual !== 'number' && typeof actual !== 'boolean') return false;
  const text = String(actual);
  return text === expected || hasWords(text, expected);
}

/** What ends a word: blanks, and the punctuation of PromQL and SQL, where `[60s]` is about 60s and no `260s` is. */
const BETWEEN_WORDS = /[\s()[\]{}'",;]/;

function hasWords(text: string, words: string): boolean {
  const line = ` ${text.replace(/\s+/g, ' ')} `;
  const ends = (at: number) => BETWEEN_WORDS.test(line.charAt(at));
  for (let at = line.indexOf(words); at > 0; at = line.indexOf(words, at + 1)) {
    if (ends(at - 1) && ends(at + words.length)) return true;
  }
  return false;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return 'no such element';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  return text === undefined || text.length > 80 ? 'another value' : text;
}
