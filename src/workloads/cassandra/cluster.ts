import type { CassandraDatacenter, K8ssandraCluster } from '../../kinds/k8ssandra';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { restrictedPod } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { medusaStorage } from './backup';
import { encryptionStores } from './certificates';
import { consistencyOf } from './consistency';
import { type ControlPlane, addToControlPlane } from './control-plane';
import { CASSANDRA_USER, METRICS_PORT, SUPERUSER_SECRET } from './names';
import { rackSize } from './placement';
import type { CassandraSettings } from './settings';
import { GOSSIP, failureDetectorOptions, timeoutSettings } from './timing';

/** Fewer than the 256 of old: a lost node takes part of fewer ranges with it. conf/cassandra.yaml. */
const TOKENS = 16;

/** The nodes of all sites, as one object in one cluster: its operator makes a datacenter in each site. */
export function addCluster(host: IAppHost, controlPlane: ControlPlane, settings: CassandraSettings): void {
  const storage = medusaStorage(host);
  const cluster: K8ssandraCluster = {
    apiVersion: 'k8ssandra.io/v1alpha1',
    kind: 'K8ssandraCluster',
    // The name of the Cassandra cluster too: a node that meets an address of another application is refused by it.
    metadata: { name: host.name, namespace: host.namespace },
    spec: {
      auth: true,
      cassandra: {
        serverType: 'cassandra',
        serverVersion: settings.version,
        superuserSecretRef: { name: SUPERUSER_SECRET.name },
        serverEncryptionStores: encryptionStores(),
        clientEncryptionStores: encryptionStores(),
        config: { cassandraYaml: cassandraYaml(host, settings), jvmOptions: jvmOptions(settings) },
        podSecurityContext: restrictedPod(CASSANDRA_USER),
        resources: {
          requests: { cpu: settings.cpu, memory: sizeQuantity(settings.memory) },
          limits: { memory: sizeQuantity(settings.memory) },
        },
        softPodAntiAffinity: false,
        telemetry: {
          mcac: { enabled: false },
          // Our own PodMonitors: two scrapes of one node would count everything twice.
          prometheus: { enabled: false },
          cassandra: { endpoint: { address: '0.0.0.0', port: String(METRICS_PORT) } },
        },
        // No additionalSeeds: with them a datacenter has no seed of its own and never starts
        // (k8ssandra/k8ssandra-operator#618); the operator tells the datacenters each other's seeds.
        datacenters: host.dataSites.map((site) => datacenter(site, settings)),
      },
      reaper: {
        deploymentMode: 'PER_DC',
        httpManagement: { enabled: true },
        autoScheduling: { enabled: true, repairType: 'ADAPTIVE' },
        additionalEnvVars: [
          { name: 'REAPER_SCHEDULE_DAYS_BETWEEN', value: String(settings.repairEvery.toDays({ integral: false })) },
        ],
      },
      ...(storage && {
        medusa: {
          storageProperties: storage,
          clientEncryptionStores: encryptionStores(),
          // Ours instead: the operator's own belongs to an object that other clusters do not have, which collects it.
          purgeBackups: false,
        },
      }),
    },
  };
  addToControlPlane(host, controlPlane, cluster);
  for (const site of host.dataSites) requireStorageClass(host, site, 'Cassandra');
}

function datacenter(site: Site, settings: CassandraSettings): CassandraDatacenter {
  return {
    metadata: { name: site.name },
    k8sContext: site.name,
    size: site.zones.length * rackSize(site, settings),
    racks: site.zones.map((zone) => ({
      name: zone,
      nodeAffinityLabels: { 'topology.kubernetes.io/zone': zone },
    })),
    storageConfig: {
      cassandraDataVolumeClaimSpec: {
        accessModes: ['ReadWriteOnce'],
        ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
        resources: { requests: { storage: sizeQuantity(settings.storage) } },
      },
    },
  };
}

function cassandraYaml(host: IAppHost, settings: CassandraSettings): Record<string, unknown> {
  return {
    num_tokens: TOKENS,
    allocate_tokens_for_local_replication_factor: settings.replicationFactor,
    phi_convict_threshold: GOSSIP.phi,
    ...timeoutSettings(),
    hinted_handoff_enabled: true,
    max_hint_window: `${Math.round(settings.hintWindow.toSeconds({ integral: false }))}s`,
    // Otherwise hints would be kept without end for a node that comes and goes.
    hint_window_persistent_enabled: true,
    write_consistency_levels_disallowed: consistencyOf(host).refusedWrites,
    auto_snapshot: true,
    server_encryption_options: {
      internode_encryption: 'all',
      require_client_auth: true,
      // Nodes dial addresses, which no certificate holds.
      require_endpoint_verification: false,
    },
    // Clients prove themselves by a password: certificates that end would lock out what runs for longer.
    client_encryption_options: { enabled: true, optional: false, require_client_auth: false },
  };
}

function jvmOptions({ heap }: CassandraSettings): K8ssandraCluster['spec']['cassandra']['config']['jvmOptions'] {
  const size = sizeQuantity(heap);
  return { heap_initial_size: size, heap_max_size: size, additionalJvmServerOptions: failureDetectorOptions() };
}
