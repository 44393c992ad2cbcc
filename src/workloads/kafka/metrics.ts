import type { StrimziMetrics } from '../../kinds/strimzi';
import type { IAppHost } from '../../model/app-host';
import type { ScrapeTarget } from '../../model/alert';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { KAFKA_LABELS, METRICS_PORT_NAME, MIRROR_LABELS } from './names';

const CONFIG_MAP = 'kafka-metrics';
const BROKER_KEY = 'broker.yaml';
const MIRROR_KEY = 'mirror.yaml';

/** Where brokers and controllers find the rules of their metrics. */
export const BROKER_METRICS = metricsFrom(BROKER_KEY);
/** Where MirrorMaker does. */
export const MIRROR_METRICS = metricsFrom(MIRROR_KEY);

function metricsFrom(key: string): StrimziMetrics {
  return { type: 'jmxPrometheusExporter', valueFrom: { configMapKeyRef: { name: CONFIG_MAP, key } } };
}

/** A broker has thousands of beans: those that an alert reads become series. */
const BROKER_RULES = `lowercaseOutputName: true
rules:
  - pattern: kafka.server<type=ReplicaManager, name=(UnderReplicatedPartitions|UnderMinIsrPartitionCount)><>Value
    name: kafka_server_replicamanager_$1
    type: GAUGE
  - pattern: kafka.controller<type=KafkaController, name=(ActiveControllerCount|OfflinePartitionsCount)><>Value
    name: kafka_controller_kafkacontroller_$1
    type: GAUGE
  - pattern: kafka.log<type=LogManager, name=(OfflineLogDirectoryCount)><>Value
    name: kafka_log_logmanager_$1
    type: GAUGE
`;

/** Beans of the connectors have a source since Kafka 4.0, and these names as long as metric.names.formats is legacy. */
const MIRROR_RULES = `lowercaseOutputName: true
rules:
  - pattern: kafka.connect.mirror<type=MirrorSourceConnector, source=(.+), target=(.+), topic=(.+), partition=(.+)><>(record-count|replication-latency-ms-max)
    name: kafka_connect_mirror_mirrorsourceconnector_$5
    type: GAUGE
    labels:
      source: "$1"
      target: "$2"
      topic: "$3"
      partition: "$4"
  - pattern: 'kafka.connect<type=connector-task-metrics, connector=(.+), task=(.+)><>status: ([a-z-]+)'
    name: kafka_connect_connector_status
    value: 1
    type: GAUGE
    labels:
      connector: "$1"
      task: "$2"
      status: "$3"
`;

/** The rules by which beans become series. */
export function addMetrics(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CONFIG_MAP, namespace: host.namespace },
    data: { [BROKER_KEY]: BROKER_RULES, [MIRROR_KEY]: MIRROR_RULES },
  });
}

/** Where the series are. */
export function scrapeTargets(): ScrapeTarget[] {
  return [
    { name: 'kafka', podLabels: KAFKA_LABELS, port: METRICS_PORT_NAME, path: '/metrics' },
    { name: 'kafka-mirror', podLabels: MIRROR_LABELS, port: METRICS_PORT_NAME, path: '/metrics' },
  ];
}
