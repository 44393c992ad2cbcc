/** A plan for the terminal. */
import type { BoundTree } from '../recovery/bound-tree';
import { type Finding, Severity } from '../rules/finding';
import { needsBySite } from '../report/needs';
import { waiverText } from '../rules/wording';
import type { AppPlan, Plan, PlannedBound, PlannedFault } from '../synthesis/plan';
import { type BoundLine, boundLines, partText } from './bound-lines';
import { type FaultText, NARROW_FAULT_HEADER, healLines, humanLines, narrowFaultRows } from './fault-rows';
import { textTable, wrapped } from './layout';
import { needText } from './needs';
import type { Paint } from './paint';
import { linkLines } from './plan-links';
import { numberLines } from './plan-numbers';
import { proofText } from './plan-proofs';
import { appRow, APP_HEADER, boundTitle, drillsText } from './plan-rows';
import { isMet } from './seconds';

const WIDTH = 120;
const LEGEND = 'Parts marked * make the value; the others are shorter than what runs beside them.';

/** All that a plan says: applications, then what each one is promised, then what has to be there first. */
export function planText(plan: Plan, paint: Paint): string {
  const findings = [...plan.fleets, ...plan.apps].flatMap((part) => part.findings);
  return [
    ...(plan.apps.length > 0 ? appTable(plan.apps, paint) : ['no applications']),
    ...plan.apps.flatMap((app) => ['', ...appLines(app, paint)]),
    ...(findings.length > 0
      ? ['', paint.bold('FINDINGS'), ...findings.map((finding) => findingText(finding, paint))]
      : []),
    '',
    ...prerequisiteLines(plan, paint),
  ].join('\n');
}

/** A finding in one line, the way that synthesis prints it. */
export function findingText(finding: Finding, paint: Paint): string {
  const { severity, rule, path, message, waiver } = finding;
  if (waiver !== undefined) return `${paint.dim('waived')} ${rule} [${path}] ${message} (${waiverText(finding)})`;
  const mark = severity === Severity.ERROR ? paint.red(severity) : paint.yellow(severity);
  return `${mark} ${rule} [${path}] ${message}`;
}

function appTable(apps: AppPlan[], paint: Paint): string[] {
  const rows = apps.map((app) => {
    const row = appRow(app);
    const kept = isMet(app.rpo) && isMet(app.rto);
    return [...row.slice(0, -1), ...row.slice(-1).map(kept ? paint.green : paint.red)];
  });
  return textTable([APP_HEADER.map(paint.bold), ...rows]);
}

function appLines(app: AppPlan, paint: Paint): string[] {
  const moves = app.activePassive;
  return [
    paint.bold(`APP ${app.name}`),
    ...(moves
      ? [`active in ${moves.activeSite}, ${moves.standby} standby, ${moves.trigger} failover by ${moves.replication}`]
      : []),
    '',
    ...textTable(
      [NARROW_FAULT_HEADER.map(paint.bold), ...app.faults.flatMap((fault) => paintedFault(fault, paint))],
      '  ',
    ),
    '',
    ...boundSection('RPO', app.rpo, paint),
    '',
    ...boundSection('RTO', app.rto, paint),
    ...(app.backupAge ? ['', ...treeLines(app.backupAge, paint)] : []),
    '',
    `Restore tests: ${drillsText(app)}`,
    ...(moves ? ['', ...treeLines(moves.switchover.gap, paint), '', ...treeLines(moves.switchover.lag, paint)] : []),
    '',
    paint.dim(LEGEND),
    ...numberLines(app, paint),
    ...linkLines(app, paint),
    '',
    ...proofText(app, paint),
    '',
    paint.bold('AFTER A FAULT'),
    ...paragraphs(healLines(app.faults)),
    '',
    paint.bold('WHAT A HUMAN HAS TO DO'),
    ...paragraphs(humanLines(app.faults)),
  ];
}

/** Each text with the faults that it is for, and an empty line between them. */
function paragraphs(texts: FaultText[]): string[] {
  return texts.flatMap(({ faults, text }, index) => [
    ...(index > 0 ? [''] : []),
    ...wrapped(`${faults}: ${text}`, WIDTH, '  '),
  ]);
}

function paintedFault(fault: PlannedFault, paint: Paint): string[][] {
  const rows = narrowFaultRows(fault);
  if (fault.serviceLost) return rows.map((row) => row.map(paint.red));
  return fault.dataLost ? rows.map((row) => row.map(paint.yellow)) : rows;
}

function boundSection(name: string, bound: PlannedBound, paint: Paint): string[] {
  const title = `${name}  ${boundTitle(bound)}`;
  return [isMet(bound) ? paint.bold(title) : paint.red(title), ...treeLines(bound.tree, paint)];
}

/** A part that was shown before is not opened again: the same change of clients is in most branches. */
function treeLines(tree: BoundTree, paint: Paint): string[] {
  const seen = new Set<string>();
  const closed: string[] = [];
  return boundLines(tree).flatMap((line) => {
    const at = JSON.stringify(line.path);
    if (closed.some((above) => at.startsWith(above))) return [];
    const same = JSON.stringify([line.decides, line.node]);
    const repeated = line.node.parts !== undefined && seen.has(same);
    if (repeated) closed.push(`${at.slice(0, -1)},`);
    seen.add(same);
    return [lineText(line, repeated, paint)];
  });
}

function lineText(line: BoundLine, repeated: boolean, paint: Paint): string {
  const text = `${line.decides ? '* ' : '  '}${branchOf(line)}${partText(line.node)}${repeated ? ', as above' : ''}`;
  return line.decides ? text : paint.dim(text);
}

function branchOf({ lastAt }: BoundLine): string {
  const above = lastAt.slice(0, -1).map((last) => (last ? '   ' : '│  '));
  const own = lastAt.slice(-1).map((last) => (last ? '└─ ' : '├─ '));
  return [...above, ...own].join('');
}

function prerequisiteLines(plan: Plan, paint: Paint): string[] {
  const sites = [...needsBySite(plan)].flatMap(([site, needs]) => [
    '',
    paint.bold(`  ${site}`),
    ...needs.flatMap(({ prerequisite, neededBy }) => [
      `    ${needText(prerequisite)}  ${paint.dim(`for ${neededBy.join(', ')}`)}`,
      ...wrapped(prerequisite.why, WIDTH, '      '),
    ]),
  ]);
  return [paint.bold('PREREQUISITES'), ...(sites.length > 0 ? sites : ['  none'])];
}
