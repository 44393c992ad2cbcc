/** What one plan does to the other. */
import type { AppPlan } from '../../synthesis/plan';
import { drillsText } from '../plan-rows';
import { isMet } from '../seconds';
import { boundChanges } from './bounds';
import { type AppChange, type CellChange, Effect, type PlanChange, worstOf } from './change';
import { faultChanges } from './faults';
import { findingChanges } from './findings';
import { needChanges } from './needs';
import { numberChanges } from './numbers';
import { hasContent, type Output, placeChanges } from './objects';
import { type Pair, pairsOf } from './pairs';

/** Which changes end the pipeline. */
export enum FailOn {
  /** A promise that is no longer kept, a fault that newly loses data or service, a new error. */
  OBJECTIVE = 'objective',
  /** These, and everything that got longer, is asked for less strictly, or was newly found or waived. */
  WORSE = 'worse',
  NEVER = 'never',
}

/** Everything that differs. */
export function comparePlans(before: Output, after: Output): PlanChange {
  const apps = pairsOf(before.plan.apps, after.plan.apps, ({ name }) => name).flatMap(appChange);
  const findings = findingChanges(before.plan, after.plan);
  return {
    apps,
    findings,
    prerequisites: needChanges(before.plan, after.plan),
    places: placeChanges(before, after),
    contentCompared: hasContent(before) && hasContent(after),
    effect: worstOf([...apps, ...findings].map(({ effect }) => effect)),
  };
}

/** Whether a change ends the pipeline. */
export function failsOn({ effect }: PlanChange, failOn: FailOn): boolean {
  if (failOn === FailOn.NEVER) return false;
  return effect === Effect.BREAKS || (failOn === FailOn.WORSE && effect === Effect.WORSE);
}

/** Whether there is nothing to say. */
export function isSame({ apps, findings, prerequisites, places }: PlanChange): boolean {
  return [apps, findings, prerequisites, places].every((changes) => changes.length === 0);
}

function appChange({ before, after }: Pair<AppPlan>): AppChange[] {
  if (!after) return before ? [{ app: before.name, change: 'removed', ...NOTHING, effect: Effect.SAME }] : [];
  if (!before) {
    const kept = isMet(after.rpo) && isMet(after.rto);
    return [{ app: after.name, change: 'added', ...NOTHING, effect: kept ? Effect.SAME : Effect.BREAKS }];
  }
  const cells = shapeChanges(before, after);
  const bounds = boundChanges(before, after);
  const numbers = numberChanges(before, after);
  const faults = faultChanges(before.faults, after.faults, {
    from: before.activePassive?.activeSite,
    to: after.activePassive?.activeSite,
  });
  if ([cells, bounds, numbers, faults].every((changes) => changes.length === 0)) return [];
  const fewer = after.toleratedSiteFailures < before.toleratedSiteFailures ? [Effect.BREAKS] : [];
  const effect = worstOf([...fewer, ...[...bounds, ...numbers, ...faults].map((change) => change.effect)]);
  return [{ app: after.name, change: 'changed', cells, bounds, numbers, faults, effect }];
}

const NOTHING = { cells: [], bounds: [], numbers: [], faults: [] };

function shapeChanges(before: AppPlan, after: AppPlan): CellChange[] {
  const shape = shapeOf(before);
  return Object.entries(shapeOf(after))
    .map(([what, value]) => ({ what, before: shape[what] ?? '', after: value }))
    .filter((cell) => cell.before !== cell.after);
}

function shapeOf(app: AppPlan): Record<string, string> {
  const roles = app.activePassive;
  return {
    pattern: app.pattern,
    fleet: app.fleet,
    namespace: app.namespace,
    hostname: app.hostname ?? 'none',
    workload: `${app.workload.system} ${app.workload.version}`,
    'site failures tolerated': `${app.toleratedSiteFailures}`,
    placement: app.placement.sites
      .map(({ site, nodes, votes, witness }) => `${site} ${nodes} nodes ${votes} votes${witness ? ' (witness)' : ''}`)
      .join(', '),
    'active site': roles?.activeSite ?? 'all',
    standby: roles?.standby ?? 'none',
    trigger: roles?.trigger ?? 'none',
    replication: roles?.replication ?? 'none',
    fencing: roles?.fencing ?? 'none',
    'restore tests': drillsText(app),
    'maintenance order': app.maintenanceOrder.join(', '),
  };
}
