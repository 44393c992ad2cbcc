import type { Duration } from 'cdk8s';
import type { ObjectStoreFacts } from '../rules/facts';
import type { BackupMethod } from '../rules/vocabulary';
import type { Alert } from './alert';
import type { IAppHost } from './app-host';
import type { IHost } from './host';

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
}

/** Object storage that backups are written to. */
export interface ObjectStore {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket; in no protected site. */
  readonly region: string;
  /** Prefix of this application's objects, without slashes at the ends. */
  readonly prefix: string;
  /** Secret in the application's namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  readonly credentialsSecret: string;
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
}

/** Where backups go and what takes them. */
export interface IBackup {
  /** The store as the rules see it. */
  readonly facts: ObjectStoreFacts;
  /** Renders what the fleet needs: the bucket, the backup locations. */
  bindFleet(host: IHost): void;
  /** The store of one application. */
  storeFor(host: IAppHost): ObjectStore;
  /** Renders the schedules of one application. */
  bind(host: IAppHost, request: BackupRequest): BackupBinding;
}
