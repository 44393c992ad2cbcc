import type { Basis } from './bound';
import type { EmittedField } from './emitted-field';

/** What it costs to pull a lever. Lower is cheaper. */
export enum Effort {
  /** A setting, free of charge. */
  SETTING = 1,
  /** A setting that raises the bill. */
  PAID_SETTING = 2,
  /** Another component, or another shape of the deployment. */
  ARCHITECTURE = 3,
}

/** A change that makes a term smaller. */
export interface Lever {
  /**
   * The change as an imperative, such as `set recordTtl to 30 s (now 60 s)`. Terms with the same text are changed by
   * one and the same action.
   */
  readonly change: string;
  /** The term after the change, in seconds. */
  readonly seconds: number;
  /** What the change costs. */
  readonly effort: Effort;
}

/** The levers to pull for an objective. */
export interface LeverPlan {
  /** The changes to make, all of them, the cheapest first. Empty when none is needed or none helps. */
  readonly changes: string[];
  /**
   * The bound after the changes, in seconds.
   *
   * @default - the bound is unbounded and no lever helps
   */
  readonly reachesSeconds?: number;
  /** True when the bound is within the objective after the changes. */
  readonly sufficient: boolean;
}

/** One number of a bound. */
export interface TermProps {
  /** What takes the time, such as `health check interval x threshold`. */
  readonly name: string;
  /** Worst case in seconds, 0 or more, kept to the millisecond. */
  readonly seconds: number;
  /** Where the number comes from. */
  readonly basis: Basis;
  /** The emitted field that sets it, or the document that states it. */
  readonly source: string;
  /**
   * Fields of the output that the number was computed from. Synthesis looks them up: an override of one fails it, since the
   * bound would no longer hold.
   *
   * @default - none: the number follows from the shape of the deployment, or from a document
   */
  readonly fields?: EmittedField[];
  /**
   * True for the time between two runs of a schedule: a run that fails adds it once more.
   *
   * @default false
   */
  readonly betweenRuns?: boolean;
  /**
   * A change that makes this term smaller. One that does not lower the term is ignored.
   *
   * @default - none: advice about this term is never given
   */
  readonly lever?: Lever;
}
