import type { Basis } from './bound';
import type { EmittedField } from './emitted-field';

/** How the parts of a bound make its value. */
export enum Combine {
  /** One after the other. */
  SUM = 'sum',
  /** At the same time: the longest counts. */
  MAX = 'max',
}

/** A bound as plain data, for the plan. */
export interface BoundTree {
  /** What is bounded. */
  readonly name: string;
  /**
   * Worst case in seconds.
   *
   * @default - unbounded
   */
  readonly seconds?: number;
  /**
   * True when there is no worst case.
   *
   * @default - absent: there is one, in `seconds`
   */
  readonly unbounded?: boolean;
  /**
   * Why there is no worst case.
   *
   * @default - absent: there is one
   */
  readonly reason?: string;
  /** Basis of the least trusted part. */
  readonly basis: Basis;
  /**
   * Emitted field or document behind a term.
   *
   * @default - absent: not a single term
   */
  readonly source?: string;
  /**
   * Fields of the output that a term was computed from, as they were found there.
   *
   * @default - absent: the number follows from the shape of the deployment, or from a document
   */
  readonly fields?: EmittedField[];
  /**
   * How the parts make the value.
   *
   * @default - absent: there are no parts
   */
  readonly combine?: Combine;
  /**
   * The parts, in the order they were given.
   *
   * @default - absent: there are none
   */
  readonly parts?: BoundTree[];
}
