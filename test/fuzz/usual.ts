import { Standby } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { build } from './build';
import { Output } from './output';
import type { AppSpec, Spec } from './spec';

const NAMES = ['use1', 'use2', 'usw2'];
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2'];

/** A usual fleet with a usual application. */
export function specOf(workload: AppSpec['workload'], app: Partial<AppSpec> = {}): Spec {
  return {
    fleet: {
      id: 'prod',
      sites: NAMES.map((name, index) => ({
        name,
        region: REGIONS[index]!,
        zones: ['a', 'b', 'c'].map((zone) => REGIONS[index]! + zone),
        podCidr: `10.${10 + index}.0.0/16`,
        serviceCidr: `10.${110 + index}.0.0/16`,
        ingressHostname: `${name}.example.net`,
        storageClass: 'replicated',
      })),
      network: { kind: 'submariner', submariner: { brokerApiServer: 'broker.example.com:6443' } },
      traffic: {
        hostedZoneId: 'Z1',
        zoneName: 'example.com',
        latch: { object: { bucketPrefix: 'example-latch', region: 'sa-east-1' } },
      },
      backup: { bucket: 'dr-backups', region: 'eu-central-1', objectLock: '14d' },
    },
    apps: [
      {
        id: 'orders',
        workload,
        frontEnd: { image: 'registry.example.com/orders:1', healthPath: '/healthz' },
        hostname: 'orders.example.com',
        objectives: { rpo: '0s', rto: '1h' },
        ...app,
      },
    ],
    moved: false,
  };
}

function activePassive(workload: AppSpec['workload'], replication?: AppSpec['replication']): Spec {
  return specOf(workload, {
    pattern: 'activePassive',
    activeSite: 'use1',
    sites: ['use1', 'use2'],
    replication,
    standby: Standby.WARM,
    objectives: { rpo: '1d', rto: '1d' },
  });
}

const CUSTOM: AppSpec['workload'] = {
  kind: 'custom',
  custom: {
    image: 'registry.example.com/archive:1',
    ports: [{ name: 'http', port: 8000 }],
    volumes: [{ name: 'data', mountPath: '/data', size: '50Gi' }],
    health: { path: '/ready' },
  },
};

/** What usual applications are synthesized to. */
export const outputs = {
  etcd: outputOf(specOf({ kind: 'etcd' })),
  cockroachDb: outputOf(specOf({ kind: 'cockroachDb' })),
  csiAddons: outputOf(activePassive(CUSTOM, { kind: 'csiAddons' })),
  volSync: outputOf(activePassive(CUSTOM, { kind: 'volSync', volSync: { schedule: '*/30 * * * *' } })),
  ramen: outputOf(activePassive(CUSTOM, { kind: 'ramen', ramen: { hubCluster: 'hub' } })),
  postgresql: outputOf(activePassive({ kind: 'postgresql' })),
  valkey: outputOf(activePassive({ kind: 'valkey' })),
  cassandra: outputOf(specOf({ kind: 'cassandra' }, { pattern: 'eventual', objectives: { rpo: '1d', rto: '1d' } })),
};

function outputOf(spec: Spec): Output {
  return new Output(spec, Synthesized.of((app) => build(app, spec)).files);
}
