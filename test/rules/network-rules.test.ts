import type { NetworkFacts, PeerAddressFact } from '../../src/rules/facts';
import { checkApp, checkFleet } from './check-rule';
import { appFacts, changedAt, fleetFacts, sitesWith } from './facts-fixture';

const { network, latencies } = fleetFacts();
const { peers, serviceExports } = appFacts();
const withNetwork = (change: Partial<NetworkFacts>): { network: NetworkFacts } => ({
  network: { ...network, ...change },
});

describe('NET-01: an address that exists twice is never reached from the other site', () => {
  test('disjoint ranges are fine', () => {
    expect(checkFleet('NET-01')).toEqual([]);
  });

  test.each([
    [
      'pods and pods',
      { podCidr: '10.10.128.0/17' },
      'podCidr 10.10.0.0/16 of site use1 overlaps podCidr 10.10.128.0/17 of site usw2',
    ],
    [
      'pods and Services',
      { serviceCidr: '10.10.0.0/16' },
      'podCidr 10.10.0.0/16 of site use1 overlaps serviceCidr 10.10.0.0/16 of site usw2',
    ],
    [
      'nodes and Services',
      { nodeCidr: '10.11.4.0/24' },
      'serviceCidr 10.11.0.0/16 of site use1 overlaps nodeCidr 10.11.4.0/24 of site usw2',
    ],
  ])('%s of two sites: the message names both ranges and both ways out', (_, change, start) => {
    expect(checkFleet('NET-01', { sites: sitesWith('usw2', change) })).toEqual([
      `${start}; ranges must be disjoint: give one of the two another range, or use a network that translates addresses (Globalnet)`,
    ]);
  });

  test('within one site translating is no way out, and is not offered', () => {
    expect(checkFleet('NET-01', { sites: sitesWith('use1', { serviceCidr: '10.10.64.0/18' }) })).toEqual([
      'podCidr 10.10.0.0/16 of site use1 overlaps serviceCidr 10.10.64.0/18 of the same site; ranges must be disjoint: give one of the two another range',
    ]);
  });

  test('every overlapping pair is reported in one run', () => {
    expect(checkFleet('NET-01', { sites: sitesWith('usw2', { podCidr: '10.0.0.0/8' }) })).toHaveLength(8);
  });

  test('a network that translates lets sites reuse ranges, but not one site its own', () => {
    const translating = withNetwork({ translatesAddresses: true });
    expect(checkFleet('NET-01', { ...translating, sites: sitesWith('usw2', { podCidr: '10.10.0.0/16' }) })).toEqual([]);
    expect(
      checkFleet('NET-01', { ...translating, sites: sitesWith('usw2', { podCidr: '10.31.0.0/16' }) }),
    ).toHaveLength(1);
  });

  test('nodes that nobody stated are not judged', () => {
    expect(checkFleet('NET-01', { sites: sitesWith('use1', { nodeCidr: undefined }) })).toEqual([]);
  });
});

describe('NET-02: a range of the internet cuts the site off from its owner', () => {
  test('private ranges are fine', () => {
    expect(checkFleet('NET-02')).toEqual([]);
  });

  test('172.32.0.0/16 is just outside, and the message says where the block ends', () => {
    expect(checkFleet('NET-02', { sites: sitesWith('usw2', { serviceCidr: '172.32.0.0/16' }) })).toEqual([
      expect.stringMatching(
        /^serviceCidr of site usw2 is 172\.32\.0\.0\/16, which is not private; .*172\.16\.0\.0\/12 \(ends at 172\.31\.255\.255\)/,
      ),
    ]);
  });
});

describe('NET-07: one gateway is one node that cuts a healthy site off', () => {
  test('two gateways in sites with two zones or more are fine', () => {
    expect(checkFleet('NET-07')).toEqual([]);
    expect(checkFleet('NET-07', { sites: sitesWith('use1', { zones: ['us-east-1a', 'us-east-1b'] }) })).toEqual([]);
  });

  test('one gateway', () => {
    expect(checkFleet('NET-07', withNetwork({ gatewaysPerSite: 1 }))).toEqual([
      '1 gateway in each of use1, use2 and usw2; at least 2 are needed for one to take over from the other: set gatewaysPerSite to 2',
    ]);
  });

  test('two gateways in one zone, listed twice', () => {
    expect(checkFleet('NET-07', { sites: sitesWith('use1', { zones: ['us-east-1a', 'us-east-1a'] }) })).toEqual([
      'site use1 has 1 zone (us-east-1a), so that its gateways are lost together; add nodes in a second zone and list it in zones',
    ]);
  });

  test('a network without gateways is not judged', () => {
    expect(checkFleet('NET-07', withNetwork({ gatewaysPerSite: undefined }))).toBeUndefined();
  });
});

