import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import type { Bound } from '../../recovery/bound';
import { COCKROACHDB } from './names';
import { CLOCKS } from './timing';

/**
 * Alerts on CockroachDB. Prometheus of a site sees the nodes of the site alone, so the state of the others is read from what
 * these nodes see. Thresholds without a source of their own as in monitoring/rules and pkg/kv/kvserver/alerts of CockroachDB.
 */
export function cockroachDbAlerts(host: IAppHost, backupAge?: Bound): Alert[] {
  const nodes = `namespace="${host.namespace}",pod=~"${COCKROACHDB}-.+"`;
  return [
    ...quorumAlerts(nodes),
    ...nodeAlerts(host, nodes),
    ...resourceAlerts(nodes),
    setupAlert(host),
    ...(backupAge?.seconds === undefined ? [] : backupAlerts(host, nodes, backupAge.seconds)),
  ];
}

function quorumAlerts(nodes: string): Alert[] {
  return [
    {
      name: 'CockroachDbRangesUnavailable',
      expr: `sum(ranges_unavailable{${nodes}}) > 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary:
        'Ranges of CockroachDB have lost their quorum: their data is neither read nor written until nodes come back.',
      objective: 'rto',
      absentSeries: `ranges_unavailable{${nodes}}`,
    },
    {
      name: 'CockroachDbCircuitBreakersTripped',
      expr: `sum(kv_replica_circuit_breaker_num_tripped_replicas{${nodes}}) > 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary:
        'Replicas of CockroachDB in this site have refused requests for a minute or more: this site is cut off, or ranges have lost their quorum.',
      objective: 'rto',
    },
    {
      name: 'CockroachDbRangesUnderReplicated',
      expr: `sum(ranges_underreplicated{${nodes}}) > 0`,
      // After 5 minutes without a node its replicas are made anew; this is the time to do so.
      holdsFor: Duration.minutes(30),
      severity: AlertSeverity.WARNING,
      summary:
        'Ranges of CockroachDB have fewer replicas than they should: one more loss may stop them. Bring nodes back, or drop the region that does not come back.',
      objective: 'rpo',
    },
  ];
}

function nodeAlerts(host: IAppHost, nodes: string): Alert[] {
  const perSite = host.placement.sites.filter(({ witness }) => !witness).map((site) => site.nodes);
  const all = perSite.reduce((sum, count) => sum + count, 0);
  // Each node counts the nodes that it holds for alive; one that is cut off holds few.
  const alive = `min(liveness_livenodes{${nodes}})`;
  return [
    {
      name: 'CockroachDbRedundancyLost',
      expr: `${alive} <= ${all - Math.min(...perSite)}`,
      holdsFor: Duration.minutes(2),
      severity: AlertSeverity.CRITICAL,
      summary:
        'As many nodes of CockroachDB are gone as a site has: it may stop if another site is lost. Bring nodes back before anything else.',
      objective: 'rto',
    },
    {
      name: 'CockroachDbNodesMissing',
      expr: `${alive} < ${all}`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: `Nodes of CockroachDB are missing: there should be ${all} in all sites.`,
      objective: 'rto',
    },
    {
      name: 'CockroachDbClockOffset',
      expr: `max(abs(clock_offset_meannanos{${nodes}})) > ${CLOCKS.maxOffsetSeconds * 0.6 * 1e9}`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary: `A clock in this site is off by more than 60 % of the ${CLOCKS.maxOffsetSeconds * 1000} ms that CockroachDB allows; at 80 % the node ends itself. Repair NTP.`,
      objective: 'rto',
    },
  ];
}

function resourceAlerts(nodes: string): Alert[] {
  return [
    {
      name: 'CockroachDbStoreFilling',
      expr: `min(capacity_available{${nodes}} / capacity{${nodes}}) < 0.15`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary:
        'A volume of CockroachDB in this site is more than 85 % full; when it is full the node stops. Enlarge the volumes, or add nodes.',
    },
    {
      name: 'CockroachDbLicenseEnding',
      // 0 without a licence.
      expr: `max(seconds_until_license_expiry{${nodes}}) < ${Duration.days(14).toSeconds()}`,
      holdsFor: Duration.hours(1),
      severity: AlertSeverity.WARNING,
      summary:
        'CockroachDB has no licence, or one that ends within 14 days. Without one it runs at most 5 transactions at a time.',
    },
  ];
}

function setupAlert(host: IAppHost): Alert {
  return {
    name: 'CockroachDbSetupUnfinished',
    expr: `sum(kube_job_status_active{namespace="${host.namespace}",job_name=~"${COCKROACHDB}-(init|sql)-[0-9a-f]+"}) > 0`,
    holdsFor: Duration.hours(1),
    severity: AlertSeverity.WARNING,
    summary:
      'A Job that sets CockroachDB up does not complete: regions, users or backups are not as declared. Its log says why.',
    sites: host.dataSites.slice(0, 1).map((site) => site.name),
  };
}

function backupAlerts(host: IAppHost, nodes: string, limitSeconds: number): Alert[] {
  const all = host.placement.sites.reduce((sum, site) => sum + site.nodes, 0);
  const completed = `schedules_BACKUP_last_completed_time{${nodes}}`;
  return [
    {
      name: 'CockroachDbBackupOld',
      // The node that ran a backup knows when, whichever site it is in: the time is only looked at where the nodes of all
      // sites are. Elsewhere, one node of the cluster knows since when data is kept from garbage collection for the next
      // backup; the others say 0.
      expr: `max(schedules_BACKUP_protected_age_sec{${nodes}}) > ${limitSeconds} or (time() - max(${completed}) > ${limitSeconds} and on() count(liveness_livenodes{${nodes}}) >= ${all})`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.CRITICAL,
      summary:
        'The newest backup of CockroachDB is older than the plan states. SHOW SCHEDULES FOR BACKUP and SHOW JOBS say why.',
      objective: 'rpo',
      onAge: true,
      absentSeries: completed,
    },
    {
      name: 'CockroachDbBackupFailed',
      expr: `sum(increase(schedules_BACKUP_failed{${nodes}}[1h])) > 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.WARNING,
      summary: 'A backup of CockroachDB failed; the next one is tried at its time. SHOW JOBS says why.',
      objective: 'rpo',
    },
  ];
}
