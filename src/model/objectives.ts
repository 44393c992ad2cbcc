import type { Duration } from 'cdk8s';

/** What the business asks of the application's recovery. */
export interface Objectives {
  /** Recovery point objective: data written in this time before the disaster may be lost. Zero: none. */
  readonly rpo: Duration;
  /** Recovery time objective: clients may be without service for this long. */
  readonly rto: Duration;
}