describe('NET-09: replication in clear text leaves the datacenter', () => {
  test('an encrypting tunnel is fine', () => {
    expect(checkFleet('NET-09')).toEqual([]);
  });

  test.each([
    [
      'a path without encryption',
      { kind: 'routed', encrypted: false, cableDriver: undefined },
      'network routed carries',
    ],
    [
      'a cable driver without encryption',
      { encrypted: false, cableDriver: 'vxlan' },
      'network submariner with cable driver vxlan carries',
    ],
    [
      'vxlan, whatever else is claimed',
      { encrypted: true, cableDriver: 'vxlan' },
      'network submariner with cable driver vxlan carries',
    ],
  ])('%s: the message names drivers that encrypt, and the waiver', (_, change, start) => {
    const [message, ...rest] = checkFleet('NET-09', withNetwork(change)) ?? [];
    expect(rest).toEqual([]);
    expect(message).toContain(`${start} the traffic between sites in clear text`);
    expect(message).toContain('libreswan or wireguard, or waive NET-09 and say what encrypts');
  });
});

describe('NET-10: with a scheme in the address of the broker no site ever joins', () => {
  test('host:port is fine', () => {
    expect(checkFleet('NET-10')).toEqual([]);
  });

  test.each(['https://broker.example.com:6443', 'https://broker.example.com:6443/', 'HTTP://broker.example.com:6443'])(
    '%s: the message has the value to paste',
    (brokerApiServer) => {
      expect(checkFleet('NET-10', withNetwork({ brokerApiServer }))).toEqual([
        expect.stringMatching(
          /^the broker's API server is "http.*; allowed is host:port .*: give "broker\.example\.com:6443"$/i,
        ),
      ]);
    },
  );

  test('a network without a broker is not judged', () => {
    expect(checkFleet('NET-10', withNetwork({ brokerApiServer: undefined }))).toBeUndefined();
  });
});

describe('NET-11: a broker inside a site is lost with the site', () => {
  test('a broker in another cluster is fine', () => {
    expect(checkFleet('NET-11')).toEqual([]);
  });

  test('the message names the site and where else to put it', () => {
    expect(checkFleet('NET-11', withNetwork({ brokerSite: 'use2' }))).toEqual([
      expect.stringMatching(
        /^the broker of network submariner is in site use2: .*put the broker into a cluster that is no site/,
      ),
    ]);
  });

  test('a network without a broker is not judged', () => {
    expect(checkFleet('NET-11', withNetwork({ brokerSite: undefined }))).toBeUndefined();
  });
});

describe('LAT-02: bounds from a guessed round trip are a guess', () => {
  test('stated round trips are fine', () => {
    expect(checkFleet('LAT-02')).toEqual([]);
  });

  test('all pairs that nobody stated are in one message, with the prop to set', () => {
    const assumed = latencies.map((latency) =>
      latency.peer === 'usw2' ? { ...latency, millis: 100, stated: false } : latency,
    );
    expect(checkFleet('LAT-02', { latencies: assumed })).toEqual([
      'the round trip is assumed between 2 pairs of sites (use1-usw2 100 ms, use2-usw2 100 ms); measure it, and state it in rttMillis of one site of each pair',
    ]);
  });
});

describe('NET-15: peers that announce pod addresses cannot be behind a translation', () => {
  const translating = { fleet: fleetFacts(withNetwork({ translatesAddresses: true })) };

  test('a network that keeps pod addresses is fine', () => {
    expect(checkApp('NET-15')).toEqual([]);
  });

  test('the message names the system, the network and both ways out', () => {
    expect(checkApp('NET-15', { ...translating, system: 'cassandra' })).toEqual([
      expect.stringMatching(
        /^peers of cassandra dial pod addresses, and network submariner translates them.*Globalnet.*, or use a system/,
      ),
    ]);
  });

  test('a system whose peers dial names is not judged', () => {
    expect(checkApp('NET-15', { ...translating, needsPodIps: false })).toBeUndefined();
  });
});

