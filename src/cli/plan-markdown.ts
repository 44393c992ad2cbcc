/** A plan as Markdown, for a wiki page or the summary of a pipeline. */
import type { BoundTree } from '../recovery/bound-tree';
import { needsBySite } from '../report/needs';
import { waiverText } from '../rules/wording';
import type { AppPlan, Plan } from '../synthesis/plan';
import { boundLines, partText } from './bound-lines';
import { FAULT_HEADER, type FaultText, faultRow, healLines, humanLines } from './fault-rows';
import { markdownDetails, markdownTable, markdownText } from './layout';
import { needText } from './needs';
import { linkMarkdown } from './plan-links';
import { numberMarkdown } from './plan-numbers';
import { proofMarkdown } from './plan-proofs';
import { appRow, APP_HEADER, boundTitle, drillsText } from './plan-rows';

/** All that a plan says; the trees and the prerequisites are folded. */
export function planMarkdown(plan: Plan): string {
  return [
    '# Disaster recovery plan',
    '',
    ...(plan.apps.length > 0 ? markdownTable([APP_HEADER, ...plan.apps.map(appRow)]) : ['No applications.']),
    '',
    ...plan.apps.flatMap(appLines),
    ...findingLines(plan),
    ...prerequisiteLines(plan),
  ]
    .join('\n')
    .trimEnd();
}

function appLines(app: AppPlan): string[] {
  return [
    `## ${markdownText(app.name)}`,
    '',
    ...markdownTable([FAULT_HEADER, ...app.faults.map(faultRow)]),
    '',
    ...markdownDetails('What happens on heal', healLines(app.faults).map(faultItem)),
    ...markdownDetails('What a human has to do', humanLines(app.faults).map(faultItem)),
    ...markdownDetails(`RPO ${boundTitle(app.rpo)}`, treeItems(app.rpo.tree)),
    ...markdownDetails(`RTO ${boundTitle(app.rto)}`, treeItems(app.rto.tree)),
    ...(app.backupAge ? markdownDetails('Age of the newest backup', treeItems(app.backupAge)) : []),
    `Restore tests: ${markdownText(drillsText(app))}`,
    '',
    ...(app.activePassive ? markdownDetails('Planned switchover', treeItems(app.activePassive.switchover.gap)) : []),
    ...numberMarkdown(app),
    ...linkMarkdown(app),
    ...proofMarkdown(app),
  ];
}

function faultItem({ faults, text }: FaultText): string {
  return `- **${markdownText(faults)}**: ${markdownText(text)}`;
}

/** Bold parts make the value. */
function treeItems(tree: BoundTree): string[] {
  return boundLines(tree).map(({ node, decides, lastAt }) => {
    const text = markdownText(partText(node));
    return `${'  '.repeat(lastAt.length)}- ${decides ? `**${text}**` : text}`;
  });
}

function findingLines(plan: Plan): string[] {
  const findings = [...plan.fleets, ...plan.apps].flatMap((part) => part.findings);
  if (findings.length === 0) return [];
  const rows = findings.map((finding) => [
    finding.waiver === undefined ? finding.severity : `waived: ${waiverText(finding)}`,
    finding.rule,
    finding.path,
    finding.message,
  ]);
  return ['## Findings', '', ...markdownTable([['SEVERITY', 'RULE', 'WHERE', 'WHAT'], ...rows]), ''];
}

function prerequisiteLines(plan: Plan): string[] {
  const sites = [...needsBySite(plan)].flatMap(([site, needs]) =>
    markdownDetails(
      `${markdownText(site)}: ${needs.length}`,
      markdownTable([
        ['WHAT', 'FOR', 'WHY'],
        ...needs.map(({ prerequisite, neededBy }) => [needText(prerequisite), neededBy.join(', '), prerequisite.why]),
      ]),
    ),
  );
  return ['## Prerequisites', '', ...(sites.length > 0 ? sites : ['None.'])];
}
