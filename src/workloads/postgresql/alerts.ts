import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { largestGapSeconds } from '../../recovery/cron';
import { LAG_HOLDS_SECONDS, notBehind } from '../alerted-lag';
import { LAG_ALERT, REPLAY_ALERT, REPLAY_SECONDS } from './bounds';
import { clusterName } from './names';
import type { PostgresqlSettings } from './settings';

/**
 * Alerts on PostgreSQL, the same in every site: what a site is they read from the metrics, so that they are right as soon as a
 * runbook has moved the application, before Git knows. Metrics as in CloudNativePG 1.30, config/manager/default-monitoring.yaml.
 */
export function postgresqlAlerts(host: IAppHost, settings: PostgresqlSettings): Alert[] {
  return [replayBehind(host), instancesMissing(host, settings), archiveFailing(host), ...backupOld(host)];
}

/** The alerts that make the recovery point true. */
export function replicationAlerts(host: IAppHost, settings: PostgresqlSettings): Alert[] {
  return [copyBehind(host, settings), copyDetached(host)];
}

/**
 * Seen from the active site: it alone knows what it has and others do not. The lag that a copy knows of itself is 0 as soon as it
 * gets nothing more. A copy that is not connected has no series, and counts as behind.
 */
function copyBehind(host: IAppHost, { maxLagSeconds }: PostgresqlSettings): Alert {
  const copies = host.dataSites.length - 1;
  const names = host.dataSites.map(clusterName).join('|');
  const lag = `max by (application_name) (cnpg_pg_stat_replication_flush_lag_seconds{${series(host)},application_name=~"${names}"})`;
  return {
    ...LAG_ALERT,
    expr: `(min(cnpg_collector_replica_mode{${series(host)}}) == 0) unless (count(${lag} ${notBehind(maxLagSeconds)}) >= ${copies})`,
    holdsFor: Duration.seconds(LAG_HOLDS_SECONDS),
    severity: AlertSeverity.CRITICAL,
    summary: `a passive site is more than ${maxLagSeconds} s behind this site or does not follow it: what it lacks is lost with this site`,
    absentSeries: `cnpg_collector_replica_mode{${series(host)}}`,
    absentFor: Duration.minutes(5),
  };
}

/**
 * Seen from a passive site: the one that is left when the active site, and its alerts, are lost. No series says which instance is
 * the one that follows the active site, and the others of the site go on following that one: so none may be without a connection.
 */
function copyDetached(host: IAppHost): Alert {
  return {
    name: 'PostgresqlCopyDetached',
    expr: `(max(cnpg_collector_replica_mode{${series(host)}}) == 1) and (min(cnpg_pg_replication_is_wal_receiver_up{${series(host)}}) == 0)`,
    holdsFor: Duration.minutes(2),
    severity: AlertSeverity.CRITICAL,
    summary:
      'an instance of PostgreSQL in this passive site follows nobody: with the first one of them the site has no connection to the active site, and reads its archive at best',
    objective: 'rpo',
    absentSeries: `cnpg_pg_replication_is_wal_receiver_up{${series(host)}}`,
    absentFor: Duration.minutes(5),
  };
}

function replayBehind(host: IAppHost): Alert {
  return {
    ...REPLAY_ALERT,
    expr: `max(cnpg_pg_replication_lag{${series(host)}}) > ${REPLAY_SECONDS}`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.WARNING,
    summary: `an instance of PostgreSQL has more than ${REPLAY_SECONDS} s of log to replay: a failover to it takes as much longer`,
    absentSeries: `cnpg_pg_replication_lag{${series(host)}}`,
  };
}

function instancesMissing(host: IAppHost, { instances }: PostgresqlSettings): Alert {
  return {
    name: 'PostgresqlInstancesMissing',
    expr: `(count(cnpg_collector_up{${series(host)}} == 1) or vector(0)) < ${instances}`,
    holdsFor: Duration.minutes(10),
    severity: AlertSeverity.WARNING,
    summary: `fewer than ${instances} instances of PostgreSQL run in this site; with one alone no commit is acknowledged`,
    objective: 'rto',
  };
}

function archiveFailing(host: IAppHost): Alert {
  const time = (what: string) => `cnpg_pg_stat_archiver_last_${what}_time{${series(host)}}`;
  return {
    name: 'PostgresqlArchiveFailing',
    expr: `max(${time('failed')} - ${time('archived')}) > 0`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.CRITICAL,
    summary:
      'PostgreSQL cannot archive its log: nothing written since then can be restored, and the volume of the log fills up until writes stop',
    objective: 'rpo',
    absentSeries: time('archived'),
    absentFor: Duration.minutes(15),
  };
}

function backupOld({ namespace, protection }: IAppHost): Alert[] {
  if (!protection) return [];
  const limit = largestGapSeconds(protection.schedule) + protection.maxDuration.toSeconds();
  // 0 while there is none.
  const newest = `barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="${namespace}"} > 0`;
  return [
    {
      name: 'PostgresqlBaseBackupOld',
      expr: `time() - max(${newest}) > ${limit}`,
      // Pods take a while to start.
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary:
        'the newest base backup of PostgreSQL in this site is older than its schedule says: a restore takes longer',
      objective: 'rto',
      onAge: true,
      absentSeries: newest,
      // A new Cluster has no backup before its first one is over.
      absentFor: Duration.seconds(limit),
    },
  ];
}

/** The instances of the site; nothing else in the namespace has such names. */
function series(host: IAppHost): string {
  const names = host.dataSites.map(clusterName).join('|');
  return `namespace="${host.namespace}",pod=~"(${names})-[0-9]+"`;
}
