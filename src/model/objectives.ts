import type { Duration } from 'cdk8s';

/** What the business asks of the application's recovery. */
export interface Objectives {
  /** Recovery point objective: data written in this time before the disaster may be lost. Zero: none. */
  readonly rpo: Duration;
  /** Recovery time objective: clients may be without service for this long. */
  readonly rto: Duration;
  /**
   * How many runs in a row of a scheduled copy or backup may fail with the recovery point objective still kept: 0 to 10. One
   * failed run doubles what a lost site costs, and is the most common failure of all.
   *
   * @default 0 - a run that fails breaks the promise until the next one succeeds; alerts say so
   */
  readonly toleratedMisses?: number;
}
