import type { Size } from 'cdk8s';
import type { Bound } from '../recovery/bound';
import type { ReplicationMechanism } from '../rules/vocabulary';
import type { Alert, ScrapeTarget } from './alert';
import type { IAppHost } from './app-host';
import type { ISwitchable } from './runbook';
import type { SupportLoss } from './support-loss';

/** A volume of a workload; its claim has the same name in every site. */
export interface StoredVolume {
  /** Name of the PersistentVolumeClaim. */
  readonly claim: string;
  /** Requested size. */
  readonly size: Size;
}

/** Something that runs pods on the volumes, and is scaled to nothing wherever these are not writable. */
export interface VolumeUser {
  /** `StatefulSet` or `Deployment`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /** Pods while the site is active. */
  readonly replicas: number;
}

/** What a workload keeps on volumes, for replication that copies volumes. */
export interface WorkloadStorage {
  /** The volumes. */
  readonly volumes: StoredVolume[];
  /** What runs on them. In passive sites it is rendered with no replicas, and runbooks scale it. */
  readonly users: VolumeUser[];
  /** Labels of the claims. */
  readonly claimLabels: Record<string, string>;
  /** Numeric user and group that own the files. */
  readonly owner: number;
  /** From the pods being made to the workload serving, crash recovery included. */
  readonly start: Bound;
}

/** What a replication says of itself. */
export interface ReplicationBinding {
  /** How the data gets to the passive sites. */
  readonly mechanism: ReplicationMechanism;
  /** Acknowledged writes that are lost with the active site. */
  readonly lag: Bound;
  /** From the decision to the workload of the other site taking writes: fencing, promotion, start. */
  readonly promotion: Bound;
  /** How long a planned switchover takes no writes. */
  readonly switchoverGap: Bound;
  /** What a planned switchover loses; 0 where the mechanism waits for the last write. */
  readonly switchoverLag: Bound;
  /**
   * What keeps a site that was taken for lost from writing, without reaching it. Lower case, no final period.
   *
   * @default - nothing: a failover must then not be automatic
   */
  readonly fencing?: string;
  /**
   * From a site being lost or cut off to the storage that all sites share having decided which side lives: until then it takes no
   * writes.
   *
   * @default - sites have storage of their own, which waits for no other
   */
  readonly storageDecision?: Bound;
  /** What happens, or has to be done, when the lost site comes back. */
  readonly onHeal: string;
  /**
   * What a human has to do before a backup is restored in the active site, so that the restore is not hindered by the
   * replication, nor the destroyed data spread by it, and how to undo that afterwards. Lower case, no final period.
   *
   * @default - nothing: the passive sites follow what was restored
   */
  readonly beforeRestore?: string;
  /** Alerts on the replication, the lag first: what makes `lag` true. */
  readonly alerts: Alert[];
  /** Where its metrics are. */
  readonly scrapeTargets: ScrapeTarget[];
  /** The steps of runbooks. */
  readonly switching: ISwitchable;
  /**
   * True when the data gets to the passive sites by way of the object store, so that sites need not reach each other for it.
   *
   * @default false
   */
  readonly throughStore?: boolean;
  /**
   * What it means that something is lost which the replication needs besides the sites, such as a hub.
   *
   * @default - it needs nothing else
   */
  readonly losses?: SupportLoss[];
}

/** How the data of a workload with one active site gets to the others: volumes or backups. */
export interface IReplication {
  /** Kind of replication, such as `volsync`. */
  readonly kind: string;
  /** How it copies. */
  readonly mechanism: ReplicationMechanism;
  /** Renders the replication of an application's volumes and says what it promises. */
  bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding;
}
