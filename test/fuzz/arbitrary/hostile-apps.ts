import {
  COUNTS,
  CRONS,
  DURATIONS,
  type Hostile,
  IMAGES,
  LABELS,
  LONG,
  NAMES,
  PORTS,
  QUANTITIES,
  SCHEDULED,
  SECRETS,
  SIZES,
  TOKEN,
} from './hostile-values';

/** A second application, which takes what the first one has. */
const TWIN = {
  id: 'twin',
  workload: { kind: 'etcd' },
  frontEnd: { image: 'registry.example.com/twin:1' },
  objectives: { rpo: '0s', rto: '1h' },
};

const APP: Hostile[] = [
  { at: 'apps.0.id', values: [...NAMES, 'velero', 'prod', 'o'.repeat(60)] },
  {
    at: 'apps.1',
    values: [
      { ...TWIN, namespace: 'orders' },
      { ...TWIN, hostname: 'app-orders.example.com' },
    ],
  },
  {
    at: 'apps.0.namespace',
    values: [...NAMES, 'monitoring', 'velero', 'cert-manager', 'kube-system', 'gateway-system', 'submariner-operator'],
  },
  { at: 'apps.0.hostname', values: [...NAMES, 'example.com', 'www.other.org', `${'a.'.repeat(100)}example.com`] },
  {
    at: 'apps.0.sites',
    values: [[], ['*'], ['mars'], ['*', '*'], ['constructor']],
  },
  { at: 'apps.0.witnessSite', values: ['mars', '', '*'] },
  { at: 'apps.0.toleratedSiteFailures', values: [...COUNTS, 2, 3, 7] },
  { at: 'apps.0.objectives.rpo', values: DURATIONS },
  { at: 'apps.0.objectives.rto', values: DURATIONS },
  { at: 'apps.0.labels', values: LABELS },
  { at: 'apps.0.protection.schedule', values: CRONS },
  { at: 'apps.0.protection.retention', values: [...DURATIONS, '1h', '90d', '110000d'] },
  { at: 'apps.0.protection.maxDuration', values: [...DURATIONS, '2h'] },
  {
    at: 'apps.0.protection',
    values: [{ volumeSnapshots: true }, { ...SCHEDULED, maxDuration: '24h', retention: '49h' }],
  },
  {
    at: 'apps.0.waivers',
    values: [
      [{ rule: 'BCK-02', reason: 'x', expires: '2999-12-31' }],
      [{ rule: 'OBJ-01', reason: 'x', expires: '2999-12-31' }],
      [{ rule: 'NET-11', reason: 'x', expires: '2999-12-31' }],
      [{ rule: 'nonsense', reason: 'x', expires: '2999-12-31' }],
      [{ rule: 'NET-11', reason: 'x', expires: '2020-01-01' }],
      [{ rule: 'BCK-02', reason: 'x', expires: 'soon' }],
      [{ rule: 'GLB-06', reason: SECRETS[1], expires: '2999-12-31' }],
    ],
  },
];

const FRONT_END: Hostile[] = [
  { at: 'apps.0.frontEnd.image', values: [...IMAGES, SECRETS[1]] },
  { at: 'apps.0.frontEnd.port', values: [...PORTS, 8081] },
  {
    at: 'apps.0.frontEnd.healthPath',
    values: [
      '',
      'healthz',
      '/a b',
      '/a;return 200',
      '/a}',
      '/$uri',
      '/"',
      "/'",
      '/\n',
      '/#x',
      '/a\\',
      `/${LONG}`,
      '/{',
      '/ü',
    ],
  },
  { at: 'apps.0.frontEnd.replicas', values: COUNTS },
  { at: 'apps.0.frontEnd.maxReplicas', values: [...COUNTS, 1] },
  { at: 'apps.0.frontEnd.targetCpuPercent', values: COUNTS },
  { at: 'apps.0.frontEnd.cpu', values: QUANTITIES },
  { at: 'apps.0.frontEnd.memory', values: SIZES },
  {
    at: 'apps.0.frontEnd.environment',
    values: [
      ...SECRETS.map((value) => ({ VALUE: value })),
      ...[
        'DB_PASSWORD',
        'db_password',
        'API_KEY',
        'PASSWORD_HASH',
        'GITHUB_PAT',
        'AWS_SECRET_ACCESS_KEY',
        'dbPassword',
      ].map((name) => ({ [name]: 'hunter2' })),
      { DB_PASSWORD: '/run/secrets/password' },
      { VALUE: TOKEN },
      { 'A=B': 'x' },
      { '': 'x' },
      { PGHOST: 'elsewhere', ETCDCTL_CERT: 'x' },
      { ü: 'x' },
    ],
  },
  { at: 'apps.0.frontEnd.environmentSecrets', values: [['a_b'], [''], ['a', 'a']] },
  { at: 'apps.0.frontEnd.user', values: [0, -1, 1.5, NaN, 2 ** 31] },
  { at: 'apps.0.frontEnd.ingressClassName', values: NAMES },
  { at: 'apps.0.frontEnd.egressNamespaces', values: NAMES.map((name) => [name]) },
  { at: 'apps.0.frontEnd.egressCidrs', values: [[''], ['10.0.0.0'], ['0.0.0.0/0'], ['::/129'], ['1.2.3.4/33']] },
  { at: 'apps.0.frontEnd.siteHealthImage', values: IMAGES },
];

