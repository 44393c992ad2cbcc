import { Duration } from 'cdk8s';

/** Properties of a second copy by restic. */
export interface ResticProps {
  /**
   * When a copy is taken: five-field cron in digits, UTC.
   *
   * @default - every hour, at minute 7
   */
  readonly schedule?: string;
  /**
   * Prefix of the Secrets with the repository; the name of the claim follows. Each holds `RESTIC_REPOSITORY`,
   * `RESTIC_PASSWORD` and credentials of the object store.
   *
   * @default restic
   */
  readonly secretPrefix?: string;
}

/** Properties of volume replication by VolSync. */
export interface VolSyncProps {
  /**
   * When copies are taken: five-field cron in digits, UTC. VolSync knows no names of days, and no `@every`. What is written
   * between two copies is lost with the active site.
   */
  readonly schedule: string;
  /**
   * How long one copy takes at most, from the snapshot in the active site to the snapshot in the passive one. It counts for
   * the recovery point; an alert fires when a copy takes longer.
   *
   * @default - the shortest time between two copies: VolSync skips the next one while a copy runs, and reports it
   */
  readonly transfer?: Duration;
  /**
   * How long the storage takes to make a volume of a snapshot. Assumed: drivers state no bound.
   *
   * @default - 2 minutes
   */
  readonly provisioning?: Duration;
  /**
   * StorageClass, of the same name in every site, of the volumes that VolSync makes for itself: one for each copy, which is read
   * from it and then deleted, and the one that a passive site receives into. As that of the workload, but with the reclaim
   * policy Delete: with Retain, every copy would leave a volume behind.
   *
   * @default volsync-copies
   */
  readonly copyStorageClass?: string;
  /**
   * VolumeSnapshotClass, of the same name in every site.
   *
   * @default - the default class of the CSI driver
   */
  readonly volumeSnapshotClass?: string;
  /**
   * Secret with the key `psk.txt` that source and destination prove themselves with; the same in every site.
   *
   * @default volsync-key
   */
  readonly keySecret?: string;
  /**
   * Copies to the object store as well: a second line of defence. Copies on volumes follow every error within minutes; these
   * are kept for weeks.
   *
   * @default - none besides the application's backups
   */
  readonly restic?: ResticProps;
}

/** The properties with their defaults. */
export interface VolSyncSettings {
  readonly schedule: string;
  readonly transfer?: Duration;
  readonly provisioning: Duration;
  readonly copyStorageClass: string;
  readonly volumeSnapshotClass?: string;
  readonly keySecret: string;
  readonly restic?: { readonly schedule: string; readonly secretPrefix: string };
}

/** Fills in the defaults. */
export function volSyncSettings(props: VolSyncProps): VolSyncSettings {
  const { restic } = props;
  return {
    schedule: props.schedule,
    transfer: props.transfer,
    provisioning: props.provisioning ?? Duration.minutes(2),
    copyStorageClass: props.copyStorageClass ?? 'volsync-copies',
    volumeSnapshotClass: props.volumeSnapshotClass,
    keySecret: props.keySecret ?? 'volsync-key',
    restic: restic && { schedule: restic.schedule ?? '7 * * * *', secretPrefix: restic.secretPrefix ?? 'restic' },
  };
}
