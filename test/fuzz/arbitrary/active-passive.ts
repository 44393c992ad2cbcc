import { Basis, Standby } from 'cndr';
import * as fc from 'fast-check';
import { compact, maybe, often, props } from './sites';
import type { AppSpec, ReplicationSpec, SiteSpec, TriggerSpec, WorkloadSpec } from '../spec';

const custom = props({
  name: maybe(fc.constantFrom('db', `w${'o'.repeat(40)}`), 20),
  system: maybe(fc.constantFrom('archive', 'Some System'), 15),
  image: maybe(fc.constantFrom('a', `b@sha256:${'a'.repeat(64)}`), 15),
  replicas: maybe(fc.constantFrom(1, 3), 20),
  ports: maybe(
    fc.constant([
      { name: 'http', port: 8000 },
      { name: 'x-1', port: 65535 },
    ]),
    20,
  ),
  volumes: maybe(
    fc.constantFrom(
      [{ name: 'd', mountPath: '/var/lib/data', size: '1Ti' }],
      [
        { name: 'data', mountPath: '/data', size: '20Gi' },
        { name: 'log', mountPath: '/log', size: '1Gi' },
      ],
    ),
    25,
  ),
  command: maybe(fc.constant(['/bin/run', '--x={"a": 1}']), 15),
  args: maybe(fc.constant(['-v', 'two words']), 15),
  health: maybe(
    fc.constantFrom(
      { command: ['/bin/check', 'a b', "it's"] },
      { path: '/ready?x=1', period: '10s', timeout: '3s' },
      { command: ['check'], period: '30s', timeout: '10s' },
    ),
    40,
  ),
  environment: maybe(fc.constantFrom<Record<string, string>>({ on: 'no', EMPTY: '' }, { TEXT: '"x" # $(y)' }), 20),
  environmentSecrets: maybe(fc.constantFrom(['db'], ['a', 'b.c']), 20),
  scratchPaths: maybe(fc.constantFrom([], ['/tmp', '/run/x']), 15),
  user: maybe(fc.constantFrom(1, 999), 15),
  startTimeout: maybe(fc.constantFrom('30s', '1h'), 15),
  stopTimeout: maybe(fc.constantFrom('1s', '10m'), 15),
  backupHooks: maybe(
    fc.constantFrom({ before: ['sync'] }, { before: ['lock', 'a b'], after: ['unlock'], timeout: '30s' }),
    20,
  ),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
  egressCidrs: maybe(fc.constant(['203.0.113.0/24']), 15),
  usesMetrics: maybe(fc.constant(true), 20),
});

const postgresql = props({
  instances: maybe(fc.constantFrom(3, 5), 20),
  storage: maybe(fc.constantFrom('100Gi', '4Ti'), 15),
  walStorage: maybe(fc.constantFrom('20Gi', '5Gi'), 15),
  memory: maybe(fc.constantFrom('4Gi', '2500Mi'), 15),
  database: maybe(fc.constantFrom('orders', '_', 'd'.repeat(63)), 20),
  user: maybe(fc.constantFrom('orders', 'u'.repeat(63)), 20),
  parameters: maybe(fc.constant({ max_connections: '500', 'auto_explain.log_min_duration': "it's 1s" }), 20),
  maxReplicationLag: maybe(fc.constantFrom('1s', '5m'), 20),
  archiveTimeout: maybe(fc.constantFrom('30s', '1h'), 15),
  operatorNamespace: maybe(fc.constant('cnpg'), 10),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
});

const valkey = props({
  image: maybe(fc.constantFrom('mirror.example.com/valkey:8.0', `valkey@sha256:${'a'.repeat(64)}`), 15),
  replicas: maybe(fc.constantFrom(1, 2, 5), 30),
  memory: maybe(fc.constantFrom('4Gi', '2500Mi'), 15),
  storage: maybe(fc.constantFrom('20Gi', '100Gi'), 15),
  passwordSecret: maybe(fc.constantFrom('redis', 'a.b'), 15),
  maxLag: maybe(fc.constantFrom('5s', '1h'), 20),
  startTimeout: maybe(fc.constantFrom('5s', '1d'), 15),
  syncTimeout: maybe(fc.constantFrom('1m', '1d'), 15),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
  exporterImage: maybe(fc.constant('mirror.example.com/exporter:1'), 10),
});

const replication = fc.record({
  kind: fc.constantFrom<ReplicationSpec['kind']>('backupRestore', 'csiAddons', 'volSync', 'ramen'),
  synchronous: maybe(fc.constant(true), 30),
  interval: maybe(fc.constantFrom('1m', '10m', '1h'), 40),
  transfer: maybe(fc.constantFrom('1s', '5m', '90m'), 30),
  schedule: fc.constantFrom('*/30 * * * *', '7,37 * * * *', '@hourly', '0 */4 * * *'),
  restic: maybe(fc.constantFrom({}, { schedule: '0 3 * * *', secretPrefix: 'second' }), 30),
  snapshotClass: maybe(fc.constant('snapshots'), 20),
  provisioner: maybe(fc.constantFrom('openshift-storage.rbd.csi.ceph.com', 'block.csi.example.com'), 20),
  promotion: maybe(fc.constantFrom('1m', '10m'), 20),
  resources: maybe(fc.constant(['secrets', 'widgets.example.com']), 20),
  queue: maybe(fc.constantFrom('0s', '1h'), 20),
  measured: maybe(fc.constant(Basis.MEASURED), 20),
});

