import { Duration, type Size } from 'cdk8s';
import { Basis } from '../../recovery/bound';

/** Properties of replication by backup and restore. */
export interface BackupRestoreProps {
  /** What the volumes hold, all together: what a restore has to read. */
  readonly dataSize: Size;
  /** How much of it a restore reads in a second. Nobody knows it for you: measure it in a drill, or assume it. */
  readonly throughput: Size;
  /**
   * Where `throughput` comes from: `Basis.MEASURED` once a drill has shown it.
   *
   * @default Basis.ASSUMED
   */
  readonly throughputBasis?: Basis;
  /**
   * How long a backup waits for those of other applications: Velero takes one at a time in each site, so that this is the sum
   * of what theirs may take. It counts for the recovery point.
   *
   * @default - 15 minutes, assumed: one other application with a backup of the default duration
   */
  readonly queue?: Duration;
  /**
   * How long the storage takes to make a volume. Assumed: drivers state no bound.
   *
   * @default - 2 minutes
   */
  readonly provisioning?: Duration;
  /**
   * Resources to restore besides the volumes, since they are not in Git: in the plural and with their API group, such as
   * `secrets` or `widgets.example.com`. Those that are there already are left alone.
   *
   * @default - none: what is in Git is in every site
   */
  readonly resources?: string[];
}

/** The properties with their defaults. */
export interface BackupRestoreSettings {
  readonly dataSize: Size;
  readonly throughput: Size;
  readonly throughputBasis: Basis;
  readonly queue: Duration;
  readonly provisioning: Duration;
  readonly resources: string[];
}

/** Fills in the defaults. */
export function backupRestoreSettings(props: BackupRestoreProps): BackupRestoreSettings {
  return {
    dataSize: props.dataSize,
    throughput: props.throughput,
    throughputBasis: props.throughputBasis ?? Basis.ASSUMED,
    queue: props.queue ?? Duration.minutes(15),
    provisioning: props.provisioning ?? Duration.minutes(2),
    resources: [...(props.resources ?? [])],
  };
}
