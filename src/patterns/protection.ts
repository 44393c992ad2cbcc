import { Duration } from 'cdk8s';
import type { DrillPlan, ProtectionPlan } from '../model/backup';

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
  /**
   * The scheduled restore test.
   *
   * @default - every week
   */
  readonly drill?: DrillProps;
}

/**
 * The scheduled restore test. In each site the newest complete backup of another site is restored into a namespace beside
 * that of the application, `<namespace>-drill`, looked at, and removed again: its volumes and configuration, never what runs
 * on them, and no Secrets. With one active site the passive sites test its backups. Of engines that write their own backups it
 * restores the Kubernetes objects only.
 */
export interface DrillProps {
  /**
   * Whether there is one.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * When it runs: five-field cron, UTC. Each run reads the whole backup out of the object store, and needs room for a
   * second copy of the volumes in the site; a failover that restores a backup at the same time shares its throughput.
   *
   * @default 0 6 * * 1 - on Mondays at 6
   */
  readonly schedule?: string;
  /**
   * How long the restore may take; a longer one is a failure.
   *
   * @default - 4 hours
   */
  readonly maxDuration?: Duration;
}

/** The plan, defaults filled in. */
export function protectionPlan(props: ProtectionProps = {}): ProtectionPlan {
  return {
    schedule: props.schedule ?? '*/30 * * * *',
    retention: props.retention ?? Duration.days(30),
    maxDuration: props.maxDuration ?? Duration.minutes(15),
    volumeSnapshots: props.volumeSnapshots ?? false,
    drill: drillPlan(props.drill),
  };
}

function drillPlan({ enabled = true, schedule, maxDuration }: DrillProps = {}): DrillPlan | undefined {
  if (!enabled) return undefined;
  return { schedule: schedule ?? '0 6 * * 1', maxDuration: maxDuration ?? Duration.hours(4) };
}
