import { Duration } from 'cdk8s';
import type { ProtectionPlan } from '../model/backup';

/** How an application's data is backed up. Replication is not backup: it copies a dropped table within milliseconds. */
export interface ProtectionProps {
  /**
   * When backups are taken: five-field cron, UTC.
   *
   * @default - every 30 minutes: an error costs at most 30 minutes and the duration of a backup
   */
  readonly schedule?: string;
  /**
   * How long a backup is kept: errors that are noticed later cannot be undone.
   *
   * @default - 30 days
   */
  readonly retention?: Duration;
  /**
   * How long one backup may take; a longer one is a failure. It counts for the age of the newest backup.
   *
   * @default - 15 minutes
   */
  readonly maxDuration?: Duration;
  /**
   * Take snapshots of the volumes. Refused for engines whose volumes are not consistent with each other.
   *
   * @default false
   */
  readonly volumeSnapshots?: boolean;
}

/** The plan, defaults filled in. */
export function protectionPlan(props: ProtectionProps = {}): ProtectionPlan {
  return {
    schedule: props.schedule ?? '*/30 * * * *',
    retention: props.retention ?? Duration.days(30),
    maxDuration: props.maxDuration ?? Duration.minutes(15),
    volumeSnapshots: props.volumeSnapshots ?? false,
  };
}
