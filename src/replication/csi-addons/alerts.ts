import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { SiteRole } from '../../model/roles';
import { copyLate } from '../copy-age';
import { copyMetric } from '../state-metrics';
import { claimsSchedule } from './claims';
import type { UnitProps } from './objects';

/** Three runs of the hourly backup of claims. */
const CLAIMS_LATE = Duration.hours(3);

export function replicationAlerts(host: IAppHost, props: UnitProps): Alert[] {
  const active = host.dataSites.filter((site) => host.roleOf(site) === SiteRole.ACTIVE);
  return [
    ...(props.settings.synchronous
      ? []
      : copyAlerts(
          host,
          active.map(({ name }) => name),
          props,
        )),
    ...active.map((site) => claimsAlert(host, claimsSchedule(host, site))),
  ];
}

function copyAlerts(host: IAppHost, sites: string[], { unit, settings }: UnitProps): Alert[] {
  const series = (name: string) => copyMetric(name, unit.kind, host.namespace, unit.name);
  return [
    copyLate(series('last_sync_timestamp_seconds'), settings, sites),
    {
      name: 'VolumeCopyDegraded',
      expr: `${series('degraded')} == 1`,
      holdsFor: Duration.minutes(5),
      severity: AlertSeverity.CRITICAL,
      summary: `the volumes are not replicated: see the status of ${unit.kind} ${unit.name}`,
      objective: 'rpo',
      sites,
    },
  ];
}

/** Evaluated where the claims would be restored: Velero of every site knows the backups of the others. */
function claimsAlert(host: IAppHost, schedule: string): Alert {
  const series = `velero_backup_last_successful_timestamp{schedule="${schedule}"}`;
  return {
    name: 'ClaimsBackupLate',
    expr: `time() - max(${series}) > ${CLAIMS_LATE.toSeconds()}`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.WARNING,
    summary: `volumes and claims have not been backed up for ${CLAIMS_LATE.toHumanString()}: a failover would not find volumes that are new`,
    objective: 'rto',
    onAge: true,
    absentSeries: series,
    absentFor: CLAIMS_LATE,
    sites: host.passiveSites.map(({ name }) => name),
  };
}
