import type { IReplication, ReplicationBinding } from '../model/replication';
import type { Standby } from '../model/roles';
import type { BackupBinding } from '../model/backup';
import type { TrafficBinding } from '../model/load-balancer';
import type { Pattern } from '../model/profile';
import type { ITrigger, TriggerBinding } from '../model/trigger';
import type { WorkloadBinding } from '../model/workload';
import type { Bound } from '../recovery/bound';
import type { FaultOutcome } from '../recovery/fault';
import type { AlertFact } from '../rules/facts';
import type { RunbooksBinding } from '../runbook/runbooks';
import type { AppHost } from './app-host';

/** What a pattern adds to the engine. */
export interface PatternShape {
  readonly pattern: Pattern;
  readonly toleratedSiteFailures: number;
  /** Name of the site that only votes. */
  readonly witness?: string;
  /** The one site that serves, and how the others stand by; undefined where all serve. */
  readonly roles?: ActivePassiveShape;
}

/** One active site. */
export interface ActivePassiveShape {
  readonly activeSite: string;
  readonly standby: Standby;
  readonly trigger: ITrigger;
  /** What copies volumes or backups; the workload replicates itself otherwise. */
  readonly replication?: IReplication;
}

/** What the parts of a rendered application said of themselves. */
export interface Application {
  readonly host: AppHost;
  readonly workload: WorkloadBinding;
  /** Undefined when the fleet has no backups. */
  readonly protection?: BackupBinding;
  readonly traffic?: TrafficBinding;
  /** How an application with one active site moves; undefined where all sites serve. */
  readonly recovery?: RecoveryBinding;
  readonly alerts: AlertFact[];
}

/** What takes an application from one active site to another. */
export interface RecoveryBinding {
  readonly replication: ReplicationBinding;
  readonly trigger: TriggerBinding;
  readonly runbooks: RunbooksBinding;
  /** From a passive site being told to take over to its front end being able to carry the load. */
  readonly frontEndStart?: Bound;
}

/** Bounds of a pattern. */
export interface RecoveryBounds {
  readonly rpo: Bound;
  readonly rto: Bound;
  readonly faults: FaultOutcome[];
}
