import type { Objectives } from '../model/objectives';
import type { Placement } from '../model/placement';
import type { WorkloadProfile } from '../model/profile';
import type { FailoverOwnedField } from '../model/runbook';
import type { Bound } from '../recovery/bound';
import type { FaultOutcome } from '../recovery/fault';
import type { AppFacts } from '../rules/facts';
import type { Finding } from '../rules/finding';
import type { AppPlan, PlannedBound, PlannedFault, PlannedRoles } from '../synthesis/plan';
import type { SitePrerequisite } from '../synthesis/site-stack';
import type { RecoveryBinding } from './shape';

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
  readonly recovery?: RecoveryBinding;
  readonly failoverOwned: FailoverOwnedField[];
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
    drills: facts.drills,
    activePassive: planRoles(props),
    faults: props.faults.map(planFault),
    bootstrap: props.profile.sequentialBootstrap ? 'sequential' : 'together',
    maintenanceOrder: facts.sites.map((site) => site.name),
    findings: props.findings,
    prerequisites: props.prerequisites,
  };
}

function planRoles({ facts, recovery, failoverOwned }: AppPlanProps): PlannedRoles | undefined {
  if (!facts.activePassive || !recovery) return undefined;
  const { activeSite, standby, trigger, fencing } = facts.activePassive;
  const { replication } = recovery;
  return {
    activeSite,
    standby,
    trigger,
    replication: replication.mechanism,
    fencing,
    switchover: { gap: replication.switchoverGap.toTree(), lag: replication.switchoverLag.toTree() },
    runbooks: recovery.runbooks.runbooks,
    ignoreDifferences: failoverOwned,
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
