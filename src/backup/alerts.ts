import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { Alert } from '../model/alert';
import { AlertSeverity } from '../model/alert';
import type { NamedAlert } from '../model/alert-fields';
import type { Site } from '../model/site';
import { locationName } from './layout';

/**
 * How long news of a completed backup takes to reach the Prometheus of another site: Velero syncs the location within a
 * minute and recomputes its metrics every minute (pkg/controller/backup_controller.go, 1.18.1); a scrape and an
 * evaluation follow, each within a minute. One minute is to spare.
 */
const NEWS_DELAY = Duration.minutes(5);
/** Velero restarts, and an S3 request that fails once, pass by themselves. */
const LOCATION_OUTAGE = Duration.minutes(10);
const METRICS_OUTAGE = Duration.minutes(15);

/** The backups of an application in one site. */
export interface WatchedSchedule {
  readonly site: Site;
  /** Name of the Schedule. */
  readonly schedule: string;
  /** Largest gap of the schedule. */
  readonly interval: Duration;
  /** How long a run may take. */
  readonly maxDuration: Duration;
  /** True when the backups hold copies of volumes. */
  readonly copiesVolumes: boolean;
}

/**
 * Alerts on the backups of one site. Every site evaluates them: a survivor sees the freshness of a lost site's backups
 * through its read-only location.
 */
export function backupAlerts(watched: WatchedSchedule): Alert[] {
  return [overdue(watched), failed(watched), unavailable(watched)];
}

/** The alert that holds the age of the newest backup of a site. */
export function overdueAlert(site: Site): NamedAlert {
  return { name: `BackupOverdue${suffix(site)}`, objective: 'rpo' };
}

/** The age beyond which a backup is overdue, in seconds. */
export function overdueSeconds({ interval, maxDuration }: Pick<WatchedSchedule, 'interval' | 'maxDuration'>): number {
  return interval.toSeconds() + maxDuration.toSeconds();
}

/**
 * The series is the time at which the newest backup was completed, and a run that keeps its limit is completed one interval
 * and one duration after the start of the one before. A schedule that is kept never gets there; one that is not does so
 * when the age that the plan promises is exceeded by no more than the duration of the last good run.
 */
function overdue({ site, schedule, interval, maxDuration }: WatchedSchedule): Alert {
  const series = `velero_backup_last_successful_timestamp{schedule="${schedule}"}`;
  const limit = Duration.seconds(overdueSeconds({ interval, maxDuration }));
  return {
    ...overdueAlert(site),
    expr: `time() - max by (schedule) (${series}) > ${limit.toSeconds()}`,
    holdsFor: NEWS_DELAY,
    severity: AlertSeverity.CRITICAL,
    summary: `newest complete backup of ${schedule} is older than ${limit.toHumanString()}: errors that replication spreads cost more than was promised`,
    onAge: true,
    absentSeries: series,
    // The first backup of a new application needs as long as any other.
    absentFor: Duration.seconds(limit.toSeconds() + NEWS_DELAY.toSeconds()),
  };
}

/** A backup that failed in part counts as none: restores never choose it. The counters exist in the site that ran it. */
function failed({ site, schedule, interval, maxDuration, copiesVolumes }: WatchedSchedule): Alert {
  // Until the next run, which moves the last failure out of the window, has had its chance.
  const window = durationText(Duration.seconds(interval.toSeconds() + maxDuration.toSeconds()));
  const counters = ['failure', 'partial_failure', 'validation_failure'];
  // A volume that is skipped is a warning to Velero; without volumes, warnings are about objects that changed meanwhile.
  if (copiesVolumes) counters.push('warning');
  return {
    name: `BackupFailed${suffix(site)}`,
    expr: counters
      .map((counter) => `increase(velero_backup_${counter}_total{schedule="${schedule}"}[${window}]) > 0`)
      .join(' or '),
    holdsFor: Duration.seconds(0),
    severity: AlertSeverity.WARNING,
    summary: `a backup of ${schedule} did not complete; when the next one does not either, the newest backup is older than promised`,
    objective: 'rpo',
  };
}

function unavailable({ site, schedule }: WatchedSchedule): Alert {
  const series = `velero_backup_location_status_gauge{backup_location_name="${locationName(site)}"}`;
  return {
    name: `BackupLocationUnavailable${suffix(site)}`,
    expr: `max by (backup_location_name) (${series}) == 0`,
    holdsFor: LOCATION_OUTAGE,
    severity: AlertSeverity.CRITICAL,
    summary: `Velero here cannot reach the backups of ${schedule}: ${site.name} cannot write them, other sites cannot restore them`,
    objective: 'rpo',
    absentSeries: series,
    absentFor: METRICS_OUTAGE,
  };
}

/** `us-east-1` as `UsEast1`. */
function suffix({ name }: Site): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
