import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../model/alert';
import { oldestCopySeconds } from './interval';

/** Alert on the age of the copy: what makes its bound true. */
export const LATE = 'VolumeCopyLate';

/** How often a copy is made and how long that takes. */
export interface CopyTimes {
  readonly intervalMinutes: number;
  readonly transferSeconds: number;
}

/** The age beyond which a copy is late. What is shown is older than what is there: csi-addons asks the storage now and then. */
export function lateSeconds({ intervalMinutes, transferSeconds }: CopyTimes): number {
  const intervalSeconds = intervalMinutes * 60;
  // Once in half an interval, in a whole one below 2 minutes (getInfoReconcileInterval).
  const askedSeconds = intervalSeconds < 120 ? intervalSeconds : intervalSeconds / 2;
  return Math.ceil(oldestCopySeconds(intervalSeconds, transferSeconds) + askedSeconds);
}

/** The end of the expression of its alert. */
export function lateLimit(times: CopyTimes): string {
  return `> ${lateSeconds(times)}`;
}

/** Fires when the copy is late. Only the site that is written knows: nothing else has the time as of which the copy is. */
export function copyLate(series: string, times: CopyTimes, sites: string[]): Alert {
  return {
    name: LATE,
    expr: `time() - ${series} ${lateLimit(times)}`,
    holdsFor: Duration.minutes(1),
    severity: AlertSeverity.CRITICAL,
    summary: 'the copy of the volumes is older than promised: a failover now would lose more',
    objective: 'rpo',
    onAge: true,
    absentSeries: series,
    // Nothing has been copied when the first volume is minutes old.
    absentFor: Duration.seconds(lateSeconds(times)),
    sites,
  };
}
