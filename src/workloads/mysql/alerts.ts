import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { largestGapSeconds } from '../../recovery/cron';
import { LAG_HOLDS_SECONDS, notBehind } from '../alerted-lag';
import { LAG_ALERT } from './bounds';
import { NODES, clusterName } from './names';
import type { MysqlSettings } from './settings';

/**
 * Alerts on MySQL, the same in every site: what a site is they read from the metrics, so that they are right as soon as a runbook has
 * moved the application, before Git knows. Metrics as in mysqld_exporter 0.18.
 */
export function mysqlAlerts(host: IAppHost): Alert[] {
  return [nodesMissing(host), ...backupOld(host)];
}

/** The alert that makes the recovery point true. */
export function replicationAlerts(host: IAppHost, { maxLagSeconds }: MysqlSettings): Alert[] {
  const passive = `max(mysql_global_variables_read_only{${series(host)}}) == 1`;
  // One node follows. Without a connection it has no lag to tell, and its series is gone: that counts as behind.
  const fresh = `count(mysql_slave_status_seconds_behind_source{${series(host)},channel_name=~"from-.+"} ${notBehind(maxLagSeconds)}) >= 1`;
  return [
    {
      ...LAG_ALERT,
      expr: `(${passive}) unless (${fresh})`,
      holdsFor: Duration.seconds(LAG_HOLDS_SECONDS),
      severity: AlertSeverity.CRITICAL,
      summary: `this passive site is more than ${maxLagSeconds} s behind the active one or does not follow it: what it lacks is lost with that site`,
      absentSeries: `mysql_global_variables_read_only{${series(host)}}`,
      absentFor: Duration.minutes(5),
    },
  ];
}

function nodesMissing(host: IAppHost): Alert {
  return {
    name: 'MysqlNodesMissing',
    expr: `(count(mysql_global_status_wsrep_ready{${series(host)}} == 1) or vector(0)) < ${NODES}`,
    holdsFor: Duration.minutes(10),
    severity: AlertSeverity.WARNING,
    summary: `fewer than ${NODES} nodes of MySQL are ready in this site; with one alone there is no majority, and nothing is written`,
    objective: 'rto',
  };
}

/** Backups that the operator schedules are Jobs whose names begin so: BackupJobName and ScheduledBackupName in its pkg/naming. */
function backupOld({ namespace, protection }: IAppHost): Alert[] {
  if (!protection) return [];
  const limit = largestGapSeconds(protection.schedule) + protection.maxDuration.toSeconds();
  const newest = `kube_job_status_completion_time{namespace="${namespace}",job_name=~"xb-cron-.+"}`;
  return [
    {
      name: 'MysqlBackupOld',
      expr: `time() - max(${newest}) > ${limit}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.CRITICAL,
      summary: 'the newest backup of MySQL in this site is older than its schedule says',
      objective: 'rpo',
      onAge: true,
      absentSeries: newest,
      // There is none before the first one is over.
      absentFor: Duration.seconds(limit),
    },
  ];
}

/** The nodes of the site; nothing else in the namespace has such names. */
function series(host: IAppHost): string {
  const names = host.dataSites.map(clusterName).join('|');
  return `namespace="${host.namespace}",pod=~"(${names})-pxc-[0-9]+"`;
}
