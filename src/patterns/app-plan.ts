import type { Objectives } from '../model/objectives';
import type { Placement } from '../model/placement';
import type { WorkloadProfile } from '../model/profile';
import type { Bound } from '../recovery/bound';
import type { FaultOutcome } from '../recovery/fault';
import type { AppFacts } from '../rules/facts';
import type { Finding } from '../rules/finding';
import type { AppPlan, PlannedBound, PlannedFault } from '../synthesis/plan';
import type { SitePrerequisite } from '../synthesis/site-stack';

/** What the plan of an application is made of. */
export interface AppPlanProps {
  readonly facts: AppFacts;
  readonly findings: Finding[];
  readonly hostname?: string;
  readonly objectives: Objectives;
  readonly profile: WorkloadProfile;
  readonly placement: Placement;
  readonly rpo: Bound;
  readonly rto: Bound;
  readonly backupAge?: Bound;
  readonly faults: FaultOutcome[];
  readonly prerequisites: SitePrerequisite[];
}

/** The application's part of the plan. */
export function planApp(props: AppPlanProps): AppPlan {
  const { facts, objectives } = props;
  return {
    type: 'app',
    name: facts.name,
    pattern: facts.pattern,
    fleet: facts.fleet.name,
    namespace: facts.namespace,
    hostname: props.hostname,
    workload: props.profile,
    placement: { voteUnit: props.placement.voteUnit, sites: props.placement.sites },
    toleratedSiteFailures: facts.toleratedSiteFailures,
    rpo: planBound(props.rpo, objectives.rpo.toSeconds({ integral: false })),
    rto: planBound(props.rto, objectives.rto.toSeconds({ integral: false })),
    backupAge: props.backupAge?.toTree(),
    faults: props.faults.map(planFault),
    bootstrap: props.profile.sequentialBootstrap ? 'sequential' : 'together',
    maintenanceOrder: facts.sites.map((site) => site.name),
    findings: props.findings,
    prerequisites: props.prerequisites,
  };
}

function planBound(bound: Bound, objectiveSeconds: number): PlannedBound {
  return {
    objectiveSeconds,
    boundSeconds: bound.seconds,
    verdict: bound.verdict,
    met: bound.seconds !== undefined && bound.seconds <= objectiveSeconds,
    tree: bound.toTree(),
  };
}

function planFault(outcome: FaultOutcome): PlannedFault {
  return {
    fault: outcome.fault,
    sites: outcome.sites,
    servedBy: outcome.servedBy,
    dataLost: outcome.dataLost,
    serviceLost: outcome.serviceLost,
    workloadGap: outcome.workloadGap.toTree(),
    clientGap: outcome.clientGap.toTree(),
    onHeal: outcome.onHeal,
  };
}
