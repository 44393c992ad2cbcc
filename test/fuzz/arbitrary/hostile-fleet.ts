import {
  ADDRESSES,
  COUNTS,
  DURATIONS,
  type Hostile,
  LABELS,
  LONG,
  NAMES,
  PORTS,
  SECRETS,
  TOKEN,
} from './hostile-values';

const SITES: Hostile[] = [
  { at: 'fleet.sites.*.name', values: ['constructor', 'broker', 'US_East', '1a', 'a--b', 'x'.repeat(31), ...NAMES] },
  {
    at: 'fleet.sites.*',
    values: [
      ...["'; DROP DATABASE app; --", 'a,zone=b', 'a"b', LONG, 'us-east-1', 'eu-central-1', ' ', TOKEN].map(
        (region) => ({
          cloud: 'on-premises',
          region,
          zones: ['hall-9'],
        }),
      ),
      ...[[], ['z', 'z'], ['A'], ['a.b'], ['x'.repeat(60)], [''], ['a b'], ['1'], ['cockroachdb']].map((zones) => ({
        cloud: 'on-premises',
        zones,
      })),
      { region: '' },
      { region: 'eu-central-1', zones: ['eu-central-1a'] },
    ],
  },
  {
    at: 'fleet.sites.*.podCidr',
    values: [
      ...['', '10.10.0.0', '10.10.0.0/33', '10.10.0.1/16', '0.0.0.0/0', '10.99.0.0/32', '10.99.0.0/016', 'fd00::/48'],
      ...[
        '8.8.8.0/24',
        '172.32.0.0/16',
        '10.110.0.0/16',
        '242.0.0.0/16',
        '10.99.0.0/31 ',
        '127.0.0.0/8',
        '010.99.0.0/16',
      ],
    ],
  },
  { at: 'fleet.sites.*.serviceCidr', values: ['', '10.10.0.0/24', '10.96.0.9/12', '203.0.113.0/24'] },
  { at: 'fleet.sites.*.nodeCidr', values: ['', '10.10.0.0/16', '10.255.255.255/32', '2001:db8::/32'] },
  {
    at: 'fleet.sites.*.clusterDomain',
    values: [...NAMES, 'clusterset.local', `${'d'.repeat(63)}.${'e'.repeat(63)}.${'f'.repeat(63)}.${'g'.repeat(61)}`],
  },
  {
    at: 'fleet.sites.*.ingressHostname',
    values: [...NAMES, 'www.example.com', 'app-orders.example.com', '10.0.0.1', '*.example.com', undefined],
  },
  { at: 'fleet.sites.*.ingressIpv4', values: ADDRESSES },
  { at: 'fleet.sites.*.ingressIpv6', values: [...ADDRESSES, '2600:1f14:0::1', '::ffff:8.8.8.8'] },
  { at: 'fleet.sites.*.labels', values: LABELS },
  { at: 'fleet.sites.*.storageClass', values: NAMES },
  {
    at: 'fleet.sites.*.rttMillis',
    values: [
      { mars: 1 },
      { '*': 1 },
      ...[...COUNTS, 401, 5000, 5001, 1e9, 1e15, 1e-9].map((millis) => ({ '+': millis })),
    ],
  },
];

const FLEET: Hostile[] = [
  { at: 'fleet.id', values: NAMES },
  { at: 'fleet.sites', values: [[]] },
  { at: 'fleet.issuer', values: NAMES },
  { at: 'fleet.certManagerNamespace', values: NAMES },
  { at: 'fleet.monitoringNamespace', values: NAMES },
  {
    at: 'fleet.gateway',
    values: NAMES.flatMap((name) => [
      { name, namespace: 'edge' },
      { name: 'g', namespace: name },
    ]),
  },
  { at: 'fleet.gateway', values: NAMES.map((listener) => ({ name: 'g', namespace: 'edge', listener })) },
  { at: 'fleet.labels', values: LABELS },
  {
    at: 'fleet.waivers',
    values: [
      [{ rule: 'NET-01', reason: 'it works', expires: '2999-12-31' }],
      [{ rule: 'NET-11', reason: ' ', expires: '2999-12-31' }],
      [{ rule: 'QRM-01', reason: 'x', expires: '2999-12-31' }],
      [{ rule: '', reason: '', expires: '' }],
      [{ rule: 'LAT-02', reason: `the key is ${SECRETS[0]}`, expires: '2999-12-31' }],
    ],
  },
];

