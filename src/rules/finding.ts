/** How much a finding weighs. */
export enum Severity {
  /** The promise cannot be kept: synthesis fails and nothing is written. */
  ERROR = 'error',
  /** A risk that is allowed once somebody has written down why: printed, and listed in the plan. */
  WARNING = 'warning',
}

/** One thing that a rule found. */
export interface Finding {
  /** Id of the rule, such as `QRM-01`, or `INPUT` for a prop that cannot be used. */
  readonly rule: string;
  /** How much it weighs. */
  readonly severity: Severity;
  /** Construct path of what it is about. */
  readonly path: string;
  /** What is wrong, the value given, what is allowed, what to change. Lower case, no final period. */
  readonly message: string;
  /**
   * Why the finding was accepted.
   *
   * @default - the finding is not waived
   */
  readonly waiver?: string;
  /**
   * Last day on which the waiver holds, as `2027-03-31`; of several waivers the first to end.
   *
   * @default - the finding is not waived
   */
  readonly waivedUntil?: string;
}

/** Accepts the findings of one rule for some time, with a reason that lands in the plan. */
export interface Waiver {
  /** Id of the rule, such as `NET-11`. */
  readonly rule: string;
  /** Why it is acceptable here: a sentence that a reviewer can agree with. */
  readonly reason: string;
  /**
   * Last day on which it holds, UTC, as `2027-03-31`. From the day after, synthesis fails until somebody has looked at it
   * again; `SOURCE_DATE_EPOCH` (reproducible-builds.org) sets the day that counts as today.
   */
  readonly expires: string;
}
