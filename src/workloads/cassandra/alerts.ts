import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { Pattern } from '../../model/profile';
import type { Bound } from '../../recovery/bound';
import { SILENCE_SECONDS } from './backup-age';
import { HINTS_ALERT } from './bounds';
import { BACKUP_AGE, SETUP } from './names';
import type { CassandraSettings } from './settings';

/**
 * Alerts on Cassandra. Prometheus of a site sees the nodes of the site alone. Metrics as the agent of the management API names
 * them (CassandraMetricNameParser.java: counters without a suffix, meters with `_total`) and as Reaper does.
 */
export function cassandraAlerts(host: IAppHost, settings: CassandraSettings, backupAge?: Bound): Alert[] {
  const nodes = `namespace="${host.namespace}",pod=~"${host.name}-.+-sts-[0-9]+"`;
  return [
    ...requestAlerts(nodes),
    ...(settings.alertOnHints ? [hintsAlert(host, settings, nodes)] : []),
    ...nodeAlerts(host, nodes),
    repairAlert(host, settings),
    setupAlert(host),
    ...(backupAge?.seconds === undefined ? [] : [backupAlert(host, backupAge.seconds)]),
  ];
}

function metric(name: string, nodes: string): string {
  return `org_apache_cassandra_metrics_${name}{${nodes}}`;
}

function requestAlerts(nodes: string): Alert[] {
  const unavailables = metric('client_request_unavailables_total', nodes);
  return [
    {
      name: 'CassandraUnavailable',
      expr: `sum(increase(${unavailables}[2m])) > 0`,
      holdsFor: Duration.minutes(1),
      severity: AlertSeverity.CRITICAL,
      summary:
        'Cassandra in this site refuses requests: fewer replicas are alive than their consistency level asks for. nodetool status says which are not.',
      objective: 'rto',
      absentSeries: unavailables,
      absentFor: Duration.minutes(5),
    },
    {
      name: 'CassandraRequestTimeouts',
      expr: `sum(increase(${metric('client_request_timeouts_total', nodes)}[5m])) > 0`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary:
        'Requests to Cassandra in this site time out again and again: a replica is slow, or the way to another site is.',
      objective: 'rto',
    },
    {
      name: 'CassandraMutationsDropped',
      expr: `sum(increase(${metric('dropped_message_dropped_total', `${nodes},message_type=~"MUTATION.*"`)}[5m])) > 0`,
      holdsFor: Duration.minutes(5),
      severity: AlertSeverity.WARNING,
      summary:
        'Nodes of Cassandra in this site drop writes that came too late: their coordinators keep hints. The nodes are overloaded, or their clocks differ.',
      objective: 'rpo',
    },
  ];
}

/** Hints that are written, or delivered after the fact: either way another node lacks writes that were acknowledged. */
function hintsAlert(host: IAppHost, { hintTolerance }: CassandraSettings, nodes: string): Alert {
  const eventual = host.pattern !== Pattern.STRONG_CONSISTENCY;
  const written = metric('storage_total_hints', nodes);
  const delivered = metric('hints_service_hints_succeeded_total', nodes);
  return {
    ...HINTS_ALERT,
    expr: `sum(increase(${written}[1m])) + (sum(increase(${delivered}[1m])) or vector(0)) > 0`,
    holdsFor: hintTolerance,
    severity: eventual ? AlertSeverity.CRITICAL : AlertSeverity.WARNING,
    summary: eventual
      ? 'Nodes of Cassandra in this site keep acknowledged writes that other nodes did not get: if they are of another site, losing this one loses them. Repair the way to it, or move the clients away.'
      : 'Nodes of Cassandra in this site keep writes that other nodes did not get: there are fewer replicas of them than declared.',
    absentSeries: written,
    absentFor: Duration.minutes(5),
  };
}

function nodeAlerts(host: IAppHost, nodes: string): Alert[] {
  const statefulSets = `namespace="${host.namespace}",statefulset=~"${host.name}-.+-sts"`;
  const claims = `namespace="${host.namespace}",persistentvolumeclaim=~"server-data-${host.name}-.+"`;
  return [
    {
      name: 'CassandraNodesMissing',
      expr: `sum(kube_statefulset_status_replicas_ready{${statefulSets}}) < sum(kube_statefulset_replicas{${statefulSets}})`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary:
        'Nodes of Cassandra in this site are not ready: one more of another rack takes LOCAL_QUORUM from part of the data.',
      objective: 'rto',
    },
    {
      name: 'CassandraWritesWait',
      // Stages queue when the disk or the processor cannot follow; hints and timeouts come next.
      expr: `sum by (pod) (${metric('thread_pools_pending_tasks', `${nodes},pool_name="MutationStage"`)}) > 100`,
      holdsFor: Duration.minutes(10),
      severity: AlertSeverity.WARNING,
      summary: 'Writes queue in a node of Cassandra: its disk or its processor cannot follow.',
      objective: 'rpo',
    },
    {
      name: 'CassandraVolumeFilling',
      expr: `min(kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}}) < 0.4`,
      holdsFor: Duration.minutes(30),
      severity: AlertSeverity.WARNING,
      summary:
        'A volume of Cassandra is more than 60 % full: compaction, and hints for a lost site, need the rest. Enlarge the volumes, or add nodes.',
    },
  ];
}

function repairAlert(host: IAppHost, { repairEvery }: CassandraSettings): Alert {
  const series = `io_cassandrareaper_service_RepairScheduleService_millisSinceLastRepairForSchedule{namespace="${host.namespace}"}`;
  // A day for the repair itself, and another for somebody to look: of the 10 days after which deleted data may come back.
  const limit = repairEvery.toSeconds({ integral: false }) + Duration.days(1).toSeconds();
  return {
    name: 'CassandraRepairOld',
    // A keyspace that was never repaired has an age of half a century: its first repair gets the time that holds back the alert.
    expr: `max(${series}) / 1000 > ${limit}`,
    holdsFor: Duration.hours(20),
    severity: AlertSeverity.WARNING,
    summary:
      'A keyspace of Cassandra was not repaired as often as declared: replicas differ, and after 10 days deleted data may come back. Reaper says why.',
    objective: 'rpo',
    onAge: true,
    absentSeries: series,
    absentFor: Duration.hours(1),
  };
}

function setupAlert(host: IAppHost): Alert {
  return {
    name: 'CassandraSetupUnfinished',
    expr: `sum(kube_job_status_active{namespace="${host.namespace}",job_name=~"${SETUP}-[0-9a-f]+"}) > 0`,
    holdsFor: Duration.hours(1),
    severity: AlertSeverity.WARNING,
    summary:
      'The Job that makes the keyspace of Cassandra does not complete: it or its replication is not as declared. Its log says why.',
    sites: host.dataSites.slice(0, 1).map((site) => site.name),
  };
}

function backupAlert(host: IAppHost, limitSeconds: number): Alert {
  const series = `kube_cronjob_status_last_successful_time{namespace="${host.namespace}",cronjob="${BACKUP_AGE}"}`;
  return {
    name: 'CassandraBackupOld',
    expr: `time() - max(${series}) > ${SILENCE_SECONDS}`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.CRITICAL,
    summary: `No backup of Cassandra in this site is complete and younger than the plan states, ${limitSeconds} s. kubectl get medusabackupjobs says why.`,
    objective: 'rpo',
    onAge: true,
    absentSeries: series,
    // A new CronJob has no success before the first backup is complete.
    absentFor: Duration.seconds(Math.ceil(limitSeconds) + SILENCE_SECONDS),
  };
}