describe('DNS-02: a peer address without its site reaches a pod of any site', () => {
  const dialling = (hosts: Record<string, string>): { peers: PeerAddressFact[] } => ({
    peers: Object.entries(hosts).map(([site, host]) => ({ site, host, port: 2380 })),
  });

  test('addresses with a segment for the site are fine', () => {
    expect(checkApp('DNS-02')).toEqual([]);
  });

  test('the message has the form that the address must take', () => {
    const change = changedAt('use2', peers, { host: 'etcd-0.etcd.orders.svc.clusterset.local' });
    expect(checkApp('DNS-02', { peers: change })).toEqual([
      'peers dial etcd-0.etcd.orders.svc.clusterset.local to reach site use2, and exports of that name are merged over all sites; put the site into the name: <pod>.use2.<service>.<namespace>.svc.clusterset.local',
    ]);
  });

  test('the name of another site that merely begins alike does not count', () => {
    const hosts = { us: 'db-0.us1.db.orders.svc.clusterset.local', eu: 'db-0.eu.db.orders.svc.clusterset.local' };
    expect(checkApp('DNS-02', dialling(hosts))).toEqual([expect.stringContaining('to reach site us,')]);
  });

  test('a Service per pod may carry the site in its own name', () => {
    const hosts = { use1: 'db-use1-0.orders.svc.clusterset.local', use2: 'db-use2-0.orders.svc.clusterset.local' };
    expect(checkApp('DNS-02', dialling(hosts))).toEqual([]);
  });

  test('the same host and port in two sites cannot be told apart, whatever the domain', () => {
    const hosts = { use1: 'db-0.db.orders.svc.cluster.local', use2: 'db-0.db.orders.svc.cluster.local' };
    expect(checkApp('DNS-02', dialling(hosts))).toEqual([
      'sites use1 and use2 all serve db-0.db.orders.svc.cluster.local:2380, so that peers cannot tell them apart; give each site its own name',
    ]);
  });

  test('domains of their own tell sites apart without a segment', () => {
    expect(
      checkApp('DNS-02', dialling({ use1: 'db-0.db.orders.svc.k8s.one', use2: 'db-0.db.orders.svc.k8s.two' })),
    ).toEqual([]);
  });

  test('peers of one site only are not judged', () => {
    expect(checkApp('DNS-02', { peers: peers.slice(0, 1) })).toBeUndefined();
  });
});

describe('DNS-03: peers that are not published before they are ready never start', () => {
  test('an exported Service with not-ready endpoints is fine', () => {
    expect(checkApp('DNS-03')).toEqual([]);
  });

  test('a Service that is not exported in the site of the peer', () => {
    expect(checkApp('DNS-03', { serviceExports: serviceExports.filter(({ site }) => site !== 'use2') })).toEqual([
      'peers dial etcd-0.use2.etcd.orders.svc.clusterset.local, whose Service orders/etcd is not exported by site use2; export it, with publishNotReadyAddresses set',
    ]);
  });

  test('a Service that publishes ready endpoints only', () => {
    expect(
      checkApp('DNS-03', { serviceExports: changedAt('use1', serviceExports, { publishesNotReady: false }) }),
    ).toEqual([
      expect.stringMatching(
        / Service orders\/etcd is exported without its not-ready endpoints by site use1; set publishNotReadyAddresses on it$/,
      ),
    ]);
  });

  test('an export of the same name in another namespace does not count', () => {
    expect(
      checkApp('DNS-03', { serviceExports: changedAt('use1', serviceExports, { namespace: 'other' }) }),
    ).toHaveLength(1);
  });

  test('many pods of one Service are one thing to change', () => {
    const pods = [0, 1, 2].map((pod) => ({
      site: 'use1',
      host: `etcd-${pod}.use1.etcd.orders.svc.clusterset.local`,
      port: 2380,
    }));
    expect(checkApp('DNS-03', { peers: pods, serviceExports: [] })).toHaveLength(1);
  });

  test('a Service per pod is found by its own name', () => {
    const own = { peers: [{ site: 'use1', host: 'db-use1-0.orders.svc.clusterset.local', port: 2380 }] };
    expect(checkApp('DNS-03', own)).toEqual([expect.stringContaining('orders/db-use1-0 is not exported by site use1')]);
  });

  test.each(['etcd-0.etcd.orders.svc.cluster.local', 'orders.svc.clusterset.local', '10.10.1.4'])(
    'a host that is no exported Service is not judged: %s',
    (host) => {
      expect(checkApp('DNS-03', { peers: [{ site: 'use1', host, port: 2380 }] })).toBeUndefined();
    },
  );
});
