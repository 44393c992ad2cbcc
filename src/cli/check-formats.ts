/** Findings in the words of the tools that show them. */
import { createHash } from 'node:crypto';
import { type Finding, Severity } from '../rules/finding';
import { counted, waiverText } from '../rules/wording';
import type { PlanInput } from './read-input';
import type { Paint } from './paint';
import { lineOf } from './plan-lines';
import { findingText } from './plan-text';
import { findRule } from './rule-index';

/** What a format is made from. */
export type CheckedPlan = Pick<PlanInput, 'file' | 'text'> & { readonly findings: Finding[] };

/** For people: a line each, and how many of each kind. */
export function checkText({ findings }: CheckedPlan, paint: Paint): string {
  return [...findings.map((finding) => findingText(finding, paint)), countsOf(findings)].join('\n');
}

function countsOf(findings: Finding[]): string {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const errors = open.filter(({ severity }) => severity === Severity.ERROR).length;
  const counts = [counted(errors, 'error'), counted(open.length - errors, 'warning')];
  return [...counts, `${findings.length - open.length} waived`].join(', ');
}

/** Workflow commands of GitHub Actions: an annotation each. */
export function checkGithub(checked: CheckedPlan): string {
  return checked.findings.map((finding) => workflowCommand(finding, checked)).join('\n');
}

function workflowCommand(finding: Finding, { file, text }: CheckedPlan): string {
  const { rule, path, message, severity, waiver } = finding;
  const level = waiver === undefined ? severity : 'notice';
  const properties = { file, line: `${lineOf(finding, text)}`, title: titleOf(rule) };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${propertyText(value)}`);
  return `::${level} ${list.join(',')}::${dataText(`[${path}] ${message}${waiver === undefined ? '' : ` (waived: ${waiverText(finding)})`}`)}`;
}

function titleOf(id: string): string {
  const rule = findRule(id);
  return rule ? `${id}: ${rule.title}` : id;
}

function dataText(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function propertyText(text: string): string {
  return dataText(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/** A Code Quality report of GitLab. What is waived is left out: the format cannot say it. */
export function checkGitlab({ findings, file, text }: CheckedPlan): string {
  const issues = findings
    .filter(({ waiver }) => waiver === undefined)
    .map((finding) => ({
      description: `[${finding.path}] ${finding.message}`,
      check_name: finding.rule,
      fingerprint: fingerprintOf(finding),
      severity: finding.severity === Severity.ERROR ? 'critical' : 'minor',
      location: { path: file, lines: { begin: lineOf(finding, text) } },
    }));
  return JSON.stringify(issues, undefined, 2);
}

/** The same for the same finding in another run. */
export function fingerprintOf({ rule, path, message }: Finding): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, path, message]))
    .digest('hex');
}
