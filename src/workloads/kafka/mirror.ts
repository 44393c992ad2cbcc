import type { MirroredCluster } from '../../kinds/strimzi';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach } from '../pods';
import { MIRROR_METRICS } from './metrics';
import {
  HEALTH_TOPIC,
  MIRROR_CERTIFICATE,
  MIRROR_LABELS,
  bootstrapAddress,
  fleetAddress,
  mirrorName,
  otherSites,
} from './names';
import { podTemplate, restrictedTemplate } from './pod-template';
import { KAFKA_VERSION, type KafkaSettings, REPLICAS } from './settings';

/** How often MirrorMaker looks for new topics and partitions, and brings offsets of consumer groups over. */
export const REFRESH_SECONDS = 30;
const WORKERS = 2;
const RESOURCES = { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } };
const STOP_SECONDS = 60;

/** The same for all connectors: with different policies offsets are translated into topics that do not exist. */
const POLICY = {
  'replication.policy.class': 'org.apache.kafka.connect.mirror.DefaultReplicationPolicy',
  'replication.policy.separator': '.',
  // In the target, MirrorMaker needs to read the source only.
  'offset-syncs.topic.location': 'target',
  'metric.names.formats': 'legacy',
};

/**
 * Copies the topics of every other site into a site. It runs where it writes to: what it reads from afar it can read again, and
 * it is there when a source is lost.
 */
export function addMirror(host: IAppHost, site: Site, settings: KafkaSettings): void {
  const name = mirrorName(site);
  addTo(host, site, {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaMirrorMaker2',
    metadata: { name, namespace: host.namespace },
    spec: {
      version: KAFKA_VERSION,
      replicas: WORKERS,
      resources: RESOURCES,
      target: {
        ...clusterOf(site, bootstrapAddress(host, site)),
        groupId: name,
        configStorageTopic: `${name}-configs`,
        offsetStorageTopic: `${name}-offsets`,
        statusStorageTopic: `${name}-status`,
        config: workerConfig(),
      },
      mirrors: otherSites(host, site).map((source) => ({
        source: clusterOf(source, fleetAddress(host, source)),
        sourceConnector: {
          tasksMax: settings.mirrorTasks,
          autoRestart: { enabled: true },
          config: {
            ...POLICY,
            'replication.factor': REPLICAS,
            'offset-syncs.topic.replication.factor': REPLICAS,
            'offset.lag.max': 100,
            'refresh.topics.enabled': true,
            'refresh.topics.interval.seconds': REFRESH_SECONDS,
            'sync.topic.configs.enabled': true,
            // ACLs are those of the KafkaUsers; the operator would take others away.
            'sync.topic.acls.enabled': false,
          },
        },
        checkpointConnector: {
          tasksMax: 1,
          autoRestart: { enabled: true },
          config: {
            ...POLICY,
            'checkpoints.topic.replication.factor': REPLICAS,
            'emit.checkpoints.interval.seconds': REFRESH_SECONDS,
            'sync.group.offsets.enabled': true,
            'sync.group.offsets.interval.seconds': REFRESH_SECONDS,
            'refresh.groups.enabled': true,
            'refresh.groups.interval.seconds': REFRESH_SECONDS,
          },
        },
        topicsPattern: [...settings.topics.map((topic) => topic.name), HEALTH_TOPIC].map(literal).join('|'),
        groupsPattern: `${literal(host.name)}.*`,
      })),
      metricsConfig: MIRROR_METRICS,
      template: {
        pod: podTemplate(
          {
            terminationGracePeriodSeconds: STOP_SECONDS,
            affinity: oneNodeEach(MIRROR_LABELS),
            topologySpreadConstraints: acrossZones(MIRROR_LABELS),
          },
          { persistent: false },
        ),
        connectContainer: restrictedTemplate(),
        podDisruptionBudget: { maxUnavailable: 1 },
      },
    },
  });
}

/** One certificate for both sides: the fleet CA is that of all brokers. */
function clusterOf(site: Site, bootstrapServers: string): MirroredCluster {
  return {
    alias: site.name,
    bootstrapServers,
    tls: { trustedCertificates: [{ secretName: MIRROR_CERTIFICATE, certificate: 'ca.crt' }] },
    authentication: {
      type: 'tls',
      certificateAndKey: { secretName: MIRROR_CERTIFICATE, certificate: 'tls.crt', key: 'tls.key' },
    },
  };
}

function workerConfig(): Record<string, number> {
  return {
    'config.storage.replication.factor': REPLICAS,
    'offset.storage.replication.factor': REPLICAS,
    'status.storage.replication.factor': REPLICAS,
    // What is copied twice after a restart.
    'offset.flush.interval.ms': 10_000,
    'session.timeout.ms': 10_000,
    'heartbeat.interval.ms': 3000,
    // The tasks of a lost worker wait so long for it to come back; Kafka's own 5 minutes would be lag.
    'scheduled.rebalance.max.delay.ms': 15_000,
  };
}

/** A name in a regular expression. */
function literal(name: string): string {
  return name.replaceAll('.', '[.]');
}
