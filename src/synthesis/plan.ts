/** The plan: what pipelines read. Its JSON schema is `schema/plan.schema.json`; a breaking change raises the version. */
import type { WorkloadProfile } from '../model/profile';
import type { SitePlacement } from '../model/placement';
import type { FailoverOwnedField, Runbook } from '../model/runbook';
import type { BoundTree } from '../recovery/bound-tree';
import type { DrillFact, FleetFacts } from '../rules/facts';
import type { Finding } from '../rules/finding';
import type { SitePrerequisite } from './site-stack';

export const PLAN_VERSION = 'cndr/plan/v1';

/** An object in the output. */
export interface PlannedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a stack puts into one cluster. */
export interface PlannedCluster {
  readonly cluster: string;
  readonly file: string;
  readonly objects: PlannedObject[];
}

/** A computed worst case beside what was asked for. */
export interface PlannedBound {
  /** What was asked for, in seconds. */
  readonly objectiveSeconds: number;
  /** What the configuration gives, in seconds; absent when there is no worst case. */
  readonly boundSeconds?: number;
  readonly verdict: string;
  readonly met: boolean;
  readonly tree: BoundTree;
}

/** One row of the fault table. */
export interface PlannedFault {
  readonly fault: string;
  readonly sites: string[];
  readonly servedBy: string[];
  readonly dataLost: boolean;
  readonly serviceLost: boolean;
  readonly workloadGap: BoundTree;
  readonly clientGap: BoundTree;
  readonly onHeal: string;
}

/** The roles of an application with one active site, and how they change. */
export interface PlannedRoles {
  readonly activeSite: string;
  readonly standby: string;
  /** Who decides on a failover: `manual` or `automatic`. */
  readonly trigger: string;
  /** How the data gets to the passive sites. */
  readonly replication: string;
  /** What keeps a site that was taken for lost from writing; absent when nothing does. */
  readonly fencing?: string;
  /** A planned switchover: how long no writes are taken, and what it loses. */
  readonly switchover: { readonly gap: BoundTree; readonly lag: BoundTree };
  readonly runbooks: Runbook[];
  /** Fields that runbooks change: GitOps must not change them back. In the words of Argo CD's `ignoreDifferences`. */
  readonly ignoreDifferences: FailoverOwnedField[];
}

/** What the fleet's own stack deploys. */
export interface FleetPlan {
  readonly type: 'fleet';
  readonly name: string;
  readonly facts: FleetFacts;
  readonly findings: Finding[];
  readonly prerequisites: SitePrerequisite[];
}

/** What one application is promised, and what it needs. */
export interface AppPlan {
  readonly type: 'app';
  readonly name: string;
  readonly pattern: string;
  readonly fleet: string;
  readonly namespace: string;
  readonly hostname?: string;
  readonly workload: WorkloadProfile;
  readonly placement: { readonly voteUnit: string; readonly sites: SitePlacement[] };
  readonly toleratedSiteFailures: number;
  readonly rpo: PlannedBound;
  readonly rto: PlannedBound;
  /** Age of the newest backup: what an error that replication spreads may cost. */
  readonly backupAge?: BoundTree;
  /** Scheduled restore tests, and what they prove: one that covers objects says nothing about backups that the engine writes. */
  readonly drills: DrillFact[];
  /** How an application with one active site moves; absent where all sites serve. */
  readonly activePassive?: PlannedRoles;
  readonly faults: PlannedFault[];
  /** How the first apply goes: to all sites together, as none is ready before there is a quorum, or one after the other. */
  readonly bootstrap: 'sequential' | 'together';
  /** Once it runs: disruption budgets and rollouts count one cluster, so that changes take these one after the other. */
  readonly maintenanceOrder: string[];
  readonly findings: Finding[];
  readonly prerequisites: SitePrerequisite[];
}

/** A part of the plan with what was rendered for it. */
export interface Rendered {
  /** Path of the stack below cdktf's output folder. */
  readonly stack: string;
  readonly clusters: PlannedCluster[];
}

/** The whole plan. */
export interface Plan {
  readonly version: string;
  readonly fleets: (FleetPlan & Rendered)[];
  readonly apps: (AppPlan & Rendered)[];
}
