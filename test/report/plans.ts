/** Plans to make reports of. */
import type { AppPlan, Plan, PlannedFault } from '../../src/synthesis/plan';
import { Synthesized } from 'cndr/testing';
import { deploy } from '../support/fleet';

/** The plan of a small deployment: three sites with a quorum. */
export function quorumPlan(): Plan {
  return JSON.parse(Synthesized.of(deploy).files.get('dist/plan.json')!) as Plan;
}

/** The plan with changes to its one application. */
export function withApp(plan: Plan, change: Partial<AppPlan>): Plan {
  return { ...plan, apps: plan.apps.map((app) => ({ ...app, ...change })) };
}

/** The faults of a plan, those of the loss of one site with another outcome. */
export function withLosses(plan: Plan, change: (fault: PlannedFault) => Partial<PlannedFault>): Plan {
  const [app] = plan.apps;
  const faults = app!.faults.map((fault) => (fault.fault === 'site lost' ? { ...fault, ...change(fault) } : fault));
  return withApp(plan, { faults });
}
