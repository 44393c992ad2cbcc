import { BREAK, type Change, type Exporter, type Instance, type Proof, minutes, missing } from './proof';
import { type Scene, namesOf, peersOf } from './scene';
import { podLabels } from './scraping';
import { STEP, type Series, type Values, always, from, growing, never } from './series';

const LATENCY = 'kafka_connect_mirror_mirrorsourceconnector_replication_latency_ms_max';
const RECORDS = 'kafka_connect_mirror_mirrorsourceconnector_record_count';
const STATUS = 'kafka_connect_connector_status';
const OFFLINE = 'kafka_controller_kafkacontroller_offlinepartitionscount';
const CONTROLLERS = 'kafka_controller_kafkacontroller_activecontrollercount';
const BELOW_MINIMUM = 'kafka_server_replicamanager_underminisrpartitioncount';
const UNDER_REPLICATED = 'kafka_server_replicamanager_underreplicatedpartitions';
const DISKS = 'kafka_log_logmanager_offlinelogdirectorycount';
/** Lag that the library allows by default, in milliseconds. */
const MAX_LAG = 30_000;
const LAG_HOLDS = 30;

/** Kafka and MirrorMaker in a site, by the rules for the JMX exporter that the output has; Strimzi runs the exporter. */
export const kafka: Exporter = {
  name: 'Kafka',
  metrics: /^kafka_/,
  scrapedBy: (scene) => {
    const monitors = namesOf(scene, 'PodMonitor').filter((name) => name.startsWith('kafka'));
    return monitors.length === 2 ? `PodMonitors ${monitors.join(', ')}` : undefined;
  },

  healthy(scene) {
    if (podsOfKafka(scene).length === 0) return [];
    return [
      ...podsOfKafka(scene).flatMap((pod) => node(scene, pod)),
      ...peersOf(scene).flatMap((peer) => mirror(scene, peer)),
    ];
  },

  proofs(scene) {
    if (podsOfKafka(scene).length === 0) return {};
    return { ...mirrors(scene), ...cluster(scene) };
  },
};

/** A broker, or a controller; the first of these is the active one. */
function node(scene: Scene, pod: string): Series[] {
  const labels = podLabels(scene.app.namespace, pod, 'kafka');
  const series = (metric: string, value: number): Series => ({ metric, labels, values: always(value) });
  return pod.includes('-controller-')
    ? [series(OFFLINE, 0), series(CONTROLLERS, pod.endsWith('-0') ? 1 : 0), series(DISKS, 0)]
    : [series(BELOW_MINIMUM, 0), series(UNDER_REPLICATED, 0), series(DISKS, 0)];
}

/** What is copied from another site. Topics are named as they are here, by their source (MirrorSourceMetrics.java). */
function mirror(scene: Scene, peer: string): Series[] {
  const labels = podLabels(scene.app.namespace, `mm2-${scene.site}-mirrormaker2-0`, 'mm2');
  const copied = { ...labels, source: peer, target: scene.site, partition: '0' };
  const topics = [`${peer}.orders`, `${peer}.cndr-health`];
  return [
    ...topics.flatMap((topic) => [
      { metric: LATENCY, labels: { ...copied, topic }, values: always(MAX_LAG) },
      { metric: RECORDS, labels: { ...copied, topic }, values: growing(topic.endsWith('health') ? 1 / 5 : 0) },
    ]),
    ...['MirrorSourceConnector', 'MirrorCheckpointConnector'].map((connector) =>
      task(scene, `${peer}->${scene.site}.${connector}`, 'running', always(1)),
    ),
  ];
}

function task(scene: Scene, connector: string, status: string, values: Values): Series {
  const labels = podLabels(scene.app.namespace, `mm2-${scene.site}-mirrormaker2-0`, 'mm2');
  return { metric: STATUS, labels: { ...labels, connector, task: '0', status }, values };
}

