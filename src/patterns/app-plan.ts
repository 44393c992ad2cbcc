import type { WorkloadProfile } from '../model/profile';
import type { Bound } from '../recovery/bound';
import type { BoundTree } from '../recovery/bound-tree';
import { indexOutput, tracedTree } from '../recovery/trace';
import type { AppEvidence } from '../rules/evidence';
import type { Finding } from '../rules/finding';
import type { AppPlan, PlannedBound, PlannedRoles } from '../synthesis/plan';
import type { SitePrerequisite } from '../synthesis/site-stack';
import type { AppBounds } from './app-bounds';
import { planAvailability } from './plan-availability';
import { planCapacity } from './plan-capacity';
import { planCoverage } from './plan-coverage';
import { planFaults } from './plan-faults';
import { planIndependence } from './plan-independence';
import { planWriteLatency } from './plan-latency';
import { planSkew } from './plan-skew';
import { planTopology } from './plan-topology';
import type { DisasterRecoveryProps } from './props';
import type { Application } from './shape';

/** What the plan of an application is made of. */
export interface AppPlanProps {
  readonly evidence: AppEvidence;
  readonly findings: Finding[];
  readonly props: DisasterRecoveryProps;
  readonly profile: WorkloadProfile;
  readonly application: Application;
  readonly bounds: AppBounds;
  readonly prerequisites: SitePrerequisite[];
}

/** The application's part of the plan. */
export function planApp(from: AppPlanProps): AppPlan {
  const { evidence, bounds, profile, application } = from;
  const { objectives, hostname } = from.props;
  const { placement } = application.host;
  const output = indexOutput(evidence.output);
  const treeOf = (bound: Bound): BoundTree => tracedTree(bound.toTree(), output);
  return {
    type: 'app',
    name: evidence.name,
    pattern: evidence.pattern,
    fleet: evidence.fleet.name,
    namespace: evidence.namespace,
    hostname,
    workload: profile,
    placement: { voteUnit: placement.voteUnit, sites: placement.sites },
    topology: planTopology(application, from.props.writeRate),
    toleratedSiteFailures: evidence.toleratedSiteFailures,
    rpo: planBound(bounds.rpo, objectives.rpo.toSeconds({ integral: false }), treeOf),
    rto: planBound(bounds.rto, objectives.rto.toSeconds({ integral: false }), treeOf),
    consistencySkew: optionalTree(planSkew(from), treeOf),
    backupAge: optionalTree(bounds.backupAge, treeOf),
    drills: evidence.drills,
    activePassive: planRoles(from, treeOf),
    writeLatency: planWriteLatency(from),
    capacity: planCapacity(from),
    availability: planAvailability(from),
    ...planFaults(bounds.faults, treeOf),
    coverage: planCoverage(from),
    independence: planIndependence(from),
    bootstrap: profile.sequentialBootstrap ? 'sequential' : 'together',
    maintenanceOrder: evidence.sites.map((site) => site.name),
    findings: from.findings,
    prerequisites: from.prerequisites,
  };
}

function optionalTree(bound: Bound | undefined, treeOf: (bound: Bound) => BoundTree): BoundTree | undefined {
  return bound && treeOf(bound);
}

function planRoles(
  { evidence, application, bounds }: AppPlanProps,
  treeOf: (bound: Bound) => BoundTree,
): PlannedRoles | undefined {
  const { recovery, host } = application;
  if (!evidence.activePassive || !recovery || !bounds.switchover) return undefined;
  const { activeSite, standby, trigger, fencing } = evidence.activePassive;
  const { gap, lag } = bounds.switchover;
  return {
    activeSite,
    standby,
    trigger,
    replication: recovery.replication.mechanism,
    fencing,
    switchover: { gap: treeOf(gap), lag: treeOf(lag) },
    runbooks: recovery.runbooks.runbooks,
    ignoreDifferences: host.failoverOwned,
  };
}

function planBound(bound: Bound, objectiveSeconds: number, treeOf: (bound: Bound) => BoundTree): PlannedBound {
  return {
    objectiveSeconds,
    boundSeconds: bound.seconds,
    verdict: bound.verdict,
    met: bound.seconds !== undefined && bound.seconds <= objectiveSeconds,
    tree: treeOf(bound),
  };
}
