import type { Basis } from './bound';

/** A time that somebody knows better than the library assumes. */
export interface KnownTime {
  /** Name of the assumed term that it takes the place of, such as `somebody decides, starts and approves`. */
  readonly term: string;
  /** The time in seconds. */
  readonly seconds: number;
  /** MEASURED when it was seen in a drill or in production, ASSUMED when it is another guess. */
  readonly basis: Basis;
  /** Where it comes from. */
  readonly source: string;
}
