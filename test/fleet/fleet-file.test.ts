import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Duration } from 'cdk8s';
import {
  Backup,
  CableDriver,
  Cloud,
  DrError,
  Fleet,
  type FleetProps,
  GlobalLoadBalancer,
  HealthCheck,
  type IFleet,
  RoutingPolicy,
  Site,
  SiteNetwork,
  StatefulWorkload,
  StrongConsistencyDR,
  Latch,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import * as ts from 'typescript';
import * as tables from '../../src/fleet/file-tables';
import { refusals } from '../support/errors';
import { fleetProps } from '../support/fleet';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-fleet-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Writes a fleet file, and returns its path. */
function fileOf(...lines: string[]): string {
  const file = path.join(folder, 'fleet.yaml');
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** What is wrong with a file: `<line> <message>`. */
function problemsOf(...lines: string[]): string[] {
  return problemsIn(fileOf(...lines));
}

function problemsIn(file: string): string[] {
  try {
    Fleet.propsFromFile(file);
  } catch (error) {
    if (!DrError.isDrError(error)) throw error;
    return error.findings.map((finding) => `${finding.path.replace(`${file}:`, '')} ${finding.message}`);
  }
  return [];
}

const HEAD = ['apiVersion: cndr/fleet/v1', 'name: prod'];
const SITES = [
  'sites:',
  '  use1:',
  '    region: us-east-1',
  '    zones: [us-east-1a, us-east-1b, us-east-1c]',
  '    podCidr: 10.10.0.0/16',
  '    serviceCidr: 10.110.0.0/16',
];
const NETWORK = ['network: routed'];
/** A valid file of 9 lines; what a test adds begins at line 10. */
const VALID = [...HEAD, ...SITES, ...NETWORK];
/** The same without its network; what a test adds begins at line 9. */
const NO_NETWORK = [...HEAD, ...SITES];
const valid = (...lines: string[]): FleetProps => Fleet.propsFromFile(fileOf(...VALID, ...lines));

/** The fleet of test/support/fleet.ts. */
const PROD = [
  ...HEAD,
  'sites:',
  '  use1:',
  '    region: us-east-1',
  '    zones: [us-east-1a, us-east-1b, us-east-1c]',
  '    podCidr: 10.10.0.0/16',
  '    serviceCidr: 10.110.0.0/16',
  '    ingressHostname: use1.example.com',
  '    rttMillis: {use2: 12, usw2: 62}',
  '  use2:',
  '    region: us-east-2',
  '    zones: [us-east-2a, us-east-2b, us-east-2c]',
  '    podCidr: 10.20.0.0/16',
  '    serviceCidr: 10.120.0.0/16',
  '    ingressHostname: use2.example.com',
  '    rttMillis: {usw2: 50}',
  '  usw2:',
  '    region: us-west-2',
  '    zones: [us-west-2a, us-west-2b, us-west-2c]',
  '    podCidr: 10.30.0.0/16',
  '    serviceCidr: 10.130.0.0/16',
  '    ingressHostname: usw2.example.com',
  'network:',
  '  submariner:',
  '    brokerApiServer: broker.example.com:6443',
  'traffic:',
  '  route53:',
  '    hostedZoneId: Z0123456789ABCDEFGHIJ',
  '    zoneName: example.com',
  'backup:',
  '  velero:',
  '    bucket: dr-backups',
  '    region: eu-central-1',
  '    objectLock: 14d',
];

/** The props as they are, without the file that they remember. */
const plain = (props: FleetProps): FleetProps => Object.fromEntries(Object.entries(props)) as unknown as FleetProps;

describe('a file says what code says', () => {
  test('every prop of the fleet, its sites and its gateway', () => {
    // GIVEN a file with all keys
    const file = fileOf(
      ...HEAD,
      'sites:',
      '  fra1:',
      '    region: frankfurt',
      '    zones:',
      '      - rack-1',
      '      - rack-2',
      '    podCidr: 10.10.0.0/16',
      '    serviceCidr: 10.110.0.0/16',
      '    nodeCidr: 10.1.0.0/16',
      '    clusterDomain: fra.local',
      '    ingressHostname: fra1.example.com',
      '    ingressIpv4: 203.0.113.1',
      '    ingressIpv6: 2001:db8::1',
      '    labels: {tier: "1"}',
      '    cloud: on-premises',
      '    storageClass: fast',
      '    rttMillis: {use1: 90.5}',
      'network: {routed: {encrypted: true}}',
      'issuer: ca',
      'certManagerNamespace: certs',
      'monitoringNamespace: prometheus',
      'gateway:',
      '  name: edge',
      '  namespace: gateways',
      '  listener: tls',
      '  dataPlaneNamespace: proxies',
      '  dataPlaneCidrs: [10.0.0.0/16, 10.1.0.0/16]',
      'labels:',
      '  example.com/team: platform',
      'waivers:',
      '  - rule: NET-09',
      '    reason: leased line',
      '    expires: 2999-12-31',
    );

    // WHEN it is read
    const props = plain(Fleet.propsFromFile(file));

    // THEN it is what one would write in code
    expect(props).toEqual({
      sites: [
        Site.of('fra1', {
          region: 'frankfurt',
          zones: ['rack-1', 'rack-2'],
          podCidr: '10.10.0.0/16',
          serviceCidr: '10.110.0.0/16',
          nodeCidr: '10.1.0.0/16',
          clusterDomain: 'fra.local',
          ingressHostname: 'fra1.example.com',
          ingressIpv4: '203.0.113.1',
          ingressIpv6: '2001:db8::1',
          labels: { tier: '1' },
          cloud: Cloud.ON_PREMISES,
          storageClass: 'fast',
          rttMillis: { use1: 90.5 },
        }),
      ],
      network: SiteNetwork.routed({ encrypted: true }),
      issuer: 'ca',
      certManagerNamespace: 'certs',
      monitoringNamespace: 'prometheus',
      gateway: {
        name: 'edge',
        namespace: 'gateways',
        listener: 'tls',
        dataPlaneNamespace: 'proxies',
        dataPlaneCidrs: ['10.0.0.0/16', '10.1.0.0/16'],
      },
      labels: { 'example.com/team': 'platform' },
      waivers: [{ rule: 'NET-09', reason: 'leased line', expires: '2999-12-31' }],
    });
  });

  test('the latch of applications with one active site', () => {
    const latch = (...lines: string[]) =>
      Fleet.propsFromFile(
        fileOf(
          ...NO_NETWORK,
          'network: routed',
          'traffic:',
          '  route53:',
          '    hostedZoneId: Z1',
          '    zoneName: example.com',
          '    latch:',
          ...lines,
        ),
      ).traffic;
    const route53 = (made: Latch) =>
      GlobalLoadBalancer.route53({ hostedZoneId: 'Z1', zoneName: 'example.com', latch: made });

    expect(latch('      object: {bucketPrefix: dr-latch, region: eu-central-1}')).toEqual(
      route53(Latch.object({ bucketPrefix: 'dr-latch', region: 'eu-central-1' })),
    );
    expect(
      latch('      routingControl:', '        routingControlArns: {use1: arn:1}', '        endpoints: [https://a]'),
    ).toEqual(route53(Latch.routingControl({ routingControlArns: { use1: 'arn:1' }, endpoints: ['https://a'] })));
  });

  test('every prop of Submariner, Route 53 and Velero', () => {
    // GIVEN a file with all keys
    const file = fileOf(
      ...NO_NETWORK,
      'network:',
      '  submariner:',
      '    brokerApiServer: 10.0.0.1:6443',
      '    brokerSite: use1',
      '    brokerCluster: hub',
      '    cableDriver: wireguard',
      '    globalnetCidrs: {use1: 242.1.0.0/16}',
      '    globalnetRange: 242.0.0.0/9',
      '    nattPort: 4501',
      '    natEnabled: false',
      '    gatewaysPerSite: 3',
      '    healthCheckInterval: 2s',
      '    maxPacketLossCount: 4',
      '    pskSecret: psk',
      'traffic:',
      '  route53:',
      '    hostedZoneId: Z1',
      '    zoneName: example.com',
      '    routing:',
      '      geolocation: {continents: {EU: euw1}, countries: {NO: euw1}, defaultSite: use1}',
      '    healthCheck:',
      '      https: {interval: 30s, failureThreshold: 2, port: 8443}',
      '    recordTtl: 20s',
      '    ipv6: true',
      '    propagation: PT15S',
      '    clientCache: 0s',
      'backup:',
      '  velero:',
      '    bucket: dr-backups',
      '    region: eu-central-1',
      '    existingBucket: true',
      '    endpoint: https://minio.example.com',
      '    kmsKeyId: alias/dr',
      '    objectRetention: 120d',
      '    objectLock: 14d',
      '    namespace: backups',
      '    credentialsSecret: one',
      '    appCredentialsSecret: two',
    );

    // WHEN it is read
    const { network, traffic, backup } = Fleet.propsFromFile(file);

    // THEN the parts are those that one would make in code
    expect(network).toEqual(
      SiteNetwork.submariner({
        brokerApiServer: '10.0.0.1:6443',
        brokerSite: 'use1',
        brokerCluster: 'hub',
        cableDriver: CableDriver.WIREGUARD,
        globalnetCidrs: { use1: '242.1.0.0/16' },
        globalnetRange: '242.0.0.0/9',
        nattPort: 4501,
        natEnabled: false,
        gatewaysPerSite: 3,
        healthCheckInterval: Duration.seconds(2),
        maxPacketLossCount: 4,
        pskSecret: 'psk',
      }),
    );
    expect(traffic).toEqual(
      GlobalLoadBalancer.route53({
        hostedZoneId: 'Z1',
        zoneName: 'example.com',
        routing: RoutingPolicy.geolocation({
          continents: { EU: 'euw1' },
          countries: { NO: 'euw1' },
          defaultSite: 'use1',
        }),
        healthCheck: HealthCheck.https({ interval: Duration.seconds(30), failureThreshold: 2, port: 8443 }),
        recordTtl: Duration.seconds(20),
        ipv6: true,
        propagation: Duration.parse('PT15S'),
        clientCache: Duration.seconds(0),
      }),
    );
    expect(backup).toEqual(
      Backup.velero({
        bucket: 'dr-backups',
        region: 'eu-central-1',
        existingBucket: true,
        endpoint: 'https://minio.example.com',
        kmsKeyId: 'alias/dr',
        objectRetention: Duration.days(120),
        objectLock: Duration.days(14),
        namespace: 'backups',
        credentialsSecret: 'one',
        appCredentialsSecret: 'two',
      }),
    );
  });

  test.each([
    ['latency', RoutingPolicy.latency()],
    ['{latency: {regions: {fra1: eu-central-1}}}', RoutingPolicy.latency({ regions: { fra1: 'eu-central-1' } })],
    ['multivalue', RoutingPolicy.multivalue()],
    ['{weighted: {weights: {use1: 0, use2: 100}}}', RoutingPolicy.weighted({ weights: { use1: 0, use2: 100 } })],
    ['{geolocation: {defaultSite: use1}}', RoutingPolicy.geolocation({ defaultSite: 'use1' })],
  ])('routing %s', (written, routing) => {
    const { traffic } = valid(`traffic: {route53: {hostedZoneId: Z1, zoneName: example.com, routing: ${written}}}`);
    expect(traffic).toEqual(GlobalLoadBalancer.route53({ hostedZoneId: 'Z1', zoneName: 'example.com', routing }));
  });

  test.each([
    ['https', HealthCheck.https()],
    ['tcp', HealthCheck.tcp()],
    ['{tcp: {port: 8443}}', HealthCheck.tcp({ port: 8443 })],
  ])('health check %s', (written, healthCheck) => {
    const { traffic } = valid(`traffic: {route53: {hostedZoneId: Z1, zoneName: a.example, healthCheck: ${written}}}`);
    expect(traffic).toEqual(GlobalLoadBalancer.route53({ hostedZoneId: 'Z1', zoneName: 'a.example', healthCheck }));
  });

  test.each([
    ['30s', Duration.seconds(30)],
    ['5m', Duration.minutes(5)],
    ['1h', Duration.hours(1)],
    ['14d', Duration.days(14)],
    ['PT1H30M', Duration.parse('PT1H30M')],
    ['PT14D', Duration.parse('PT14D')],
  ])('duration %s', (written, objectLock) => {
    const { backup } = valid(`backup: {velero: {bucket: b, region: r, objectLock: ${written}}}`);
    expect(backup).toEqual(Backup.velero({ bucket: 'b', region: 'r', objectLock }));
  });

  test('sites keep the order of the file, numbers as names included', () => {
    const site = ['    region: r', '    zones: [z]', '    podCidr: 10.0.0.0/16', '    serviceCidr: 10.1.0.0/16'];
    const { sites } = Fleet.propsFromFile(
      fileOf(...HEAD, 'sites:', '  b:', ...site, '  10:', ...site, '  2:', ...site, ...NETWORK),
    );
    expect(sites.map(({ name }) => name)).toEqual(['b', '10', '2']);
  });

  test('an anchor is written once and used again', () => {
    const { sites } = Fleet.propsFromFile(
      fileOf(
        ...HEAD,
        'sites:',
        '  use1: {region: r, zones: &zones [a, b], podCidr: 10.0.0.0/16, serviceCidr: 10.1.0.0/16}',
        '  use2: {region: s, zones: *zones, podCidr: 10.2.0.0/16, serviceCidr: 10.3.0.0/16}',
        ...NETWORK,
      ),
    );
    expect(sites[1]?.zones).toEqual(['a', 'b']);
  });

  test('a file of another machine: byte order mark, Windows line ends', () => {
    const file = fileOf();
    fs.writeFileSync(file, `\uFEFF${VALID.join('\r\n')}\r\n`);
    expect(Fleet.propsFromFile(file).sites[0]?.serviceCidr).toBe('10.110.0.0/16');
  });

  test('a mapping with nothing in it has the defaults', () => {
    expect(
      plain(valid('labels:', 'traffic:', '  route53:', '    hostedZoneId: Z1', '    zoneName: example.com')),
    ).toMatchObject({
      labels: {},
      traffic: GlobalLoadBalancer.route53({ hostedZoneId: 'Z1', zoneName: 'example.com' }),
    });
  });

  test('the example in the documentation is a fleet', () => {
    const source = fs.readFileSync(path.join(__dirname, '../../src/fleet/fleet.ts'), 'utf8');
    const [, example = ''] = /\/\/ fleet\.yaml:\n([^]*?) {3}\* new Fleet/.exec(source) ?? [];
    const lines = example.split('\n').map((line) => line.replace(/^ {3}\* \/\/ {3}/, ''));
    const props = Fleet.propsFromFile(fileOf(...lines.filter((line) => line !== '  use2: ...')));
    expect(Object.keys(props).sort()).toEqual(
      Object.keys(tables.FLEET)
        .filter((key) => !['apiVersion', 'name'].includes(key))
        .sort(),
    );
  });
});

describe('everything that can be said in code can be said in a file', () => {
  const STRUCTS: [string, string, object, string[]][] = [
    ['SiteProps', 'model/site.ts', tables.SITE, []],
    ['SubmarinerProps', 'network/submariner-settings.ts', tables.SUBMARINER, []],
    ['RoutedProps', 'network/routed.ts', tables.ROUTED, []],
    ['Route53Props', 'traffic/route53.ts', tables.ROUTE53, []],
    ['HealthCheckProps', 'traffic/health-check.ts', tables.HEALTH_CHECK, []],
    ['LatencyRoutingProps', 'traffic/routing-policy.ts', tables.LATENCY_ROUTING, []],
    ['WeightedRoutingProps', 'traffic/routing-policy.ts', tables.WEIGHTED_ROUTING, []],
    ['GeolocationRoutingProps', 'traffic/geolocation.ts', tables.GEOLOCATION_ROUTING, []],
    ['ObjectLatchProps', 'traffic/object-latch.ts', tables.OBJECT_LATCH, []],
    ['RoutingControlLatchProps', 'traffic/routing-control-latch.ts', tables.ROUTING_CONTROL_LATCH, []],
    ['VeleroProps', 'backup/props.ts', tables.VELERO, []],
    ['GatewayReference', 'model/fleet.ts', tables.GATEWAY, []],
    ['Waiver', 'rules/finding.ts', tables.WAIVER, []],
    // Where the state of the fleet's stack is concerns its pipeline alone, and any cdktf backend may be added in code.
    ['FleetProps', 'fleet/fleet.ts', tables.FLEET, ['backend']],
  ];

  test.each(STRUCTS)('every prop of %s', (struct, file, table, inCodeOnly) => {
    const props = propsOf(struct, file).filter((prop) => !inCodeOnly.includes(prop));
    const keys = Object.keys(table).filter((key) => !['apiVersion', 'name'].includes(key) || props.includes(key));
    expect(keys.sort()).toEqual(props.sort());
  });

  test.each([
    ['SiteNetwork', SiteNetwork, tables.NETWORKS],
    ['GlobalLoadBalancer', GlobalLoadBalancer, tables.LOAD_BALANCERS],
    ['Backup', Backup, tables.BACKUPS],
    ['RoutingPolicy', RoutingPolicy, tables.ROUTING_POLICIES],
    ['HealthCheck', HealthCheck, tables.HEALTH_CHECKS],
    ['Latch', Latch, tables.LATCHES],
  ])('every factory of %s', (_, catalogue, table) => {
    const factories = Object.entries(Object.getOwnPropertyDescriptors(catalogue)).filter(
      ([, { value }]) => typeof value === 'function',
    );
    expect(Object.keys(table).sort()).toEqual(factories.map(([factory]) => factory).sort());
  });

  /** Props of a struct as its source declares them. */
  function propsOf(struct: string, file: string): string[] {
    const text = fs.readFileSync(path.join(__dirname, '../../src', file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
    const declaration = source.statements.find(
      (statement): statement is ts.InterfaceDeclaration =>
        ts.isInterfaceDeclaration(statement) && statement.name.text === struct,
    );
    if (!declaration) throw new Error(`src/${file} declares no interface ${struct}`);
    // Inherited props would have to be looked up too.
    expect(declaration.heritageClauses).toBeUndefined();
    return declaration.members.map((member) => (member.name as ts.Identifier).text);
  }
});

describe('what is wrong with a file is said with its line and key', () => {
  test('a key that is missing', () => {
    expect(problemsOf(...HEAD, 'sites:', '  use1:', '    zones: [a]', '    podCidr: 10.0.0.0/16', ...NETWORK)).toEqual([
      '4 sites.use1.region: is missing; give the region in the spelling of its cloud, such as us-east-1',
      '4 sites.use1.serviceCidr: is missing; give the addresses of Services, such as 10.110.0.0/16',
    ]);
  });

  test('a key that is misspelled', () => {
    expect(problemsOf(...VALID.map((line) => line.replace('podCidr', 'podCidrs')))).toEqual([
      '4 sites.use1.podCidr: is missing; give the addresses of pods, such as 10.10.0.0/16',
      expect.stringMatching(
        /^7 sites\.use1\.podCidrs: is no key of a site; allowed are region, zones, .*, rttMillis; did you mean podCidr$/,
      ),
    ]);
  });

  test('a key in another style', () => {
    expect(problemsOf(...VALID, 'cert-manager-namespace: certs')).toEqual([
      expect.stringMatching(/^10 cert-manager-namespace: is no key .*; did you mean certManagerNamespace$/),
    ]);
  });

  test('a key that means nothing, without a guess', () => {
    expect(problemsOf(...VALID, 'flavour: vanilla')).toEqual([
      '10 flavour: is no key of a fleet file; allowed are apiVersion, name, sites, network, traffic, backup, issuer, certManagerNamespace, monitoringNamespace, gateway, waivers, labels',
    ]);
  });

  test('a key that is given twice, with both lines', () => {
    expect(problemsOf(...VALID, 'issuer: a', 'labels: {x: y, x: z}', 'issuer: b')).toEqual([
      '11 labels.x: is given twice, first in line 11; remove one of them',
      '12 issuer: is given twice, first in line 10; remove one of them',
    ]);
    expect(problemsOf(...NO_NETWORK, '  use1: {}', ...NETWORK)).toEqual([
      '9 sites.use1: is given twice, first in line 4; remove one of them',
    ]);
  });

  test.each([
    ['issuer: 12', 'issuer: is the number 12; write text, in quotes: "12"'],
    ['issuer: 0123', 'issuer: is the number 0123; write text, in quotes: "0123"'],
    ['issuer: true', 'issuer: is the flag true; write text, in quotes: "true"'],
    ['issuer: [a]', 'issuer: is a list; write text'],
    ['issuer:', 'issuer: is empty; write text'],
    ['labels: {tier: 1}', 'labels.tier: is the number 1; write text, in quotes: "1"'],
    ['labels: {example.com/x: 1}', 'labels["example.com/x"]: is the number 1; write text, in quotes: "1"'],
    ['labels: [a]', 'labels: is a list; write a mapping, such as team: payments'],
    [
      'gateway: public',
      'gateway: is the text "public"; write keys below it: name, namespace, listener, dataPlaneNamespace, dataPlaneCidrs',
    ],
    [
      'waivers: NET-11',
      'waivers: is the text "NET-11"; write a list, such as [{rule: NET-11, reason: ..., expires: 2027-03-31}]',
    ],
    ['waivers: [{rule: NET-11, expires: 2027-03-31}]', 'waivers[0].reason: is missing; say why it is acceptable here'],
  ])('a value of another type: %s', (line, message) => {
    expect(problemsOf(...VALID, line)).toEqual([`10 ${message}`]);
  });

  test.each([
    ['nattPort: "4501"', 'nattPort: is the text "4501"; write a number, without quotes'],
    ['nattPort: many', 'nattPort: is the text "many"; write a number'],
    ['nattPort: .inf', 'nattPort: is the number .inf; write a number'],
    ['natEnabled: yes', 'natEnabled: is the text "yes"; write true or false'],
    [
      'cableDriver: wiregard',
      'cableDriver: "wiregard" is no cable driver; allowed are libreswan, wireguard, vxlan; did you mean wireguard',
    ],
    ['healthCheckInterval: thirty', 'healthCheckInterval: "thirty" is no duration; write 30s, 5m, 1h or 14d'],
    ['healthCheckInterval: 30', 'healthCheckInterval: 30 is no duration; write 30s, 5m, 1h or 14d'],
    ['healthCheckInterval: 1.5h', 'healthCheckInterval: "1.5h" is no duration; write 30s, 5m, 1h or 14d'],
    ['healthCheckInterval: -1s', 'healthCheckInterval: "-1s" is no duration; write 30s, 5m, 1h or 14d'],
    ['healthCheckInterval: P1M', 'healthCheckInterval: "P1M" is no duration; write 30s, 5m, 1h or 14d'],
    ['healthCheckInterval: PT', 'healthCheckInterval: "PT" is no duration; write 30s, 5m, 1h or 14d'],
    [
      'healthCheckInterval: {s: 1}',
      'healthCheckInterval: is a mapping, which is no duration; write 30s, 5m, 1h or 14d',
    ],
    ['healthCheckInterval:', 'healthCheckInterval: is empty, which is no duration; write 30s, 5m, 1h or 14d'],
  ])('a value that does not fit: %s', (line, message) => {
    const lines = [
      ...NO_NETWORK,
      'network:',
      '  submariner:',
      '    brokerApiServer: broker.example.com:6443',
      `    ${line}`,
    ];
    expect(problemsOf(...lines)).toEqual([`12 network.submariner.${message}`]);
  });

  test('a cloud that there is not', () => {
    expect(problemsOf(...NO_NETWORK, '    cloud: amazon', ...NETWORK)).toEqual([
      '9 sites.use1.cloud: "amazon" is no cloud; allowed are aws, azure, gcp, on-premises',
    ]);
  });

  test.each([
    ['network: {skupper: {}}', 'network.skupper: is no network; allowed are submariner, routed'],
    ['network: submarine', 'network.submarine: is no network; allowed are submariner, routed; did you mean submariner'],
    ['network:', 'network: is empty; give one network: submariner, routed'],
    ['network: [routed]', 'network: is a list; give one network: submariner, routed'],
    [
      'network: submariner',
      "network.submariner.brokerApiServer: is missing; give host:port of the API server of the broker's cluster",
    ],
    [
      'network: {routed: {}, submariner: {brokerApiServer: a}}',
      'network: gives routed and submariner, and there can be one network; remove all but one',
    ],
  ])('not one network: %s', (line, message) => {
    expect(problemsOf(...NO_NETWORK, line)).toEqual([`9 ${message}`]);
  });

  test('a list has the line of each item', () => {
    expect(
      problemsOf(
        ...VALID,
        'waivers:',
        '  - {rule: NET-11, reason: fine, expires: 2027-03-31}',
        '  - rule: NET-09',
        '    expires: 2027-03-31',
        '    reason: 7',
      ),
    ).toEqual(['14 waivers[1].reason: is the number 7; write text, in quotes: "7"']);
  });

  test('another version of the format', () => {
    expect(problemsOf('apiVersion: cndr/fleet/v2', ...VALID.slice(1))).toEqual([
      '1 apiVersion: "cndr/fleet/v2" is no format of a fleet file; allowed is cndr/fleet/v1',
    ]);
  });

  test('a name that no stack can have', () => {
    expect(problemsOf(VALID[0]!, 'name: Prod EU', ...VALID.slice(2))).toEqual([
      '2 name: "Prod EU" is no name of a fleet; use at most 63 of a-z, 0-9 and "-", with a letter or digit at both ends',
    ]);
  });

  test('no sites', () => {
    expect(problemsOf(...HEAD, 'sites:', ...NETWORK)).toEqual([
      '3 sites: is empty; describe at least one site, below its name',
    ]);
    expect(problemsOf(...HEAD, 'sites: [use1]', ...NETWORK)).toEqual([
      '3 sites: is a list; write a mapping, such as use1: {region: us-east-1, ...}',
    ]);
  });

  test('all of them together, in the order of the lines', () => {
    // GIVEN a file with an error in every room
    const lines = [
      'name: 12',
      'sites:',
      '  use1: {region: us-east-1, zones: a, podCidr: 10.0.0.0/16, serviceCidr: 10.1.0.0/16}',
      'network: {skupper: {}}',
      'traffic: {route53: {hostedZoneId: Z1, recordTtl: thirty}}',
      'backup: {velero: {bucket: b, region: r, objectLock: 14}}',
    ];

    // WHEN it is read, THEN one error has them all
    expect(problemsOf(...lines).map((problem) => problem.split(';')[0])).toEqual([
      '1 apiVersion: is missing',
      '1 name: is the number 12',
      '3 sites.use1.zones: is the text "a"',
      '4 network.skupper: is no network',
      '5 traffic.route53.zoneName: is missing',
      '5 traffic.route53.recordTtl: "thirty" is no duration',
      '6 backup.velero.objectLock: 14 is no duration',
    ]);
  });

  test('the error is one that the library throws on purpose', () => {
    const file = fileOf(...VALID, 'issuer: 12');
    expect(() => Fleet.fromFile(file)).toThrow(
      `1 error, nothing was written\n  [${file}:10] INPUT: issuer: is the number 12; write text, in quotes: "12"`,
    );
  });
});

describe('what is no fleet file at all is said too', () => {
  test.each([
    [['issuer: "x'], '11 file: is no YAML here: Missing closing "quote'],
    [['issuer: a: b'], '10 file: is no YAML here: Nested mappings are not allowed in compact mappings'],
    [
      ['gateway:', '    name: a', '  namespace: b'],
      /^12 file: is no YAML here: All mapping items must start at the same column/,
    ],
    [['\tissuer: x'], /^10 file: is no YAML here: Tabs are not allowed as indentation/],
    [['issuer: !secret x'], '10 file: is no YAML here: Unresolved tag: !secret'],
    [['issuer: *ca'], '10 file: alias *ca stands for nothing; no &ca is above it'],
    [['? [a]', ': b'], '10 file: is no YAML here: With stringKeys, all keys must be strings'],
    [
      ['---', 'name: two'],
      '10 file: holds more than one document; a file describes one fleet: remove the line --- and what follows it',
    ],
  ])('text that is not one YAML document: %j', (lines, message) => {
    const [first] = problemsOf(...VALID, ...lines);
    expect(first).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  test.each([[''], ['# nothing but a comment'], ['---'], ['{}']])('an empty file: %j', (content) => {
    expect(problemsOf(content)[0]).toMatch(
      /^1 (file: is empty; begin with apiVersion: cndr\/fleet\/v1, name, sites and network|apiVersion: is missing)/,
    );
  });

  test.each([
    ['[a]', 'a list'],
    ['prod', 'the text "prod"'],
  ])('a file that is no mapping: %s', (content, what) => {
    expect(problemsOf(content)).toEqual([
      expect.stringContaining(`1 file: is ${what}; write keys below it: apiVersion, name, sites,`),
    ]);
  });

  test('a file that is not there', () => {
    expect(problemsIn('missing/fleet.yaml')).toEqual([
      `missing/fleet.yaml file: cannot be read, since there is no such file; relative paths begin at the working directory, ${process.cwd()}`,
    ]);
  });

  test('a folder', () => {
    expect(problemsIn(folder)).toEqual([expect.stringContaining('file: cannot be read, since it is a folder;')]);
  });

  test('a path that is no path', () => {
    expect(problemsIn('a\0b')).toEqual([
      expect.stringContaining('file: cannot be read, since the operating system says ERR_INVALID_ARG_VALUE;'),
    ]);
  });

  test('an anchor that holds itself ends', () => {
    expect(problemsOf(...HEAD, 'sites: &all', '  use1: *all', ...NETWORK)[0]).toContain(
      'sites.use1.region: is missing',
    );
  });
});

describe('the fleet of a file is the fleet in code', () => {
  const orders = (fleet: IFleet) => ({
    fleet,
    workload: StatefulWorkload.cockroachDb(),
    frontEnd: { image: 'registry.example.com/orders:1.4.2' },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
  });

  test('new Fleet renders the same bytes', () => {
    // GIVEN the fleet in code
    const inCode = Synthesized.of((app) => new Fleet(app, 'prod', fleetProps()));

    // WHEN its props come from a file
    const file = fileOf(...PROD);
    const inFile = Synthesized.of((app) => new Fleet(app, 'prod', Fleet.propsFromFile(file)));

    // THEN every file is the same
    expect(Object.fromEntries(inFile.files)).toEqual(Object.fromEntries(inCode.files));
    expect(inFile.clusters).toEqual(['broker', 'use1', 'use2', 'usw2']);
  });

  test('an application in the imported fleet is the same, and nothing is written for the fleet', () => {
    // GIVEN the application beside its fleet
    const together = Synthesized.of(
      (app) => new StrongConsistencyDR(app, 'orders', orders(new Fleet(app, 'prod', fleetProps()))),
    );

    // WHEN the fleet is imported
    const file = fileOf(...PROD);
    const imported = Synthesized.of((app) => new StrongConsistencyDR(app, 'orders', orders(Fleet.fromFile(file))));

    // THEN the application's files are the same bytes, and no other files are there
    const ofOrders = [...together.files].filter(([name]) => /\/orders[./]/.test(name));
    expect(ofOrders.length).toBeGreaterThan(3);
    const ofTheRun = ['dist/plan.json', 'dist/report/index.html', 'cdktf.out/manifest.json'];
    const stack = [...imported.files].filter(([name]) => !ofTheRun.includes(name));
    expect(Object.fromEntries(stack)).toEqual(Object.fromEntries(ofOrders));
    // AND the plan has the application as it was, and no fleet
    expect(imported.plan.apps).toEqual(together.plan.apps);
    expect(imported.plan.fleets).toEqual([]);
    // AND it does not say where the file was
    expect([...imported.files.values()].join('')).not.toContain(folder);
  });

  test('an imported fleet has the name and the path of its file', () => {
    const file = fileOf(...PROD);
    const fleet = Fleet.fromFile(file);
    expect(fleet).toMatchObject({ name: 'prod', path: file, problems: [], waivers: [] });
    expect(fleet.names).toEqual({
      issuer: 'fleet-ca',
      certManagerNamespace: 'cert-manager',
      monitoringNamespace: 'monitoring',
      gateway: { name: 'public', namespace: 'gateway-system', listener: 'https' },
    });
  });

  test('sites that cannot be used are refused with the file, once for all applications', () => {
    const file = fileOf(...PROD.map((line) => line.replace('10.20.0.0/16', '10.20.0.0')));
    const found = refusals((app) => {
      const fleet = Fleet.fromFile(file);
      for (const id of ['orders', 'carts']) new StrongConsistencyDR(app, id, orders(fleet));
    });
    expect(found).toEqual([expect.stringMatching(/^INPUT: site use2: podCidr "10\.20\.0\.0" is no IPv4 CIDR/)]);
  });

  test("a fleet that its own pipeline refuses cannot be imported, unless the file's waivers accept it", () => {
    // GIVEN a fleet whose links are not encrypted
    const rest = PROD.slice(0, PROD.indexOf('network:'));
    const open = [...rest, 'network: {routed: {encrypted: false}}', ...PROD.slice(PROD.indexOf('traffic:'))];
    // WHEN it is imported, THEN the finding is about the file
    const file = fileOf(...open);
    expect(Fleet.fromFile(file).problems).toEqual([expect.objectContaining({ rule: 'NET-09', path: file })]);
    // WHEN its waivers give a reason, THEN it is accepted
    const waived = fileOf(
      ...open,
      'waivers: [{rule: NET-09, reason: MACsec on the leased lines, expires: 2999-12-31}]',
    );
    expect(Fleet.fromFile(waived).problems).toEqual([]);
  });

  test('new Fleet has the name of its file, also with a backend of its own', () => {
    const file = fileOf(...PROD);
    expect(
      refusals((app) => new Fleet(app, 'production', { ...Fleet.propsFromFile(file), labels: { a: 'b' } })),
    ).toEqual([
      `INPUT: id "production" is not the name in ${file}, "prod", under which applications look for backups; use the same in both`,
    ]);
  });

  test('who has no file does not load the parser', () => {
    const script = `
      const lib = require('./src/index.ts');
      const loaded = () => Object.keys(require.cache).some((name) => name.includes('node_modules/yaml/') && !name.includes('cdk8s'));
      const before = loaded();
      lib.Fleet.fromFile(process.argv[1]);
      console.log(before, loaded());`;
    const root = path.join(__dirname, '../..');
    const args = ['-r', './scripts/swc-register.cjs', '-e', script, fileOf(...PROD)];
    expect(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })).toBe('false true\n');
  });
});