const ETCD: Hostile[] = [
  { at: 'apps.0.workload.etcd.image', values: [...IMAGES, 'etcd:v3.5.9', 'etcd:latest', 'etcd'] },
  {
    at: 'apps.0.workload.etcd.members',
    values: [{ mars: 1 }, ...[...COUNTS.filter((count) => count < 1e6), 2, 5, 101].map((count) => ({ '*': count }))],
  },
  { at: 'apps.0.workload.etcd.joiningSites', values: [['mars'], ['*', '*'], []] },
  { at: 'apps.0.workload.etcd.storage', values: SIZES },
  { at: 'apps.0.workload.etcd.databaseQuota', values: SIZES },
  { at: 'apps.0.workload.etcd.cpu', values: QUANTITIES },
  { at: 'apps.0.workload.etcd.memory', values: SIZES },
  { at: 'apps.0.workload.etcd.heartbeatInterval', values: [...DURATIONS, '10001ms'] },
  { at: 'apps.0.workload.etcd.electionTimeout', values: [...DURATIONS, '499ms', '50001ms'] },
  { at: 'apps.0.workload.etcd.clientNamespaces', values: NAMES.map((name) => [name]) },
  { at: 'apps.0.workload.etcd.uploadImage', values: IMAGES },
];

const COCKROACHDB: Hostile[] = [
  { at: 'apps.0.workload.cockroachDb.vehicle', values: ['operator'] },
  {
    at: 'apps.0.workload.cockroachDb.version',
    values: ['', 'v26.2.5', '25.1.9', '26', '26.2.5 ', '99.1.0', '26.2.5\nx'],
  },
  { at: 'apps.0.workload.cockroachDb.image', values: IMAGES },
  { at: 'apps.0.workload.cockroachDb.nodesPerSite', values: [...COUNTS, 1, 100, 101] },
  { at: 'apps.0.workload.cockroachDb.storage', values: SIZES },
  { at: 'apps.0.workload.cockroachDb.cpu', values: QUANTITIES },
  { at: 'apps.0.workload.cockroachDb.memory', values: SIZES },
  { at: 'apps.0.workload.cockroachDb.database', values: [...NAMES, 'system', 'postgres', 'a-', 'x'.repeat(41)] },
  { at: 'apps.0.workload.cockroachDb.user', values: [...NAMES, 'root', 'node', 'admin', 'a-b', "x'--"] },
  { at: 'apps.0.workload.cockroachDb.primarySite', values: ['mars', ''] },
  { at: 'apps.0.workload.cockroachDb.clientNamespaces', values: NAMES.map((name) => [name]) },
  { at: 'apps.0.workload.cockroachDb.fullBackupSchedule', values: CRONS },
  {
    at: 'apps.0.workload.cockroachDb.serviceAccountAnnotations',
    values: [{ 'a b': 'x' }, { '': 'x' }, { a: SECRETS[0] }, { a: TOKEN }, { 'eks.amazonaws.com/role-arn': '' }],
  },
  { at: 'apps.0.workload.cockroachDb.licenseSecret', values: NAMES },
  { at: 'apps.0.workload.cockroachDb.automaticRollout', values: [true] },
  { at: 'apps.0.workload.cockroachDb.operatorNamespace', values: NAMES },
];

/** Of an application. */
export const HOSTILE_APPS: Hostile[] = [...APP, ...FRONT_END, ...ETCD, ...COCKROACHDB];
