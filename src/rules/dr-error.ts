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

  constructor(findings: Finding[]) {
    super(messageOf(findings));
    this.name = 'DrError';
    this.findings = findings;
    Object.defineProperty(this, DR_ERROR, { value: true });
  }
}

function messageOf(findings: Finding[]): string {
  const count = findings.length === 1 ? '1 error' : `${findings.length} errors`;
  const lines = findings.map((finding) => `  [${finding.path}] ${finding.rule}: ${finding.message}`);
  return [`${count}, nothing was written`, ...lines].join('\n');
}
