import type { Cursor } from '../cursor';

/** A name of another object, somewhere in an object. */
export interface Reference {
  /** Where the name is written. */
  readonly at: Cursor;
  readonly kind: string;
  /** Namespace of the other object. None for cluster-scoped kinds, or where the namespace is not known. */
  readonly namespace?: string;
  readonly name: string;
  /** Where keys of a Secret or ConfigMap are named. */
  readonly keys?: readonly Cursor[];
  /** Where a port of a Service is named, by number or name. */
  readonly port?: Cursor;
}

/** The reference at a place, if there is one that can be resolved: not empty, not templated, not optional. */
export function referenceAt(
  at: Cursor,
  kind: string,
  namespace: string | undefined,
  more: Pick<Reference, 'keys' | 'port'> = {},
): Reference[] {
  const name = at.text ?? '';
  if (name === '' || name.includes('{{')) return [];
  return [{ at, kind, name, ...(namespace === undefined ? {} : { namespace }), ...more }];
}
