/** Reads JSON whose form nobody guarantees: manifests as they will be written, overrides included. */

/** The value as an object; one without fields for anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value as a list; an empty one for anything else. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The values at a JSON pointer in which `*` stands for every element of a list or map. */
export function valuesAt(json: unknown, pointer: string): unknown[] {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => stepInto(value, step)), [json]);
}

/** The texts at such a pointer. */
export function textsAt(json: unknown, pointer: string): string[] {
  return valuesAt(json, pointer).filter((value) => typeof value === 'string');
}

/** The first text at such a pointer. */
export function textAt(json: unknown, pointer: string): string | undefined {
  return textsAt(json, pointer)[0];
}

/** The first number at such a pointer. */
export function numberAt(json: unknown, pointer: string): number | undefined {
  return valuesAt(json, pointer).find((value) => typeof value === 'number');
}

/** Calls back for every object in a value, the value itself included. */
export function visitObjects(value: unknown, callback: (fields: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) callback(fieldsOf(value));
  for (const child of Object.values(value)) visitObjects(child, callback);
}

function stepInto(value: unknown, step: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
  return Object.hasOwn(value, key) ? [(value as Record<string, unknown>)[key]] : [];
}
