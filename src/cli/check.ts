/** What `cndr check` finds in a plan: the findings that synthesis left there, and objectives that are not kept. */
import { WAIVER_RULE } from '../rules/catalogue';
import { type Finding, Severity } from '../rules/finding';
import type { AppPlan, Plan, PlannedBound } from '../synthesis/plan';
import { secondsText } from './seconds';

/** All that is open or waived, in the order of the plan. */
export function findingsOf(plan: Plan): Finding[] {
  return [...plan.fleets.flatMap(({ findings }) => findings), ...plan.apps.flatMap(appFindings)];
}

/**
 * Errors first, then warnings, then what is waived. A plan gets older: what was waived until an earlier day is open.
 *
 * @param day the day to judge by, as `2027-03-31`
 */
export function findingsOn(day: string, plan: Plan): Finding[] {
  return findingsOf(plan)
    .flatMap((finding) => onDay(day, finding))
    .sort((a, b) => weightOf(b) - weightOf(a));
}

/** A waiver that has ended is an error, whatever it accepted: synthesis fails on it as well. */
function onDay(day: string, finding: Finding): Finding[] {
  const { waiver, waivedUntil, ...open } = finding;
  if (waiver === undefined || waivedUntil === undefined || waivedUntil >= day) return [finding];
  const message = `waiver of ${open.rule} expired on ${waivedUntil} (${waiver}); look at it again: correct the configuration, or give the waiver another day`;
  return [open, { rule: WAIVER_RULE, severity: Severity.ERROR, path: open.path, message }];
}

/** Whether the findings end the pipeline: those that weigh as much as the threshold, and are not waived. */
export function fails(findings: Finding[], threshold: Severity): boolean {
  const least = threshold === Severity.ERROR ? 2 : 1;
  return findings.some((finding) => weightOf(finding) >= least);
}

function weightOf({ severity, waiver }: Finding): number {
  if (waiver !== undefined) return 0;
  return severity === Severity.ERROR ? 2 : 1;
}

/** A rule that speaks of the objective already, waived or not, is not said twice. */
function appFindings(app: AppPlan): Finding[] {
  const broken = [...brokenPromise(app, 'RTO', 'OBJ-01', app.rto), ...brokenPromise(app, 'RPO', 'OBJ-02', app.rpo)];
  return [...app.findings, ...broken.filter(({ rule }) => !app.findings.some((finding) => finding.rule === rule))];
}

function brokenPromise(app: AppPlan, name: string, rule: string, bound: PlannedBound): Finding[] {
  const asked = `${name} objective ${secondsText(bound.objectiveSeconds)}`;
  const found = (message: string): Finding[] => [{ rule, severity: Severity.ERROR, path: app.name, message }];
  if (bound.boundSeconds === undefined) {
    const reason = bound.tree.reason === undefined ? '' : ` (${bound.tree.reason})`;
    return found(`${asked} cannot be promised, since the bound is unbounded${reason}; remove what makes it unbounded`);
  }
  if (bound.met) return [];
  return found(
    `${asked} is below the bound of ${secondsText(bound.boundSeconds)}; shorten its largest terms (cndr plan), or ask for ${secondsText(bound.boundSeconds)} or more`,
  );
}
