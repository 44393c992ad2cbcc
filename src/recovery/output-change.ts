/** A field that is written with another value than the library gave it. */
export interface OutputChange {
  /** JSON pointer to the field. */
  readonly path: string;
  /** Undefined: the library wrote none. */
  readonly was?: unknown;
  /** Undefined: it was removed. */
  readonly is?: unknown;
}

/** What differs between two values of JSON, field by field; an element that was put at the end of a list is one change. */
export function outputChanges(was: unknown, is: unknown, path = ''): OutputChange[] {
  if (Array.isArray(was) && Array.isArray(is)) return keyedChanges(byIndex(was), byIndex(is), path);
  if (isRecord(was) && isRecord(is)) return keyedChanges(was, is, path);
  return was === is ? [] : [{ path, was, is }];
}

function byIndex(list: unknown[]): Record<string, unknown> {
  return Object.fromEntries(list.entries());
}

function keyedChanges(was: Record<string, unknown>, is: Record<string, unknown>, path: string): OutputChange[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys.flatMap((key) =>
    outputChanges(was[key], is[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
