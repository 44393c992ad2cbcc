import { COUNTS, DURATIONS, type Hostile, IMAGES, NAMES, QUANTITIES, SECRETS, SIZES, TOKEN } from './hostile-values';

const NAMESPACES = NAMES.map((name) => [name]);
const CIDRS = [[''], ['10.0.0.0'], ['::/129'], ['1.2.3.4/33'], []];

/** Values of each prop of a workload. */
function of(workload: string, values: Record<string, readonly unknown[]>): Hostile[] {
  return Object.entries(values).map(([prop, each]) => ({ at: `apps.0.workload.${workload}.${prop}`, values: each }));
}

const SQL_NAMES = [...NAMES, 'postgres', 'template1', 'pg_x', 'x'.repeat(64), "x'--", 'a-b', '1a'];

/** Of engines that replicate themselves. */
export const HOSTILE_ENGINES: Hostile[] = [
  ...of('postgresql', {
    image: [...IMAGES, 'postgresql:13.4', 'postgresql:latest'],
    instances: [...COUNTS, 1, 2, 21],
    storage: SIZES,
    walStorage: SIZES,
    cpu: QUANTITIES,
    memory: SIZES,
    database: SQL_NAMES,
    user: [...SQL_NAMES, 'streaming_replica'],
    parameters: [
      { fsync: 'off' },
      { 'a b': 'x' },
      { '': 'x' },
      { work_mem: "'; DROP" },
      { log_line_prefix: 'a\nb' },
      { x: TOKEN },
      { x: SECRETS[0] },
      { max_connections: '' },
    ],
    maxReplicationLag: DURATIONS,
    archiveTimeout: [...DURATIONS, '29s', '3601s'],
    archiveNames: [{ mars: 'x' }, { '*': 'pg-x', '+': 'pg-x' }, { '*': '../x' }, { '*': '' }, { '*': 'a b' }],
    operatorNamespace: NAMES,
    clientNamespaces: NAMESPACES,
  }),
  ...of('valkey', {
    image: [...IMAGES, 'valkey:7.2'],
    replicas: [...COUNTS, 20, 21],
    memory: SIZES,
    cpu: QUANTITIES,
    storage: [...SIZES, '7Gi'],
    passwordSecret: NAMES,
    maxLag: [...DURATIONS, '4s', '3601s'],
    startTimeout: DURATIONS,
    syncTimeout: DURATIONS,
    clientNamespaces: NAMESPACES,
    exporterImage: IMAGES,
  }),
  ...of('cassandra', {
    version: ['', 'v5.0.0', '3.11.0', '4.0.9', '5', '5.0.6 ', '99.0.0'],
    replicationFactor: [...COUNTS, 2, 9, 10],
    nodesPerRack: [...COUNTS, 100, 101],
    storage: SIZES,
    cpu: QUANTITIES,
    memory: SIZES,
    heap: [...SIZES, '9Gi'],
    keyspace: [...NAMES, 'system', 'reaper_db', 'x'.repeat(49), "x'--"],
    controlPlane: [...NAMES, '*'],
    controlPlaneCidrs: CIDRS,
    operatorNamespace: NAMES,
    hintWindow: DURATIONS,
    hintTolerance: DURATIONS,
    alertOnHints: [false],
    repairEvery: [...DURATIONS, '9d', '36h'],
    clientNamespaces: NAMESPACES,
    cqlshImage: IMAGES,
    toolsImage: IMAGES,
  }),
  ...of('kafka', {
    topics: [
      [],
      ...NAMES.map((name) => [{ name }]),
      ...['heartbeats', 'cndr-health', 'x.internal', '*.orders', 'mm2-x', '__x'].map((name) => [{ name }]),
      ...COUNTS.map((partitions) => [{ name: 'a', partitions }]),
      ...DURATIONS.map((retention) => [{ name: 'a', retention }]),
      [{ name: 'a' }, { name: 'a' }],
      [{ name: 'a', config: { 'min.insync.replicas': '1' } }],
      [{ name: 'a', config: { '': 'x', b: TOKEN } }],
    ],
    brokers: [...COUNTS, 1, 2, 91],
    storage: SIZES,
    cpu: QUANTITIES,
    memory: [...SIZES, '1023Mi'],
    mirrorTasks: [...COUNTS, 1001],
    maxReplicationLag: DURATIONS,
    clientImage: IMAGES,
    operatorNamespace: NAMES,
    clientNamespaces: NAMESPACES,
  }),
  ...of('dynamoDb', {
    table: ['', 'ab', 'a b', 'x'.repeat(256), TOKEN, 'ü'],
    partitionKey: ['', 'a b', 'x'.repeat(256), TOKEN],
    sortKey: ['', 'pk', 'a b'],
    maxReplicationLag: DURATIONS,
    alarmTopics: [{}, { mars: 'x' }, { '*': '' }, { '*': 'arn:aws:sns:sa-east-1:111122223333:x' }],
    backupRoleArn: ['', 'role', 'arn:aws:iam::1:role/x', TOKEN],
    endpointCidrs: CIDRS,
    cliImage: IMAGES,
  }),
];