function mirrors(scene: Scene): Record<string, Proof> {
  const [peer = ''] = peersOf(scene);
  const { namespace } = scene.app;
  const topic = `${peer}.orders`;
  const connector = `${peer}->${scene.site}.MirrorSourceConnector`;
  const latency = (values: Values): Change[] => [{ metric: LATENCY, where: { topic }, values }];
  const records = (values: Values): Change[] => [{ metric: RECORDS, where: { source: peer }, values }];
  const failed = (values: Values): { changes: Change[]; added: Series[] } => ({
    changes: [{ metric: STATUS, where: { connector }, values: (now) => (values(now) === undefined ? 1 : undefined) }],
    added: [task(scene, connector, 'failed', values)],
  });
  const firesAt = BREAK + LAG_HOLDS;
  const rendered = { '{{ $labels.topic }}': topic, '{{ $labels.source }}': peer, '{{ $value }}': String(MAX_LAG + 1) };
  return {
    KafkaMirrorBehind: {
      troubles: [
        {
          what: 'records come late',
          changes: latency(from(BREAK, always(100), always(MAX_LAG + 1))),
          firesAt,
          instances: [{ labels: { source: peer, topic }, rendered }],
        },
      ],
      calms: [
        { what: 'for a moment', changes: latency((now) => (now === BREAK ? MAX_LAG + 1 : 100)) },
        { what: 'nothing is written to a topic', changes: latency(always(NaN)) },
      ],
    },
    KafkaMirrorBehindAbsent: missing(LATENCY, minutes(5), { namespace }),
    KafkaMirrorSilent: {
      troubles: [
        {
          what: 'nothing comes from a site any more',
          changes: records(from(BREAK, growing(1 / 5), always(BREAK / 5))),
          // A minute, until the last record is out of sight.
          firesAt: BREAK + minutes(1) + LAG_HOLDS,
        },
        {
          what: 'there is no mirror of a site',
          changes: records(from(BREAK, growing(1 / 5), never)),
          firesAt: BREAK + LAG_HOLDS + STEP,
        },
      ],
    },
    KafkaMirrorSilentAbsent: missing(RECORDS, minutes(5), { namespace }),
    KafkaConnectorFailed: {
      troubles: [
        {
          what: 'a task fails',
          ...failed(from(BREAK, never, always(1))),
          firesAt,
          instances: [
            { labels: { connector }, rendered: { '{{ $value }}': '1', '{{ $labels.connector }}': connector } },
          ],
        },
      ],
      calms: [{ what: 'the operator starts it again at once', ...failed((now) => (now === BREAK ? 1 : undefined)) }],
    },
    KafkaConnectorFailedAbsent: missing(STATUS, minutes(5), { namespace }),
  };
}

function cluster(scene: Scene): Record<string, Proof> {
  const pods = podsOfKafka(scene);
  const controller = pods.find((pod) => pod.includes('-controller-')) ?? '';
  const broker = pods.find((pod) => pod.includes('-broker-')) ?? '';
  const counted = (name: string, metric: string, pod: string): Record<string, Proof> => ({
    [name]: {
      troubles: [becoming(metric, pod, 0, 2)],
      calms: [{ what: 'a moment', changes: [{ metric, where: { pod }, values: brief(90) }] }],
    },
    [`${name}Absent`]: missing(metric, minutes(5), { namespace: scene.app.namespace }),
  });
  return {
    ...counted('KafkaPartitionsOffline', OFFLINE, controller),
    ...counted('KafkaPartitionsBelowMinimum', BELOW_MINIMUM, broker),
    ...counted('KafkaPartitionsUnderReplicated', UNDER_REPLICATED, broker),
    ...counted('KafkaDiskFailed', DISKS, broker),
    KafkaControllerMissing: {
      troubles: [becoming(CONTROLLERS, controller, 1, 0), becoming(CONTROLLERS, controller, 1, 2)],
      calms: [
        {
          what: 'an election',
          changes: [{ metric: CONTROLLERS, where: { pod: controller }, values: (now) => 1 - (brief(90)(now) ?? 0) }],
        },
      ],
    },
    KafkaControllerMissingAbsent: missing(CONTROLLERS, minutes(5), { namespace: scene.app.namespace }),
  };
}

function becoming(metric: string, pod: string, before: number, after: number) {
  const instances: Instance[] = [{ labels: {}, rendered: { '{{ $value }}': String(after) } }];
  const changes = [{ metric, where: { pod }, values: from(BREAK, always(before), always(after)) }];
  return { what: `${metric} is ${after}`, changes, firesAt: BREAK + minutes(2), instances };
}

/** 1 for some seconds, and 0 otherwise. */
function brief(seconds: number): Values {
  return (now) => (now >= BREAK && now < BREAK + seconds ? 1 : 0);
}

/** Pods as Strimzi names them: controllers have the first ids, brokers begin at 10. */
export function podsOfKafka(scene: Scene): string[] {
  const [name] = namesOf(scene, 'Kafka');
  if (name === undefined) return [];
  return [0, 1, 2].flatMap((id) => [`${name}-controller-${id}`, `${name}-broker-${10 + id}`]);
}