const NETWORK: Hostile[] = [
  {
    at: 'fleet.network.submariner.brokerApiServer',
    values: [
      '',
      'broker',
      'https://broker:6443',
      'broker:0',
      'broker:65536',
      'b:1:2',
      '[::1]:6443',
      'b:1e3',
      'b: 6443',
      'b:+1',
    ],
  },
  { at: 'fleet.network.submariner.brokerSite', values: ['mars', '*'] },
  { at: 'fleet.network.submariner.brokerCluster', values: [...NAMES, '*', '../x'] },
  {
    at: 'fleet.network.submariner.globalnetCidrs',
    values: [{}, { '*': '242.0.0.0/16' }, { '*': '10.0.0.0/8' }, { '*': 'x' }, { mars: '242.0.0.0/16' }],
  },
  { at: 'fleet.network.submariner.globalnetRange', values: ['', '0.0.0.0/0', '10.0.0.0/8', '242.0.0.1/8', 'fd00::/8'] },
  { at: 'fleet.network.submariner.nattPort', values: [...PORTS, 4490, 4800] },
  { at: 'fleet.network.submariner.gatewaysPerSite', values: COUNTS },
  { at: 'fleet.network.submariner.healthCheckInterval', values: DURATIONS },
  { at: 'fleet.network.submariner.maxPacketLossCount', values: COUNTS },
  { at: 'fleet.network.submariner.pskSecret', values: NAMES },
];

const TRAFFIC: Hostile[] = [
  { at: 'fleet.traffic.hostedZoneId', values: ['', 'z1', '/hostedzone/Z1', 'Z'.repeat(33), TOKEN] },
  { at: 'fleet.traffic.zoneName', values: [...NAMES, 'example.com.', 'other.org', 'com'] },
  { at: 'fleet.traffic.protocol', values: ['tcp'] },
  {
    at: 'fleet.traffic.routing',
    values: [
      { kind: 'latency' },
      { kind: 'latency', regions: { '*': 'mars' } },
      { kind: 'latency', regions: { mars: 'eu-central-1' } },
      { kind: 'latency', regions: { '*': 'eu-west-1', '+': 'eu-west-1' } },
      ...[-1, 256, 1.5, NaN].map((weight) => ({ kind: 'weighted', weighted: { weights: { '*': weight } } })),
      { kind: 'geolocation', geolocation: { defaultSite: 'mars' } },
      { kind: 'geolocation', geolocation: { defaultSite: '*', continents: { XX: '*' } } },
      { kind: 'geolocation', geolocation: { defaultSite: '*', countries: { us: '*', ZZ: '*' } } },
      { kind: 'geolocation', geolocation: { defaultSite: '*', countries: { ZZ: '*' } } },
      { kind: 'geolocation', geolocation: { defaultSite: '*', continents: { EU: 'mars' } } },
    ],
  },
  { at: 'fleet.traffic.healthCheck.interval', values: [...DURATIONS, '20s'] },
  { at: 'fleet.traffic.healthCheck.failureThreshold', values: [...COUNTS, 11] },
  { at: 'fleet.traffic.healthCheck.port', values: PORTS },
  { at: 'fleet.traffic.recordTtl', values: [...DURATIONS, '2147483647s', '2147483648s'] },
  { at: 'fleet.traffic.propagation', values: DURATIONS },
  { at: 'fleet.traffic.clientCache', values: DURATIONS },
  { at: 'fleet.traffic.connectionAge', values: DURATIONS },
];

const BACKUP: Hostile[] = [
  { at: 'fleet.backup.bucket', values: [...NAMES, 'ab', '192.168.0.1', 'xn--a', 'a..b', 'a-s3alias'] },
  { at: 'fleet.backup.region', values: ['', 'us-east-1', 'EU', 'eu_central_1', 'eu-central-1a'] },
  {
    at: 'fleet.backup',
    values: [
      ...[
        'http://s3.example.com',
        'https://',
        'https://u:p@s3.example.com',
        'https://s3/x',
        'https://s3:99999',
        's3',
      ].map((endpoint) => ({ existingBucket: true, endpoint })),
      { existingBucket: true, endpoint: 'https://s3.example.com', region: 'garage' },
      { existingBucket: true, endpoint: 'https://s3.example.com', region: '' },
      { existingBucket: true, bucket: 'a.b' },
      { existingBucket: true, objectLock: '1d' },
      { endpoint: 'https://s3.example.com' },
      undefined,
    ],
  },
  {
    at: 'fleet.backup.kmsKeyId',
    values: ['', 'a b', 'arn:aws:kms:us-east-1:123456789012:key/x', SECRETS[0], TOKEN, '${path.cwd}'],
  },
  { at: 'fleet.backup.objectRetention', values: [...DURATIONS, '36h', '30d', '1d'] },
  { at: 'fleet.backup.objectLock', values: [...DURATIONS, '36h'] },
  { at: 'fleet.backup.namespace', values: [...NAMES, 'orders'] },
  { at: 'fleet.backup.credentialsSecret', values: NAMES },
  { at: 'fleet.backup.appCredentialsSecret', values: NAMES },
];

/** Of a fleet. */
export const HOSTILE_FLEET: Hostile[] = [...SITES, ...FLEET, ...NETWORK, ...TRAFFIC, ...BACKUP];
