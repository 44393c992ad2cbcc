import { CableDriver, Fleet, type FleetApp, PrerequisiteKind, SiteNetwork, type SubmarinerProps } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { Duration } from 'cdk8s';
import type { ClusterGlobalEgressIp, Submariner, SubmarinerBroker } from '../../src/kinds/submariner';
import { refusals } from '../support/errors';
import { fleetProps, sites, THREE } from '../support/fleet';

const brokerApiServer = 'broker.example.com:6443';
const OVERLAPPING = Object.fromEntries(
  THREE.map((site) => [site, { podCidr: '10.10.0.0/16', serviceCidr: '10.110.0.0/16' }]),
);
const GLOBALNET = { use1: '242.0.0.0/16', use2: '242.1.0.0/16', usw2: '242.2.0.0/16' };

const fleetWith =
  (props: Partial<SubmarinerProps> = {}, changes = {}) =>
  (app: FleetApp) =>
    new Fleet(
      app,
      'prod',
      fleetProps({ network: SiteNetwork.submariner({ brokerApiServer, ...props }), sites: sites(THREE, changes) }),
    );
const synthesize = (props: Partial<SubmarinerProps> = {}, changes = {}) => Synthesized.of(fleetWith(props, changes));
const gateway = (output: Synthesized, site: string) =>
  output.object(site, 'Submariner', 'submariner') as unknown as Submariner;
const brokerOf = (output: Synthesized) =>
  output.object('broker', 'Broker', 'submariner-broker') as unknown as SubmarinerBroker;
const needs = (output: Synthesized, site: string) =>
  output.plan.fleets[0]!.prerequisites.filter((need) => need.site === site);

/** It knows the kind Broker, which the chart submariner-k8s-broker does not. */
const BROKER_OPERATOR = {
  kind: 'operator',
  name: 'submariner-operator',
  namespace: 'submariner-operator',
  why: expect.stringContaining('makes the broker from its Broker object') as string,
};

describe('with defaults', () => {
  const output = synthesize();

  test('each site joins under its own name and addresses', () => {
    for (const site of sites(THREE)) {
      expect(gateway(output, site.name).spec).toMatchObject({
        clusterID: site.name,
        clusterCIDR: site.podCidr,
        serviceCIDR: site.serviceCidr,
        brokerK8sApiServer: brokerApiServer,
        cableDriver: 'libreswan',
        natEnabled: true,
      });
      expect(gateway(output, site.name).spec).not.toHaveProperty('globalCIDR');
    }
  });

  test('keys and tokens are named, each site has a token of its own, and both are listed as prerequisites', () => {
    for (const site of THREE) {
      const { spec } = gateway(output, site);
      expect(spec.brokerK8sSecret).toBe(`broker-secret-${site}`);
      expect(Object.keys(spec)).not.toContain('ceIPSecPSK');
      expect(Object.keys(spec)).not.toContain('brokerK8sApiServerToken');
      expect(needs(output, site)).toContainEqual(
        expect.objectContaining({ kind: 'Secret', name: spec.brokerK8sSecret, keys: ['ca.crt', 'namespace', 'token'] }),
      );
      expect(needs(output, site)).toContainEqual(
        expect.objectContaining({ kind: 'Secret', name: spec.ceIPSecPSKSecret, keys: ['psk'] }),
      );
    }
  });

  test('times are emitted, not left to the operator', () => {
    expect(gateway(output, 'use1').spec.connectionHealthCheck).toEqual({
      enabled: true,
      intervalSeconds: 1,
      maxPacketLossCount: 5,
    });
  });

  test('the broker is written for a cluster of its own, and into no site', () => {
    const broker = brokerOf(output);
    expect(broker.spec).toEqual({ components: ['service-discovery', 'connectivity'], globalnetEnabled: false });
    for (const site of THREE) expect(output.allObjects(site).map(({ kind }) => kind)).not.toContain('Broker');
  });

  test('tunnel ports are asked for between gateways only, VXLAN inside the cluster only', () => {
    const firewall = needs(output, 'use1').filter(({ kind }) => kind === PrerequisiteKind.FIREWALL);
    const why = (name: string) => firewall.find((need) => need.name === name)?.why;
    expect(firewall.map(({ name }) => name)).toEqual(['udp/4500', 'udp/4490', 'udp/4800', 'tcp/6443']);
    for (const name of ['udp/4500', 'udp/4490']) {
      expect(why(name)).toContain('between the addresses of the gateways of use1 and those of use2 and usw2');
    }
    expect(why('udp/4800')).toContain('between the nodes of use1, not from outside');
    expect(JSON.stringify(output.plan)).not.toContain('0.0.0.0/0');
  });

  test('gateway nodes are labelled in each site', () => {
    expect(needs(output, 'usw2')).toContainEqual(
      expect.objectContaining({
        kind: 'node label',
        name: 'submariner.io/gateway=true',
        why: expect.stringContaining('2 nodes') as string,
      }),
    );
  });
});

