/** Findings as SARIF 2.1.0, which code scanning and editors read. */
import { type Finding, Severity } from '../rules/finding';
import { waiverText } from '../rules/wording';
import { type CheckedPlan, fingerprintOf } from './check-formats';
import { lineOf } from './plan-lines';
import { findRule } from './rule-index';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const HOMEPAGE = 'https://github.com/cndr-dev/cndr';

/** One run with the rules that found something, and a result for each finding; what is waived is suppressed. */
export function checkSarif(checked: CheckedPlan, version: string): string {
  const ids = [...new Set(checked.findings.map(({ rule }) => rule))];
  const driver = { name: 'cndr', version, informationUri: HOMEPAGE, rules: ids.map(descriptorOf) };
  const results = checked.findings.map((finding) => resultOf(finding, ids, checked));
  return JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [{ tool: { driver }, results }] }, undefined, 2);
}

function descriptorOf(id: string): object {
  const rule = findRule(id);
  if (!rule) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: `${rule.title}. Otherwise: ${rule.why}. Source: ${rule.source}` },
    defaultConfiguration: { level: rule.severity },
  };
}

function resultOf(finding: Finding, ids: string[], { file, text }: CheckedPlan): object {
  const { rule, severity, path, message, waiver } = finding;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: severity === Severity.ERROR ? 'error' : 'warning',
    message: { text: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: lineOf(finding, text) } },
        logicalLocations: [{ fullyQualifiedName: path }],
      },
    ],
    partialFingerprints: { 'cndr/v1': fingerprintOf(finding) },
    ...(waiver !== undefined && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: waiverText(finding) }],
    }),
  };
}

/** A relative URI reference: no backslashes, no leading dot. */
function uriOf(file: string): string {
  return file.replace(/\\/g, '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
}