/** Workloads with one active site, and what moves them. */
export const activePassiveChoices = fc.record({
  kind: fc.constantFrom('custom' as const, 'custom' as const, 'postgresql' as const, 'valkey' as const),
  custom,
  postgresql,
  valkey,
  replication,
  active: often(0, 60, 1, 2),
  standby: maybe(fc.constantFrom(Standby.HOT, Standby.WARM, Standby.COLD), 60),
  automatic: often(false, 70, true),
  manual: maybe(props({ acknowledge: maybe(fc.constant('1m')), decide: maybe(fc.constantFrom('0s', '1h')) }), 30),
  watch: props({ interval: maybe(fc.constantFrom('2m', '30m')), failures: maybe(fc.constantFrom(2, 3)) }),
});

export type ActivePassiveChoices = typeof activePassiveChoices extends fc.Arbitrary<infer T> ? T : never;

/** Volumes that are copied name their StorageClass, which is the same in every site. */
export function needsStorageClass({ kind }: ActivePassiveChoices): boolean {
  return kind === 'custom';
}

/** Logs and restores come from the object store. */
export function needsBackup({ kind, replication: { kind: by } }: ActivePassiveChoices): boolean {
  return kind === 'postgresql' || (kind === 'custom' && (by === 'backupRestore' || by === 'csiAddons'));
}

/** The workload, and how it moves between the sites; clients come under a hostname, or monitoring of its own sees it. */
export function activePassiveFrom(
  choices: ActivePassiveChoices,
  sites: SiteSpec[],
  isPublic: boolean,
): Pick<AppSpec, 'workload' | 'activeSite' | 'standby' | 'replication' | 'trigger'> {
  const replicated = choices.kind === 'custom' ? replicationFrom(choices) : undefined;
  const fenced = replicated?.kind === 'csiAddons' && replicated.synchronous === true;
  return {
    workload: workloadFrom(choices),
    activeSite: sites[choices.active % sites.length]!.name,
    standby: choices.standby,
    replication: replicated,
    trigger: triggerFrom(choices, { isPublic, fenced }),
  };
}

function workloadFrom({ kind, custom: chosen, ...choices }: ActivePassiveChoices): WorkloadSpec {
  if (kind !== 'custom') return { kind, [kind]: compact(choices[kind]) };
  const { usesMetrics, ...usual } = chosen;
  const ports = usual.ports ?? [{ name: 'http', port: 8000 }];
  const given = compact({
    ...usual,
    image: usual.image ?? 'registry.example.com/archive:2.4.1',
    ports,
    volumes: usual.volumes ?? [{ name: 'data', mountPath: '/data', size: '50Gi' }],
    health: usual.health ?? { path: '/ready' },
    metrics: usesMetrics === true ? { port: ports[0].name } : undefined,
  });
  return { kind, custom: given };
}

function replicationFrom({ replication: chosen }: ActivePassiveChoices): ReplicationSpec {
  const { kind, synchronous, interval, transfer, provisioner, promotion, queue, resources, measured } = chosen;
  if (kind === 'backupRestore') {
    const usual = { dataSize: '10Gi', throughput: '100Mi', throughputBasis: measured };
    return { kind, backupRestore: compact({ ...usual, queue, provisioning: promotion, resources }) };
  }
  if (kind === 'volSync') {
    const { schedule, restic, snapshotClass: volumeSnapshotClass } = chosen;
    const fits = transfer === '90m' ? '30m' : transfer;
    return { kind, volSync: compact({ schedule, transfer: fits, restic, volumeSnapshotClass }) };
  }
  if (kind === 'ramen') {
    return { kind, ramen: compact({ hubCluster: 'hub', interval, transfer, provisioner, promotion }) };
  }
  const csiAddons = compact({ provisioner, promotion });
  return compact<ReplicationSpec>(
    synchronous === true ? { kind, csiAddons, synchronous } : { kind, csiAddons, interval, transfer },
  );
}

function triggerFrom(
  { automatic, manual, watch }: ActivePassiveChoices,
  { isPublic, fenced }: { isPublic: boolean; fenced: boolean },
): TriggerSpec | undefined {
  if (automatic && isPublic && fenced) return { kind: 'automatic', automatic: compact(watch) };
  if (!isPublic) return { kind: 'manual', manual: compact({ ...manual, detection: '5m' }) };
  return manual && { kind: 'manual', manual: compact(manual) };
}