test('every property reaches the gateways', () => {
  const output = synthesize({
    cableDriver: CableDriver.WIREGUARD,
    nattPort: 4501,
    natEnabled: false,
    healthCheckInterval: Duration.seconds(2),
    maxPacketLossCount: 3,
    pskSecret: 'tunnel-key',
    brokerCluster: 'hub',
  });
  expect(gateway(output, 'use2').spec).toMatchObject({
    cableDriver: 'wireguard',
    ceIPSecNATTPort: 4501,
    natEnabled: false,
    connectionHealthCheck: { enabled: true, intervalSeconds: 2, maxPacketLossCount: 3 },
    ceIPSecPSKSecret: 'tunnel-key',
  });
  expect(output.clusters).toContain('hub');
  expect(needs(output, 'use2').map(({ name }) => name)).toContain('udp/4501');
});

test('IPsec without NAT traversal asks for ESP and IKE as well', () => {
  const names = needs(synthesize({ natEnabled: false }), 'use1').map(({ name }) => name);
  expect(names).toContain('udp/500 and ESP (protocol 50)');
});

test('a broker in a site is written there, and warned about', () => {
  const output = synthesize({ brokerSite: 'usw2' });
  expect(output.object('usw2', 'Broker', 'submariner-broker').metadata.namespace).toBe('submariner-k8s-broker');
  expect(output.clusters).toEqual(THREE);
  expect(output.plan.fleets[0]!.findings.map(({ rule }) => rule)).toContain('NET-11');
  expect(needs(output, 'usw2')).toContainEqual(expect.objectContaining(BROKER_OPERATOR));
  // Operators of the other sites make gateways only.
  expect(needs(output, 'use1')).not.toContainEqual(expect.objectContaining(BROKER_OPERATOR));
  expect(needs(output, 'use1')).toContainEqual(
    expect.objectContaining({ kind: 'operator', name: 'submariner-operator' }),
  );
});

test.each([
  [undefined, 'broker'],
  ['hub', 'hub'],
])(
  'a cluster of its own (brokerCluster %s) needs the operator that makes the broker, and nobody else does',
  (brokerCluster, cluster) => {
    const output = synthesize({ brokerCluster });
    const brokers = output.plan.fleets[0]!.prerequisites.filter(({ why }) => why.includes('makes the broker'));
    expect(brokers).toEqual([expect.objectContaining({ ...BROKER_OPERATOR, site: cluster })]);
  },
);

test('VXLAN carries clear text and is refused', () => {
  expect(refusals(fleetWith({ cableDriver: CableDriver.VXLAN }))).toEqual([
    expect.stringMatching(/^NET-09: .*vxlan.*clear text/),
  ]);
});

test('a scheme in the address of the broker is refused once', () => {
  expect(refusals(fleetWith({ brokerApiServer: 'https://broker.example.com:6443' }))).toEqual([
    expect.stringMatching(/^NET-10: /),
  ]);
});

