import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Rhythm } from './rhythm';

/** VolSync restarts by itself. */
const METRICS_OUTAGE = Duration.minutes(15);
const SCRAPES = Duration.minutes(1);

/** Name of the alert that holds the bound of the lag. */
export const OUT_OF_SYNC = 'VolumeCopyOverdue';

/** Name of the alert on copies that take longer than was promised. */
export const SLOW = 'VolumeCopySlow';

/** The end of its expression. */
export function slowLimit({ transferSeconds }: Rhythm): string {
  return `> ${transferSeconds}`;
}

/** Alerts on the copies, in the active site: its VolSync starts them and counts. */
export function volSyncAlerts(host: IAppHost, active: Site, rhythm: Rhythm, restic: boolean): Alert[] {
  const limit = Duration.seconds(rhythm.transferSeconds).toHumanString();
  return [
    overdue(host, active, 'rsync-tls', {
      name: OUT_OF_SYNC,
      severity: AlertSeverity.CRITICAL,
      summary: `a volume has not been copied to a passive site before the copy after it was due: more is lost with ${active.name} than was promised`,
      objective: 'rpo',
    }),
    {
      name: SLOW,
      expr: `max by (obj_name) (volsync_sync_duration_seconds{${selector(host, 'rsync-tls')},quantile="0.99"}) ${slowLimit(rhythm)}`,
      holdsFor: SCRAPES,
      severity: AlertSeverity.WARNING,
      summary: `a copy of a volume took longer than ${limit}, which the recovery point counts on`,
      objective: 'rpo',
      sites: [active.name],
    },
    ...(restic
      ? [
          overdue(host, active, 'restic', {
            name: 'VolumeArchiveOverdue',
            severity: AlertSeverity.WARNING,
            summary: `restic has not copied a volume of ${active.name} to the object store before the copy after it was due`,
          }),
        ]
      : []),
  ];
}

type Wording = Pick<Alert, 'name' | 'severity' | 'summary' | 'objective'>;

/**
 * VolSync sets the gauge when a copy is not complete before the start after the next (statemachine/machine.go,
 * pastScheduleDeadline), and until the first one is.
 */
function overdue(host: IAppHost, active: Site, method: string, wording: Wording): Alert {
  const series = `volsync_volume_out_of_sync{${selector(host, method)}}`;
  return {
    ...wording,
    expr: `max by (obj_name) (${series}) == 1`,
    holdsFor: SCRAPES,
    absentSeries: series,
    absentFor: METRICS_OUTAGE,
    sites: [active.name],
  };
}

function selector(host: IAppHost, method: string): string {
  return `obj_namespace="${host.namespace}",role="source",method="${method}"`;
}
