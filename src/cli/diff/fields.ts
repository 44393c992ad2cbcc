/** Which fields of two documents differ. */
import type { CellChange } from './change';

/**
 * Changed fields by path, such as `spec.replicas`. Lists are compared by name where all items have one, since an item that is
 * put before another must not make all that follow look changed; otherwise place by place.
 */
export function fieldChanges(before: unknown, after: unknown): CellChange[] {
  return changesAt('', before, after).map((cell) => ({ ...cell, what: cell.what.replace(/^\./, '') }));
}

function changesAt(path: string, before: unknown, after: unknown): CellChange[] {
  if (typeof before === 'string' && typeof after === 'string') return textChange(path, before, after);
  const sides = { before: childrenOf(before), after: childrenOf(after) };
  if (!sides.before || !sides.after || Array.isArray(before) !== Array.isArray(after)) {
    const cell = { what: path, before: written(before), after: written(after) };
    return cell.before === cell.after ? [] : [cell];
  }
  const old = sides.before;
  const young = sides.after;
  const steps = [...new Set([...young.keys(), ...old.keys()])];
  return steps.flatMap((step) => changesAt(path + step, old.get(step), young.get(step)));
}

/** Of a script, the first line that differs. */
function textChange(path: string, before: string, after: string): CellChange[] {
  if (before === after) return [];
  const old = before.split('\n');
  const young = after.split('\n');
  if (old.length < 2 || young.length < 2) return [{ what: path, ...excerpts(written(before), written(after)) }];
  const differs = young.findIndex((line, index) => line !== old[index]);
  const at = differs < 0 ? young.length : differs;
  return [{ what: `${path} line ${at + 1}`, ...excerpts(old[at]?.trim() ?? 'absent', young[at]?.trim() ?? 'absent') }];
}

const LONG = 60;
const CONTEXT = 20;

/** Of long lines that begin alike, the part that differs. */
function excerpts(before: string, after: string): { before: string; after: string } {
  let from = -CONTEXT;
  while (from + CONTEXT < after.length && after[from + CONTEXT] === before[from + CONTEXT]) from += 1;
  if (from <= 0 || Math.max(before.length, after.length) <= LONG) return { before, after };
  return { before: `...${before.slice(from)}`, after: `...${after.slice(from)}` };
}

function written(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

/** By step from the value to the child; undefined for what has no children. */
function childrenOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const steps = stepsOf(value);
    return new Map(value.map((item, index) => [`[${steps[index] ?? index}]`, item]));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value).map(([key, child]) => [/[.[\]/]/.test(key) ? `["${key}"]` : `.${key}`, child]));
}

function stepsOf(items: unknown[]): string[] {
  const names = items.flatMap((item) => nameOf(item) ?? []);
  return new Set(names).size === items.length ? names : items.map((_, index) => `${index}`);
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { name, alert } = item as Record<string, unknown>;
  return [name, alert].find((id): id is string => typeof id === 'string');
}