describe('Globalnet', () => {
  test('connects sites whose addresses overlap, each under a range of its own', () => {
    const output = synthesize({ globalnetCidrs: GLOBALNET }, OVERLAPPING);
    expect(THREE.map((site) => gateway(output, site).spec.globalCIDR)).toEqual(Object.values(GLOBALNET));
    for (const site of THREE) {
      const egress = output.object(
        site,
        'ClusterGlobalEgressIP',
        'cluster-egress.submariner.io',
      ) as unknown as ClusterGlobalEgressIp;
      expect(egress.spec).toEqual({ numGlobalIPs: 8 });
    }
    expect(brokerOf(output).spec).toEqual({
      components: ['service-discovery', 'connectivity', 'globalnet'],
      globalnetEnabled: true,
      globalnetCIDRRange: '242.0.0.0/8',
      defaultGlobalnetClusterSize: 65536,
    });
  });

  test('without it, sites whose addresses overlap are refused', () => {
    expect(refusals(fleetWith({}, OVERLAPPING))).toContainEqual(expect.stringContaining('Globalnet'));
  });

  test('makes packets arrive from the range of their site', () => {
    const [site] = sites(['use2']);
    const network = (props: Partial<SubmarinerProps>) => SiteNetwork.submariner({ brokerApiServer, ...props });
    expect(network({}).sourceCidrs(site!)).toEqual([site!.podCidr]);
    expect(network({ globalnetCidrs: GLOBALNET }).sourceCidrs(site!)).toEqual(['242.1.0.0/16']);
    expect(network({ globalnetCidrs: GLOBALNET }).facts.translatesAddresses).toBe(true);
  });

  test.each<[string, Partial<SubmarinerProps>, string]>([
    [
      'a site without a range gets the first free one proposed',
      { globalnetCidrs: { use1: '242.0.0.0/16', usw2: '242.1.0.0/16' } },
      'globalnetCidrs has no range for site use2; give it an IPv4 network of its own within 242.0.0.0/8, such as 242.2.0.0/16',
    ],
    [
      'a name that is no site',
      { globalnetCidrs: { ...GLOBALNET, mars: '242.9.0.0/16' } },
      'globalnetCidrs names "mars", which is no site of the fleet; its sites are use1, use2, usw2',
    ],
    [
      'two sites in one range',
      { globalnetCidrs: { ...GLOBALNET, usw2: '242.0.128.0/17' } },
      'globalnetCidrs of sites use1 (242.0.0.0/16) and usw2 (242.0.128.0/17) overlap',
    ],
    [
      'a range outside of the whole',
      { globalnetCidrs: { ...GLOBALNET, usw2: '243.0.0.0/16' } },
      'globalnetCidrs of site usw2 is 243.0.0.0/16, which is not within globalnetRange 242.0.0.0/8',
    ],
    [
      'a range larger than the whole',
      { globalnetCidrs: { ...GLOBALNET, usw2: '240.0.0.0/4' } },
      'is not within globalnetRange',
    ],
    [
      'an address that is not the first of its network',
      { globalnetCidrs: { ...GLOBALNET, usw2: '242.2.0.1/16' } },
      'globalnetCidrs of site usw2 is "242.2.0.1/16", which is no IPv4 network',
    ],
    ['a whole that is no network', { globalnetCidrs: GLOBALNET, globalnetRange: '242/8' }, 'globalnetRange is "242/8"'],
    [
      'a whole that a cluster uses itself',
      {
        globalnetCidrs: { use1: '10.0.0.0/16', use2: '10.1.0.0/16', usw2: '10.2.0.0/16' },
        globalnetRange: '10.0.0.0/8',
      },
      'globalnetRange 10.0.0.0/8 overlaps podCidr 10.10.0.0/16 of site use1',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(refusals(fleetWith(props))).toContainEqual(expect.stringContaining('INPUT: network submariner: '));
    expect(refusals(fleetWith(props)).join('\n')).toContain(message);
  });

  test('proposes nothing when the whole is used up', () => {
    const globalnetCidrs = { use1: '242.0.0.0/17', use2: '242.0.128.0/17' };
    const [message] = refusals(fleetWith({ globalnetCidrs, globalnetRange: '242.0.0.0/16' }));
    expect(message).toMatch(/no range for site usw2; .* within 242\.0\.0\.0\/16$/);
  });
});

test.each<[string, Partial<SubmarinerProps>, string]>([
  [
    'a broker without a port',
    { brokerApiServer: 'broker.example.com' },
    'brokerApiServer is "broker.example.com"; allowed is host:port, such as broker.example.com:6443',
  ],
  ['a broker that is no host', { brokerApiServer: 'bro ker:6443' }, 'brokerApiServer is "bro ker:6443"'],
  [
    'a broker in a site that is none',
    { brokerSite: 'mars' },
    'brokerSite is "mars", which is no site of the fleet (use1, use2, usw2)',
  ],
  [
    'two places for the broker',
    { brokerSite: 'use1', brokerCluster: 'hub' },
    'both brokerSite "use1" and brokerCluster "hub" are given',
  ],
  [
    'a cluster for the broker that is a site',
    { brokerCluster: 'use1' },
    'brokerCluster is "use1", which is a site; set brokerSite to it',
  ],
  ['the port of the NAT discovery', { nattPort: 4490 }, 'nattPort is 4490'],
  ['a port that is none', { nattPort: 70000 }, 'nattPort is 70000; allowed are UDP ports from 1 to 65535'],
  ['no gateways', { gatewaysPerSite: 0 }, 'gatewaysPerSite is 0; allowed are whole numbers from 1 to 100'],
  ['half a second', { healthCheckInterval: Duration.millis(500) }, 'healthCheckInterval in seconds is 0.5'],
  ['no lost ping at all', { maxPacketLossCount: 0 }, 'maxPacketLossCount is 0'],
  ['a port of the broker that is not written in digits', { brokerApiServer: 'b:1e3' }, 'brokerApiServer is "b:1e3"'],
  ['more gateways than nodes', { gatewaysPerSite: 101 }, 'gatewaysPerSite is 101'],
  ['a ping a day', { healthCheckInterval: Duration.days(1) }, 'healthCheckInterval in seconds is 86400'],
  ['any number of lost pings', { maxPacketLossCount: 2 ** 31 }, 'maxPacketLossCount is 2147483648'],
  ['a folder above the output', { brokerCluster: '../x' }, 'brokerCluster is "../x", which no cluster can be called'],
  ['a cluster without a name', { brokerCluster: '' }, 'brokerCluster is ""'],
  ['a name that constructs have taken', { brokerCluster: 'constructor' }, 'brokerCluster is "constructor"'],
  ['a Secret that cannot be', { pskSecret: 'My_Key' }, 'pskSecret is "My_Key", which no Secret can be called'],
])('refuses %s', (_, props, message) => {
  expect(refusals(fleetWith(props)).join('\n')).toContain(`INPUT: network submariner: ${message}`);
});
