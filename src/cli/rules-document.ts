/** RULES.md: the whole catalogue, by what the rules are about. */
import { groupedBy } from '../recovery/grouped';
import { counted } from '../rules/wording';
import { markdownTable, markdownText } from './layout';
import { ALL_RULES, type RuleEntry } from './rule-index';

/** What the letters of an id stand for. */
const GROUPS: Record<string, string> = {
  BCK: 'Backups',
  CAP: 'Capacity',
  COV: 'Coverage',
  CRT: 'Certificates',
  DNS: 'DNS',
  DRL: 'Restore tests',
  FLT: 'Failure domains',
  GLB: 'Global load balancing',
  IND: 'Independence',
  INPUT: 'Values',
  LAT: 'Latency',
  MON: 'Monitoring',
  NAM: 'Names',
  NET: 'Networks between sites',
  OBJ: 'Objectives',
  ORC: 'Runbooks',
  QRM: 'Quorum',
  ROL: 'Roles of sites',
  SEC: 'Secrets',
  STO: 'Storage and replication',
  TOK: 'Terraform tokens',
  TRM: 'Terms of bounds',
  WVR: 'Waivers',
};

export function rulesDocument(): string {
  const groups = [...groupedBy(ALL_RULES, groupOf)].flatMap(([group, rules]) => [
    '',
    `## ${group}`,
    ...rules.flatMap(ruleLines),
  ]);
  return `${[
    '# Rules',
    '',
    `Written by \`npm run docs\` from the catalogue in \`src/rules\`: ${counted(ALL_RULES.length, 'rule')}. An error fails synthesis and nothing is`,
    'written; a warning is printed and listed in the plan. A waiver accepts the findings of one rule with a reason, which lands in the',
    'plan, until a day, from which on synthesis fails; what keeps a promise from being true cannot be waived. `cndr explain ID` prints',
    'the same.',
    '',
    ...markdownTable([
      ['rule', 'severity', 'waivable', 'what must hold'],
      ...ALL_RULES.map((rule) => [rule.id, rule.severity, waivableText(rule), rule.title]),
    ]),
    ...groups,
  ].join('\n')}\n`;
}

function groupOf({ id }: RuleEntry): string {
  const letters = id.split('-')[0] ?? id;
  return GROUPS[letters] ?? letters;
}

function waivableText({ waivable }: RuleEntry): string {
  return waivable ? 'yes' : 'no';
}

function ruleLines(rule: RuleEntry): string[] {
  return [
    '',
    `### ${rule.id}: ${markdownText(rule.title)}`,
    '',
    `- Severity: ${rule.severity}; ${rule.waivable ? 'may be waived' : 'cannot be waived'}; checks ${rule.checks}`,
    `- Why: ${markdownText(rule.why)}`,
    `- Source: ${markdownText(rule.source)}`,
  ];
}
