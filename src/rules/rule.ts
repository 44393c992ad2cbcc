import type { Severity } from './finding';

/** A named check over facts; `F` is what it reads. Pure: no I/O, no construct, the same answer for the same facts. */
export interface Rule<F> {
  readonly id: string;
  readonly severity: Severity;
  /** What must hold, in one line. */
  readonly title: string;
  /** What happens to the application when it does not. */
  readonly why: string;
  /** Where the rule comes from: a document, a CRD, an incident. */
  readonly source: string;
  /** True when an error of this rule may be accepted with a reason; warnings always may. */
  readonly waivable?: boolean;
  /** Undefined: the rule does not apply. Empty: compliant. Otherwise one message per violation. */
  check(facts: F): string[] | undefined;
}
