import { Basis, Bound } from './bound';

/** One way in which data gets to where it is used again: a replication, or a backup. */
export interface DataCopy {
  /** What is copied, such as `volumes by volsync`. */
  readonly name: string;
  /** Parts that are copied: claims, or units of the engine. */
  readonly units: string[];
  /** True when a part is not of one moment either: its writes are copied one by one. */
  readonly piecemeal: boolean;
  /** Why all parts are of one moment; undefined when they are not. */
  readonly together?: string;
  /** How far the moments of two parts may be from each other, where they are not the same. */
  readonly apart: Bound;
}

/**
 * How far parts of the data may be from each other after a failover or a restore. An application that refers from one part to
 * another, by an id or an offset, meets references to what is not there.
 *
 * @throws Error when nothing is copied.
 */
export function consistencySkew(copies: DataCopy[]): Bound {
  return Bound.worst('parts of the data are of different moments', copies.map(skewOf));
}

function skewOf({ name, units, piecemeal, together, apart }: DataCopy): Bound {
  const [only, ...others] = units;
  const alone = !piecemeal && others.length === 0;
  const why = together ?? (alone ? `${only ?? 'all data'} is the only part` : undefined);
  if (why === undefined) return Bound.worst(name, [apart]);
  return Bound.term({ name, seconds: 0, basis: Basis.DERIVED, source: `all data is of one moment: ${why}` });
}
