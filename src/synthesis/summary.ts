import { Severity } from '../rules/finding';
import { counted, waiverText } from '../rules/wording';
import type { AppPlan, Plan, PlannedBound, Rendered } from './plan';

const HEADER = ['APP', 'PATTERN', 'WORKLOAD', 'RPO (objective)', 'RTO (objective)', 'FINDINGS', 'FILES'];

/** The plan in a few lines for the terminal: a table of applications, then the warnings. */
export function summarize(plan: Plan): string {
  const rows = plan.apps.map(rowOf);
  const warnings = [...plan.fleets, ...plan.apps].flatMap((part) => part.findings);
  const lines = warnings.map((finding) =>
    finding.waiver === undefined
      ? `${finding.severity} ${finding.rule} [${finding.path}] ${finding.message}`
      : `waived ${finding.rule} [${finding.path}] ${finding.message} (${waiverText(finding)})`,
  );
  const files = plan.fleets.map((fleet) => `fleet ${fleet.name}: ${filesOf(fleet)} files`);
  return [...(rows.length > 0 ? table([HEADER, ...rows]) : []), ...files, ...lines].join('\n');
}

function rowOf(app: AppPlan & Rendered): string[] {
  return [
    app.name,
    app.pattern,
    `${app.workload.system} ${app.workload.version}`,
    boundCell(app.rpo),
    boundCell(app.rto),
    findingsCell(app),
    `${filesOf(app)}`,
  ];
}

/** Manifests, one for each cluster, and the stack. */
function filesOf({ clusters }: Rendered): number {
  return clusters.length + 1;
}

function boundCell(bound: PlannedBound): string {
  const value = bound.boundSeconds === undefined ? 'unbounded' : `${bound.boundSeconds} s`;
  return `${value} ${bound.verdict} (${bound.objectiveSeconds} s)`;
}

function findingsCell({ findings }: AppPlan): string {
  const waived = findings.filter((finding) => finding.waiver !== undefined).length;
  const warnings = findings.filter(
    (finding) => finding.waiver === undefined && finding.severity === Severity.WARNING,
  ).length;
  if (findings.length === 0) return 'none';
  return [warnings > 0 ? counted(warnings, 'warning') : '', waived > 0 ? `${waived} waived` : '']
    .filter(Boolean)
    .join(', ');
}

function table(rows: string[][]): string[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
