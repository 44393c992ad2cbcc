/** The cells of the tables of a plan, for the terminal and for Markdown. */
import { listed } from '../rules/wording';
import type { AppPlan, PlannedBound } from '../synthesis/plan';
import { secondsText, verdictText } from './seconds';

export const APP_HEADER = ['APP', 'PATTERN', 'WORKLOAD', 'RPO', 'objective', 'RTO', 'objective', 'VERDICT'];

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
