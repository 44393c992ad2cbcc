import {
  COUNTS,
  CRONS,
  DURATIONS,
  type Hostile,
  IMAGES,
  LONG,
  NAMES,
  PORTS,
  QUANTITIES,
  SECRETS,
  SIZES,
  TOKEN,
} from './hostile-values';

const CIDRS = [[''], ['10.0.0.0'], ['0.0.0.0/0'], ['::/129'], ['1.2.3.4/33']];
const NAMESPACES = NAMES.map((name) => [name]);

const ROLES: Hostile[] = [
  { at: 'apps.0.activeSite', values: ['mars', '', '*', 'constructor'] },
  { at: 'apps.0.standby', values: ['cold', 'hot', 'lukewarm'] },
  { at: 'apps.0.replication', values: [undefined] },
  { at: 'apps.0.trigger.manual.detection', values: DURATIONS },
  { at: 'apps.0.trigger.manual.decide', values: DURATIONS },
  { at: 'apps.0.trigger.automatic.interval', values: [...DURATIONS, '7m', '30s', '60m'] },
  { at: 'apps.0.trigger.automatic.failures', values: [...COUNTS, 1, 100] },
  { at: 'fleet.traffic.latch', values: [undefined] },
  { at: 'fleet.traffic.latch.object.bucketPrefix', values: NAMES },
  { at: 'fleet.traffic.latch.object.region', values: ['', 'us-east-1', 'EU', 'cn-north-1', TOKEN] },
  { at: 'fleet.traffic.latch.object.credentialsSecret', values: NAMES },
  { at: 'fleet.traffic.latch.object.image', values: IMAGES },
  {
    at: 'fleet.traffic.latch.routingControl',
    values: [
      { endpoints: [] },
      { endpoints: ['http://x'] },
      { routingControlArns: { '*': '' } },
      { routingControlArns: { mars: 'x' } },
    ],
  },
];

const REPLICATION: Hostile[] = [
  { at: 'apps.0.replication.interval', values: [...DURATIONS, '7m', '90s', '25h'] },
  { at: 'apps.0.replication.transfer', values: DURATIONS },
  { at: 'apps.0.replication.csiAddons.provisioner', values: NAMES },
  { at: 'apps.0.replication.csiAddons.secretName', values: NAMES },
  { at: 'apps.0.replication.csiAddons.secretNamespace', values: NAMES },
  { at: 'apps.0.replication.csiAddons.clusterId', values: [...NAMES, TOKEN] },
  { at: 'apps.0.replication.csiAddons.pool', values: [...NAMES, TOKEN] },
  { at: 'apps.0.replication.csiAddons.promotion', values: DURATIONS },
  { at: 'apps.0.replication.csiAddons.veleroNamespace', values: NAMES },
  { at: 'apps.0.replication.ramen.hubCluster', values: [...NAMES, '*'] },
  { at: 'apps.0.replication.ramen.hubNamespace', values: NAMES },
  { at: 'apps.0.replication.ramen.clusterSet', values: NAMES },
  { at: 'apps.0.replication.ramen.interval', values: [...DURATIONS, '7m', '90s', '25h'] },
  { at: 'apps.0.replication.ramen.transfer', values: DURATIONS },
  { at: 'apps.0.replication.ramen.promotion', values: DURATIONS },
  { at: 'apps.0.replication.ramen.storageIds', values: [{ mars: 'x' }, { '*': '' }, { '*': 'a b' }, { '*': '+' }] },
  { at: 'apps.0.replication.ramen.replicationId', values: NAMES },
  { at: 'apps.0.replication.ramen.pool', values: [...NAMES, TOKEN] },
  { at: 'apps.0.replication.volSync.schedule', values: CRONS },
  { at: 'apps.0.replication.volSync.transfer', values: DURATIONS },
  { at: 'apps.0.replication.volSync.provisioning', values: DURATIONS },
  { at: 'apps.0.replication.volSync.copyStorageClass', values: NAMES },
  { at: 'apps.0.replication.volSync.volumeSnapshotClass', values: NAMES },
  { at: 'apps.0.replication.volSync.keySecret', values: NAMES },
  { at: 'apps.0.replication.volSync.restic.schedule', values: CRONS },
  { at: 'apps.0.replication.volSync.restic.secretPrefix', values: NAMES },
  { at: 'apps.0.replication.backupRestore.dataSize', values: [...SIZES, '2Ti'] },
  { at: 'apps.0.replication.backupRestore.throughput', values: SIZES },
  { at: 'apps.0.replication.backupRestore.throughputBasis', values: ['derived'] },
  { at: 'apps.0.replication.backupRestore.queue', values: DURATIONS },
  { at: 'apps.0.replication.backupRestore.provisioning', values: DURATIONS },
  { at: 'apps.0.replication.backupRestore.resources', values: [['Secrets'], ['a b'], [''], ['*'], ["x'"], ['a', 'a']] },
];

