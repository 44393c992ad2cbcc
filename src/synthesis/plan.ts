/** The plan: what pipelines read. Its JSON schema is `schema/plan.schema.json`; a breaking change raises the version. */
import type { WorkloadProfile } from '../model/profile';
import type { SitePlacement } from '../model/placement';
import type { FailoverOwnedField, Runbook } from '../model/runbook';
import type { BoundTree } from '../recovery/bound-tree';
import type { AvailabilityTerm } from '../recovery/availability';
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

/** A time of the fault table; its terms are in `gaps` of the application. */
export interface PlannedGap {
  /** Worst case in seconds; absent when there is none. */
  readonly seconds?: number;
  readonly unbounded?: boolean;
  readonly reason?: string;
  /** Key of the bound in `gaps`. */
  readonly gap: string;
}

/** One row of the fault table. */
export interface PlannedFault {
  readonly fault: string;
  readonly sites: string[];
  /** What is hit, where it is not the sites themselves. */
  readonly subject?: string;
  /** Sites that take clients, wherever the leader is. */
  readonly servedBy: string[];
  /** Sites of which one at least takes clients as well, by where the leader is; absent where there are none. */
  readonly servedByOneOf?: string[];
  readonly readsIn: string[];
  readonly writesIn: string[];
  readonly dataLost: boolean;
  readonly serviceLost: boolean;
  readonly workloadGap: PlannedGap;
  readonly clientGap: PlannedGap;
  /** How long it may last before clients notice; absent where they notice at once, or never. */
  readonly grace?: PlannedGap;
  readonly onHeal: string;
  /** What a human has to do. */
  readonly human: string;
}

/** Where an application runs and how its sites are connected: what a drawing of it shows. */
export interface PlannedTopology {
  readonly sites: PlannedSite[];
  readonly links: PlannedLink[];
  /** Kind of network between the sites, such as `submariner`. */
  readonly network: string;
  readonly encrypted: boolean;
  /** Site that holds the control plane of the network, where one does. */
  readonly broker?: string;
  /** Kind of load balancer; absent where the application has no hostname. */
  readonly traffic?: string;
  /** Where backups go; absent without backups. */
  readonly store?: { readonly bucket: string; readonly region: string };
}

/** A site of an application. */
export interface PlannedSite {
  readonly name: string;
  readonly region: string;
  readonly zones: string[];
  /** `serves`, `witness` or `passive`. */
  readonly role: string;
  readonly nodes: number;
  readonly votes: number;
  readonly ingressHostname?: string;
}

/** Two sites that exchange data. */
export interface PlannedLink {
  readonly from: string;
  readonly to: string;
  /** Round trip in milliseconds. */
  readonly rttMillis: number;
  /** False when nobody stated the round trip. */
  readonly stated: boolean;
  /** What is replicated over it, such as `quorum` or `volsync`; absent where nothing is. */
  readonly replication?: string;
  /** True when data flows one way, `from` to `to`. */
  readonly directed: boolean;
  /** True when a write waits for the other side. */
  readonly synchronous: boolean;
  /** What replication asks of the link in one direction at most; absent where the write rate is not known. */
  readonly bytesPerSecond?: number;
}

/** How long a write takes between sites, from the round trips. */
export interface PlannedLatency {
  /** Site of the client. */
  readonly site: string;
  readonly tree: BoundTree;
}

/** Whether the sites that are left carry the load. */
export interface PlannedCapacity {
  /** Such as `front-end`. */
  readonly component: string;
  /** Pods that each site may have. */
  readonly sites: { readonly site: string; readonly pods: number }[];
  /** Pods that the load takes. */
  readonly needed: number;
  /** Pods that are left after the worst loss that the pattern tolerates. */
  readonly left: number;
  /** The sites whose loss is the worst. */
  readonly lost: string[];
  readonly sufficient: boolean;
}

/** How much of a year the application serves, as far as sites decide it. */
export interface PlannedAvailability {
  /** Such as 0.99995. */
  readonly availability: number;
  /** Seconds of a year (of 365 days) without service. */
  readonly secondsPerYear: number;
  readonly terms: AvailabilityTerm[];
}

/** Something that holds state or configuration, and what brings it back. */
export interface PlannedCoverage {
  readonly site: string;
  /** `PersistentVolumeClaim`, `Secret` or `ConfigMap`. */
  readonly kind: string;
  readonly name: string;
  /** Such as `replicated by volsync to usw2`; empty when nothing brings it back. */
  readonly coveredBy: string[];
}

/** What the recovery from the loss of a site needs. */
export interface PlannedDependency {
  /** The site that is lost. */
  readonly lost: string;
  /** What is needed, such as `object store dr-backups` or `step promote-usw2`. */
  readonly needs: string;
  /** Where it is: a site, a cluster that is no site, a region, or `every site`. */
  readonly where: string;
  /** False when it is lost with the site. */
  readonly available: boolean;
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
  /** How far parts of the data may be from each other after a failover or a restore: 0 where all are of one moment. */
  readonly consistencySkew?: BoundTree;
  /** Age of the newest backup: what an error that replication spreads may cost. */
  readonly backupAge?: BoundTree;
  /** Scheduled restore tests, and what they prove: one that covers objects says nothing about backups that the engine writes. */
  readonly drills: DrillFact[];
  /** How an application with one active site moves; absent where all sites serve. */
  readonly activePassive?: PlannedRoles;
  readonly topology: PlannedTopology;
  readonly writeLatency: PlannedLatency[];
  readonly capacity: PlannedCapacity[];
  readonly availability: PlannedAvailability;
  readonly faults: PlannedFault[];
  /** The bounds that the fault table refers to. */
  readonly gaps: Record<string, BoundTree>;
  readonly coverage: PlannedCoverage[];
  readonly independence: PlannedDependency[];
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
  /** True when synthesis refused the configuration: nothing of it was written but this plan, since `CNDR_REFUSED_PLAN` asked for it. */
  readonly refused?: boolean;
  readonly fleets: (FleetPlan & Rendered)[];
  readonly apps: (AppPlan & Rendered)[];
}
