import { Duration } from 'cdk8s';
import { type Alert, AlertSeverity } from '../../model/alert';
import type { IAppHost } from '../../model/app-host';
import { BEHIND_ALERT, FAILED_ALERT, LAG_HOLDS_SECONDS, SILENCE_SECONDS, SILENT_ALERT } from './bounds';
import { BROKER_POOL, CONTROLLER_POOL, HEALTH_TOPIC, clusterName } from './names';
import type { KafkaSettings } from './settings';

const HOLDS = Duration.seconds(LAG_HOLDS_SECONDS);
/** A worker, or a Prometheus, that is replaced. */
const RESTART = Duration.minutes(5);
const FULL = 0.15;

/**
 * Alerts on Kafka, the same in every site: what a site is a copy of, it reads from the series of its own MirrorMaker. Those on
 * mirrors fire where the copies are, so that they are not lost with the source.
 */
export function kafkaAlerts(host: IAppHost, settings: KafkaSettings): Alert[] {
  return [...mirrorAlerts(host, settings), ...clusterAlerts(host), volumeFull(host)];
}

function mirrorAlerts(host: IAppHost, { maxLagSeconds }: KafkaSettings): Alert[] {
  const mirrored = 'kafka_connect_mirror_mirrorsourceconnector';
  const latency = `${mirrored}_replication_latency_ms_max{namespace="${host.namespace}"}`;
  const records = `${mirrored}_record_count{namespace="${host.namespace}",topic=~".+[.]${HEALTH_TOPIC}"}`;
  const status = `kafka_connect_connector_status{namespace="${host.namespace}"}`;
  const sources = host.dataSites.length - 1;
  return [
    {
      ...BEHIND_ALERT,
      expr: `max by (source, topic) (${latency}) > ${maxLagSeconds * 1000}`,
      holdsFor: HOLDS,
      severity: AlertSeverity.CRITICAL,
      summary: `records of {{ $labels.topic }} reach this site after {{ $value }} ms; a loss of {{ $labels.source }} now costs more than was promised`,
      onAge: true,
      absentSeries: latency,
      absentFor: RESTART,
    },
    {
      // A mirror that stands still has no latency. The health check of every site writes all the time.
      ...SILENT_ALERT,
      expr: `(count(sum by (source) (increase(${records}[${SILENCE_SECONDS}s])) > 0) or vector(0)) < ${sources}`,
      holdsFor: HOLDS,
      severity: AlertSeverity.CRITICAL,
      summary: `fewer than ${sources} of the other sites are copied into this one: what they write now is lost with them`,
      absentSeries: records,
      absentFor: RESTART,
    },
    {
      ...FAILED_ALERT,
      expr: `count by (connector) (kafka_connect_connector_status{namespace="${host.namespace}",status="failed"}) > 0`,
      holdsFor: HOLDS,
      severity: AlertSeverity.CRITICAL,
      summary: '{{ $value }} tasks of {{ $labels.connector }} have failed: its partitions, or offsets, are not copied',
      absentSeries: status,
      absentFor: RESTART,
    },
  ];
}

function clusterAlerts(host: IAppHost): Alert[] {
  const series = (name: string) => `kafka_${name}{namespace="${host.namespace}"}`;
  const all = [
    {
      name: 'KafkaPartitionsOffline',
      metric: 'controller_kafkacontroller_offlinepartitionscount',
      expr: (metric: string) => `max(${metric}) > 0`,
      severity: AlertSeverity.CRITICAL,
      summary: '{{ $value }} partitions of this site have no leader: they are neither written nor read',
    },
    {
      name: 'KafkaControllerMissing',
      metric: 'controller_kafkacontroller_activecontrollercount',
      expr: (metric: string) => `sum(${metric}) != 1`,
      severity: AlertSeverity.CRITICAL,
      summary: 'this site has {{ $value }} active controllers instead of 1: no partition gets a new leader',
    },
    {
      name: 'KafkaPartitionsBelowMinimum',
      metric: 'server_replicamanager_underminisrpartitioncount',
      expr: (metric: string) => `sum(${metric}) > 0`,
      severity: AlertSeverity.CRITICAL,
      summary: '{{ $value }} partitions of this site have too few replicas in sync to take writes with acks=all',
    },
    {
      name: 'KafkaPartitionsUnderReplicated',
      metric: 'server_replicamanager_underreplicatedpartitions',
      expr: (metric: string) => `sum(${metric}) > 0`,
      severity: AlertSeverity.WARNING,
      summary: '{{ $value }} partitions of this site lack a replica: the next lost node stops writes to them',
    },
    {
      name: 'KafkaDiskFailed',
      metric: 'log_logmanager_offlinelogdirectorycount',
      expr: (metric: string) => `sum(${metric}) > 0`,
      severity: AlertSeverity.CRITICAL,
      summary: '{{ $value }} volumes of brokers of this site cannot be used any more',
    },
  ];
  return all.map(({ metric, expr, ...alert }) => ({
    ...alert,
    expr: expr(series(metric)),
    holdsFor: Duration.minutes(2),
    objective: 'rto',
    absentSeries: series(metric),
    absentFor: RESTART,
  }));
}

/** A full broker stops, and the mirrors fill it as well: retention has to fit the writes of all sites. */
function volumeFull(host: IAppHost): Alert {
  const clusters = host.dataSites.map(clusterName).join('|');
  const volumes = `namespace="${host.namespace}",persistentvolumeclaim=~"data-0-(${clusters})-(${BROKER_POOL}|${CONTROLLER_POOL})-[0-9]+"`;
  const available = `kubelet_volume_stats_available_bytes{${volumes}}`;
  return {
    name: 'KafkaVolumeFull',
    expr: `${available} / kubelet_volume_stats_capacity_bytes{${volumes}} < ${FULL}`,
    holdsFor: Duration.minutes(5),
    severity: AlertSeverity.CRITICAL,
    summary: `{{ $labels.persistentvolumeclaim }} has less than ${FULL * 100} % left: a broker with a full volume stops`,
    objective: 'rto',
    absentSeries: available,
    absentFor: Duration.minutes(15),
  };
}