const COMMANDS = [[], [''], ['a\nb'], ["it's"], ['{{workflow.name}}'], ['$(x)'], [TOKEN], [SECRETS[1]]];

const CUSTOM: Hostile[] = [
  { at: 'apps.0.workload.custom.name', values: [...NAMES, 'front-end', 'data-health', '1a', 'x'.repeat(53)] },
  { at: 'apps.0.workload.custom.system', values: [...NAMES, 'cockroachdb', 'etcd', TOKEN, SECRETS[0]] },
  { at: 'apps.0.workload.custom.image', values: [...IMAGES, 'postgres:17', 'etcd:3.6'] },
  { at: 'apps.0.workload.custom.replicas', values: [...COUNTS, 100, 101] },
  {
    at: 'apps.0.workload.custom.ports',
    values: [[], ...PORTS.map((port) => [{ name: 'p', port }]), ...NAMES.map((name) => [{ name, port: 8000 }])],
  },
  {
    at: 'apps.0.workload.custom.volumes',
    values: [
      [],
      ...SIZES.map((size) => [{ name: 'data', mountPath: '/data', size }]),
      ...NAMES.map((name) => [{ name, mountPath: '/data', size: '20Gi' }]),
      ...['', 'data', '/', '/a/../b', '/a:b', '/tmp', '/a b', '/a\n', `/${LONG}`].map((mountPath) => [
        { name: 'data', mountPath, size: '20Gi' },
      ]),
    ],
  },
  {
    at: 'apps.0.workload.custom.health',
    values: [
      { path: '' },
      { path: 'ready' },
      { path: '/a b' },
      { path: '/;}' },
      { path: '/ready', port: 'none' },
      { path: '/ready', command: ['x'] },
      ...COMMANDS.map((command) => ({ path: undefined, command })),
      ...DURATIONS.flatMap((time) => [{ period: time }, { timeout: time }]),
    ],
  },
  { at: 'apps.0.workload.custom.command', values: COMMANDS },
  { at: 'apps.0.workload.custom.args', values: COMMANDS },
  { at: 'apps.0.workload.custom.backupHooks', values: COMMANDS.map((before) => ({ before })) },
  { at: 'apps.0.workload.custom.backupHooks', values: DURATIONS.map((timeout) => ({ before: ['x'], timeout })) },
  {
    at: 'apps.0.workload.custom.environment',
    values: [{ 'A=B': 'x' }, { '': 'x' }, { DB_PASSWORD: 'hunter2' }, { V: TOKEN }, { V: SECRETS[2] }],
  },
  { at: 'apps.0.workload.custom.environmentSecrets', values: [['a_b'], [''], ['a', 'a']] },
  { at: 'apps.0.workload.custom.scratchPaths', values: [[''], ['tmp'], ['/'], ['/data'], ['/tmp', '/tmp'], ['/a:b']] },
  { at: 'apps.0.workload.custom.cpu', values: QUANTITIES },
  { at: 'apps.0.workload.custom.memory', values: SIZES },
  { at: 'apps.0.workload.custom.user', values: [0, -1, 1.5, NaN, 2 ** 31] },
  { at: 'apps.0.workload.custom.startTimeout', values: DURATIONS },
  { at: 'apps.0.workload.custom.stopTimeout', values: DURATIONS },
  { at: 'apps.0.workload.custom.metrics', values: [{ port: 'none' }, { port: 'http', path: 'a b' }] },
  {
    at: 'apps.0.workload.custom.connection',
    values: [{ port: 'none' }, { hostVariable: '' }, { hostVariable: 'X', portVariable: 'X' }],
  },
  { at: 'apps.0.workload.custom.clientNamespaces', values: NAMESPACES },
  { at: 'apps.0.workload.custom.egressCidrs', values: CIDRS },
];

/** Of replication, roles, latches and workloads of any image. */
export const HOSTILE_ROLES: Hostile[] = [...ROLES, ...REPLICATION, ...CUSTOM];
