import type { Finding } from './finding';

const DR_ERROR = Symbol.for('cndr.DrError');

/**
 * All errors of a run in one: every refusal with its construct path, the rule that found it and what to change.
 * Nothing was written when it is raised.
 *
 * @jsii ignore
 */
export class DrError extends Error {
  /** True for a DrError of any copy of this package. */
  public static isDrError(error: unknown): error is DrError {
    return typeof error === 'object' && error !== null && DR_ERROR in error;
  }

  /** The findings that made synthesis fail, in the order of the construct tree. */
  public readonly findings: Finding[];

  /**
   * @param findings what was found
   * @param aftermath what became of the output
   */
  constructor(findings: Finding[], aftermath = 'nothing was written') {
    super(messageOf(findings, aftermath));
    this.name = 'DrError';
    this.findings = findings;
    // The message says all there is; node would print the findings again, and frames of this library before them.
    Object.defineProperty(this, 'findings', { enumerable: false });
    this.stack = `${this.name}: ${this.message}`;
    Object.defineProperty(this, DR_ERROR, { value: true });
  }
}

function messageOf(findings: Finding[], aftermath: string): string {
  const count = findings.length === 1 ? '1 error' : `${findings.length} errors`;
  const lines = findings.map((finding) => `  [${finding.path}] ${finding.rule}: ${finding.message}`);
  return [`${count}, ${aftermath}`, ...lines].join('\n');
}
