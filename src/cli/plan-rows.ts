/** The cells of the tables of a plan, for the terminal and for Markdown. */
import { groupedBy } from '../rules/grouped';
import { listed } from '../rules/wording';
import type { AppPlan, PlannedBound, PlannedFault } from '../synthesis/plan';
import { secondsText, treeText, verdictText } from './seconds';

export const APP_HEADER = ['APP', 'PATTERN', 'WORKLOAD', 'RPO', 'objective', 'RTO', 'objective', 'VERDICT'];
export const FAULT_HEADER = ['FAULT', 'WHERE', 'SERVED BY', 'WRITES LOST', 'NO WRITES FOR', 'NO SERVICE FOR'];

/** One line for an application. */
export function appRow(app: AppPlan): string[] {
  return [
    app.name,
    app.pattern,
    `${app.workload.system} ${app.workload.version}`,
    `${secondsText(app.rpo.boundSeconds)} ${app.rpo.verdict}`,
    secondsText(app.rpo.objectiveSeconds),
    `${secondsText(app.rto.boundSeconds)} ${app.rto.verdict}`,
    secondsText(app.rto.objectiveSeconds),
    appVerdict(app),
  ];
}

/** Whether both promises are kept, or which one is not. */
export function appVerdict({ rpo, rto }: AppPlan): string {
  const broken = [brokenText('RPO', rpo), brokenText('RTO', rto)].filter(Boolean);
  return broken.length === 0 ? 'met' : listed(broken);
}

function brokenText(name: string, bound: PlannedBound): string {
  const verdict = verdictText(bound);
  return verdict === 'met' ? '' : `${name} ${verdict}`;
}

/** One line for a fault. */
export function faultRow(fault: PlannedFault): string[] {
  return [
    fault.fault,
    fault.sites.join(' + '),
    fault.servedBy.join(', ') || 'nobody',
    fault.dataLost ? 'yes' : 'no',
    treeText(fault.workloadGap),
    treeText(fault.clientGap),
  ];
}

/** What happens on heal, each text once, with the faults that it is for. */
export function healLines(faults: PlannedFault[]): { readonly faults: string; readonly onHeal: string }[] {
  return [...groupedBy(faults, ({ onHeal }) => onHeal)].map(([onHeal, same]) => ({
    onHeal,
    faults: [...groupedBy(same, ({ fault }) => fault)]
      .map(([fault, rows]) => `${fault}: ${rows.map(({ sites }) => sites.join(' + ')).join(', ')}`)
      .join('; '),
  }));
}

/** Scheduled restore tests: who restores whose backup. Plans of earlier releases do not say. */
export function drillsText({ drills = [] }: Partial<AppPlan>): string {
  return (
    drills.map(({ site, source, covers, schedule }) => `${covers} of ${source} in ${site} (${schedule})`).join(', ') ||
    'none'
  );
}

/** `168 s, estimated; objective 180 s: met`. */
export function boundTitle(bound: PlannedBound): string {
  const value = `${secondsText(bound.boundSeconds)}, ${bound.verdict}`;
  return `${value}; objective ${secondsText(bound.objectiveSeconds)}: ${verdictText(bound)}`;
}
