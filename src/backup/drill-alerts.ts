import { Duration } from 'cdk8s';
import type { Alert } from '../model/alert';
import { AlertSeverity } from '../model/alert';
import { DRILL } from './drill-names';

/** The status of a CronJob follows that of its Job, and a scrape that. */
const NEWS_DELAY = Duration.minutes(10);

/** The restore tests of an application. */
export interface WatchedDrill {
  readonly namespace: string;
  /** Largest gap of the schedule, in seconds. */
  readonly gapSeconds: number;
  /** After how many seconds a test is over. */
  readonly durationSeconds: number;
  /** Names of the sites that test. */
  readonly sites: string[];
}

/** Alerts on the restore tests; only the site that restores has the series. */
export function drillAlerts(watched: WatchedDrill): Alert[] {
  return [failed(watched), overdue(watched)];
}

/** Until the next test passes. A first test that failed has no success to compare with. */
function failed({ namespace, sites }: WatchedDrill): Alert {
  const labels = `{namespace="${namespace}",cronjob="${DRILL}"}`;
  const begun = `kube_cronjob_status_last_schedule_time${labels}`;
  const passed = `kube_cronjob_status_last_successful_time${labels}`;
  return {
    name: 'RestoreDrillFailed',
    expr: `(${begun} > ${passed} or ${begun} unless ${passed}) and kube_cronjob_status_active${labels} == 0`,
    holdsFor: NEWS_DELAY,
    severity: AlertSeverity.WARNING,
    summary: `the last restore test did not pass: ConfigMap dr-drill-result of ${namespace} says why; in a disaster that backup is what there is`,
    objective: 'rpo',
    sites,
  };
}

/** One test may fail or be missed: the other alert tells. Two gaps without a success are a promise that is not kept. */
function overdue({ namespace, gapSeconds, durationSeconds, sites }: WatchedDrill): Alert {
  const series = `kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="${DRILL}"}`;
  const limit = Duration.seconds(2 * gapSeconds + durationSeconds);
  return {
    name: 'RestoreDrillOverdue',
    expr: `time() - max(${series}) > ${limit.toSeconds()}`,
    holdsFor: NEWS_DELAY,
    severity: AlertSeverity.WARNING,
    summary: `no backup was restored as a test for ${limit.toHumanString()}: whether the backups can be used is not known`,
    objective: 'rpo',
    onAge: true,
    absentSeries: series,
    // A new CronJob has no success before its first run is over.
    absentFor: limit,
    sites,
  };
}
