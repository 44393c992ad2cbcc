import type { KafkaNodePool } from '../../kinds/strimzi';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { acrossZones, oneNodeEach } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { BROKER_CERTIFICATE, BROKER_POOL, CONTROLLERS, CONTROLLER_POOL, FIRST_BROKER, clusterLabel } from './names';
import { podTemplate, restrictedTemplate } from './pod-template';
import type { KafkaSettings } from './settings';

/** Where brokers find the CA of their clients. Strimzi allows mounts below /mnt only. */
export const FLEET_CA_PATH = '/mnt/fleet-ca';
const FLEET_CA = 'fleet-ca';
/** Time for a broker to hand over the partitions that it leads. */
const STOP_SECONDS = 120;
/** Controllers hold metadata alone. */
const CONTROLLER = { storage: '20Gi', cpu: '250m', memory: '1Gi' };

/** The controllers and the brokers of a site. */
export function addNodePools(host: IAppHost, site: Site, settings: KafkaSettings): void {
  const { brokers, storage, cpu, memory } = settings;
  addPool(host, site, {
    name: CONTROLLER_POOL,
    role: 'controller',
    firstId: 0,
    nodes: CONTROLLERS,
    ...CONTROLLER,
  });
  addPool(host, site, {
    name: BROKER_POOL,
    role: 'broker',
    firstId: FIRST_BROKER,
    nodes: brokers,
    storage: sizeQuantity(storage),
    cpu,
    memory: sizeQuantity(memory),
  });
  requireStorageClass(host, site, 'Kafka');
  host.require(site, {
    kind: PrerequisiteKind.NODE_LABEL,
    name: 'topology.kubernetes.io/zone',
    why: 'rack of a broker: the replicas of a partition are put into different zones; a broker does not start on a node without it',
  });
}

interface PoolProps {
  readonly name: string;
  readonly role: KafkaNodePool['spec']['roles'][number];
  readonly firstId: number;
  readonly nodes: number;
  readonly storage: string;
  readonly cpu: string;
  readonly memory: string;
}

function addPool(host: IAppHost, site: Site, pool: PoolProps): void {
  const labels = { ...clusterLabel(site), 'strimzi.io/pool-name': pool.name };
  addTo(host, site, {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaNodePool',
    metadata: {
      name: pool.name,
      namespace: host.namespace,
      labels: clusterLabel(site),
      // Ids are in the names of Services that other sites dial.
      annotations: { 'strimzi.io/next-node-ids': `[${pool.firstId}-${pool.firstId + pool.nodes - 1}]` },
    },
    spec: {
      replicas: pool.nodes,
      roles: [pool.role],
      resources: { requests: { cpu: pool.cpu, memory: pool.memory }, limits: { memory: pool.memory } },
      storage: {
        type: 'jbod',
        volumes: [
          {
            id: 0,
            type: 'persistent-claim',
            size: pool.storage,
            ...(site.storageClass === undefined ? {} : { class: site.storageClass }),
            deleteClaim: false,
            kraftMetadata: 'shared',
          },
        ],
      },
      template: {
        pod: podTemplate(
          {
            terminationGracePeriodSeconds: STOP_SECONDS,
            affinity: oneNodeEach(labels),
            topologySpreadConstraints: acrossZones(labels),
            volumes: [
              {
                name: FLEET_CA,
                secret: { secretName: BROKER_CERTIFICATE, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
              },
            ],
          },
          { persistent: true },
        ),
        kafkaContainer: restrictedTemplate([{ name: FLEET_CA, mountPath: FLEET_CA_PATH }]),
        initContainer: restrictedTemplate(),
      },
    },
  });
}
