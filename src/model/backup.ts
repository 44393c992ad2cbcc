import type { Duration } from 'cdk8s';
import type { BackupAgeFields } from '../recovery/backup-age';
import type { Bound } from '../recovery/bound';
import type { ObjectStoreFacts } from '../rules/facts';
import type { BackupMethod } from '../rules/vocabulary';
import type { Alert } from './alert';
import type { IAppHost } from './app-host';
import type { IHost } from './host';
import type { RunbookStep } from './runbook';
import type { Site } from './site';
import type { SupportLoss } from './support-loss';

/** Where and how backups of an application are kept. */
export interface ProtectionPlan {
  /** When backups are taken: five-field cron, UTC. */
  readonly schedule: string;
  /** How long a backup is kept. */
  readonly retention: Duration;
  /** How long one backup may take; longer is a failure. */
  readonly maxDuration: Duration;
  /** True when the user asked for snapshots of the volumes. */
  readonly volumeSnapshots: boolean;
  /**
   * When a restore is tested.
   *
   * @default - never
   */
  readonly drill?: DrillPlan;
}

/** A backup that nobody has restored is a hope: the scheduled test of a restore. */
export interface DrillPlan {
  /** When it runs: five-field cron, UTC. */
  readonly schedule: string;
  /** How long the restore may take; longer is a failure. */
  readonly maxDuration: Duration;
}

/** Object storage that backups are written to. */
export interface ObjectStore {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket; in no protected site. */
  readonly region: string;
  /** Prefix of this application's objects, without slashes at the ends. */
  readonly prefix: string;
  /** Secret in the application's namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`; who reads it requires it. */
  readonly credentialsSecret: string;
  /**
   * Rights on the key that encrypts the bucket, which writers and readers need besides those on the bucket.
   *
   * @default - none
   */
  readonly keyRights?: string;
  /**
   * S3 endpoint for stores other than AWS.
   *
   * @default - AWS S3 of the region
   */
  readonly endpoint?: string;
}

/** A command that runs in a container before or after its volumes are read. */
export interface BackupHook {
  /** Name of the hook. */
  readonly name: string;
  /** Labels of the pods it runs in. */
  readonly podLabels: Record<string, string>;
  /** Container it runs in. */
  readonly container: string;
  /** Command before the volumes are read; not run by a shell. */
  readonly before: string[];
  /**
   * Command after the volumes were read.
   *
   * @default - none
   */
  readonly after?: string[];
  /** How long a command may take; longer fails the backup. */
  readonly timeout: Duration;
}

/** What the workload asks of the backup. */
export interface BackupRequest {
  /** Native backups are the workload's own: the backup then keeps the Kubernetes objects only. */
  readonly method: BackupMethod;
  /** Commands that quiesce the engine. */
  readonly hooks: BackupHook[];
}

/** What the backup says of itself. */
export interface BackupBinding {
  /** Alerts on the age of the backups. */
  readonly alerts: Alert[];
  /**
   * What it means that the store is lost.
   *
   * @default - not stated
   */
  readonly losses?: SupportLoss[];
}

/** What is restored where. */
export interface VolumeRestoreRequest {
  /** Site whose backup it is. */
  readonly from: Site;
  /** Site that gets the volumes. */
  readonly to: Site;
  /** Names of the claims that the backup holds. */
  readonly claims: string[];
  /** Resources besides the volumes, in the plural and with their API group, such as `secrets`. */
  readonly resources: string[];
  /** After how many seconds the volumes must be there. */
  readonly timeoutSeconds: number;
}

/** How old a backup may be. */
export interface BackupAgeLimit {
  /** An older one says that backups had been failing before. */
  readonly oldestSeconds: number;
  /** True when an older one stops the runbook; otherwise it is said, as of a site that is lost there will be no newer one. */
  readonly stops: boolean;
}

/** Restores the backup of an application's volumes in another site, by steps of a runbook: GitOps would do it again and again. */
export interface IVolumeRestore {
  /** From a backup being complete to the other sites knowing of it. */
  readonly news: Bound;
  /** Read-only: that a site sees a complete backup of another one, and how old it is. */
  checkBackup(host: IAppHost, request: VolumeRestoreRequest, limit: BackupAgeLimit): RunbookStep;
  /** Lines of shell that set `copied` to `no` where a claim is not of the newest complete backup; `checkBackup` permits them. */
  checkClaims(host: IAppHost, request: VolumeRestoreRequest): string[];
  /** Takes a backup of a site now, outside of its schedule, and waits for it. */
  takeBackup(host: IAppHost, site: Site, timeoutSeconds: number): RunbookStep;
  /**
   * Begins to restore the newest complete backup; ends when the claims are there, but not their contents. Pods that use them
   * may be made then: storage that waits for its first consumer needs them. Claims that are there from another time are
   * replaced, so it must not run where pods use them.
   */
  begin(host: IAppHost, request: VolumeRestoreRequest): RunbookStep;
  /** Ends when all contents are there. */
  finish(host: IAppHost, request: VolumeRestoreRequest): RunbookStep;
}

/** Where backups go and what takes them. */
export interface IBackup {
  /** The store as the rules see it. */
  readonly facts: ObjectStoreFacts;
  /**
   * How volumes are restored in another site.
   *
   * @default - they are not: replication by backup and restore is refused
   */
  readonly volumeRestore?: IVolumeRestore;
  /**
   * Namespace of the backups' objects, the same in every site.
   *
   * @default - not known: the fleet's backup is not made of objects
   */
  readonly namespace?: string;
  /** Renders what the fleet needs: the bucket, the backup locations. */
  bindFleet(host: IHost): void;
  /** The store of one application. */
  storeFor(host: IAppHost): ObjectStore;
  /** Where the schedules of one application, and the alerts on them, say what is promised of its newest backup. */
  ageFields(host: IAppHost): BackupAgeFields;
  /** Renders the schedules of one application. */
  bind(host: IAppHost, request: BackupRequest): BackupBinding;
}
