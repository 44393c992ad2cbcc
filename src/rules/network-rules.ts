import { namesSite } from './app-view';
import { type Cidr, isPrivate, overlap, parseCidr } from './cidr';
import type { AppFacts, FleetFacts, PeerAddressFact, SiteFacts } from './facts';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import type { Rule } from './rule';
import { counted, listed } from './wording';

/** NET and LAT: the path between the sites of the fleet. */
export const FLEET_NETWORK_RULES: Rule<FleetFacts>[] = [
  {
    id: 'NET-01',
    severity: Severity.ERROR,
    title: 'the address ranges of all sites are disjoint',
    why: 'a packet to an address that exists twice stays in the site it came from: peers of other sites are never reached',
    source: 'Submariner, prerequisites and Globalnet; Cilium Cluster Mesh, requirements',
    check: overlappingRanges,
  },
  {
    id: 'NET-02',
    severity: Severity.ERROR,
    title: 'every address range is private',
    why: 'a range that is routed on the internet belongs to somebody, whose services the site can no longer reach, and leaks out where a route is missing',
    source: 'RFC 1918, RFC 6598; raffaelespazzoli/openshift-modern-availability uses 172.32.0.0/16 for Services',
    waivable: true,
    check: publicRanges,
  },
  {
    id: 'NET-07',
    severity: Severity.WARNING,
    title: 'each site has two gateways, in different zones',
    why: 'one gateway carries all traffic of a site: the loss of its node or zone cuts a healthy site off',
    source: 'Submariner, gateway engine: active/passive, a standby takes over',
    check: loneGateways,
  },
  {
    id: 'NET-09',
    severity: Severity.ERROR,
    title: 'traffic between sites is encrypted',
    why: 'replication leaves the datacenter: whoever is on the path reads and changes what is not encrypted',
    source:
      'Submariner, cable drivers: vxlan is not encrypted; NIST SP 800-207, 2.1: communication is secured wherever it runs',
    waivable: true,
    check: clearText,
  },
  {
    id: 'NET-10',
    severity: Severity.ERROR,
    title: "the broker's API server is given without a scheme",
    why: 'the agents put https:// in front of it: with another one they never join, and the sites stay unconnected',
    source:
      'Submariner CRD v0.18.1, field brokerK8sApiServer; submariner-io/admiral, BuildRestConfigFromData: https:// and the value',
    check: brokerScheme,
  },
  {
    id: 'NET-11',
    severity: Severity.WARNING,
    title: 'the broker is in none of the sites',
    why: 'with the site of the broker all others lose the exchange of endpoints and exports, just when they change',
    source: 'Submariner, architecture: broker; a lost broker freezes the configuration, not the traffic',
    check: brokerInSite,
  },
  {
    id: 'LAT-02',
    severity: Severity.WARNING,
    title: 'the round trip between each two sites is stated',
    why: 'timeouts, write latency and recovery bounds are computed from it: from a guess they are a guess',
    source: 'etcd, tuning: heartbeat and election timeouts follow the measured round trip',
    check: assumedLatencies,
  },
];

/** NET-15 and DNS: how peers of an application find and reach each other. */
export const APP_NETWORK_RULES: Rule<AppFacts>[] = [
  {
    id: 'NET-15',
    severity: Severity.ERROR,
    title: 'a system whose peers dial pod addresses runs on a network that keeps them',
    why: 'peers announce their own pod address, which exists in no other site when the network translates it: the cluster never forms',
    source: 'PingCAP, TiDB across multiple Kubernetes clusters; vitess-operator federation: pod IPs directly routable',
    check: translatedPeers,
  },
  {
    id: 'DNS-02',
    severity: Severity.ERROR,
    title: 'the address of a peer says which site it is in',
    why: 'exports of the same name are merged: a peer then dials a pod of any site, its own included, and not the one it means',
    source:
      'KEP-1645 Multi-Cluster Services API: Services of one name and namespace are one; Submariner, Lighthouse: <pod>.<cluster>.<service>',
    check: ambiguousPeers,
  },
  {
    id: 'DNS-03',
    severity: Severity.ERROR,
    title: 'the Service of every peer is exported with its not-ready endpoints',
    why: 'peers are ready only once they have a quorum, and have a quorum only once they find each other: they never start',
    source: 'submariner-io/lighthouse, pkg/agent/controller/agent.go: annotation publish-not-ready-addresses',
    check: hiddenPeers,
  },
];

interface Range extends Cidr {
  readonly site: string;
  readonly prop: string;
}

/** The ranges of a site. One that cannot be read was refused when the fleet was made. */
function rangesOf({ name, podCidr, serviceCidr, nodeCidr }: SiteFacts): Range[] {
  return Object.entries({ podCidr, serviceCidr, nodeCidr }).flatMap(([prop, text]) => {
    const cidr = text === undefined ? undefined : parseCidr(text);
    return cidr ? [{ site: name, prop, ...cidr }] : [];
  });
}

function overlappingRanges({ sites, network }: FleetFacts): string[] {
  const ranges = sites.flatMap(rangesOf);
  return ranges.flatMap((range, index) =>
    ranges
      .slice(index + 1)
      .filter((other) => overlap(range, other))
      .filter((other) => range.site === other.site || !network.translatesAddresses)
      .map((other) => describeOverlap(range, other)),
  );
}

function describeOverlap(a: Range, b: Range): string {
  const where = a.site === b.site ? `${b.prop} ${b.text} of the same site` : `${b.prop} ${b.text} of site ${b.site}`;
  const way = a.site === b.site ? '' : ', or use a network that translates addresses (Globalnet)';
  return `${a.prop} ${a.text} of site ${a.site} overlaps ${where}; ranges must be disjoint: give one of the two another range${way}`;
}

function publicRanges({ sites }: FleetFacts): string[] {
  return sites
    .flatMap(rangesOf)
    .filter((range) => !isPrivate(range))
    .map(
      ({ site, prop, text }) =>
        `${prop} of site ${site} is ${text}, which is not private; allowed are 10.0.0.0/8, 172.16.0.0/12 (ends at 172.31.255.255), 192.168.0.0/16 and 100.64.0.0/10 (ends at 100.127.255.255): choose a range inside one of them`,
    );
}

function loneGateways({ sites, network: { gatewaysPerSite } }: FleetFacts): string[] | undefined {
  if (gatewaysPerSite === undefined) return undefined;
  const few =
    gatewaysPerSite >= 2
      ? []
      : [
          `${counted(gatewaysPerSite, 'gateway')} in each of ${listed(sites.map(({ name }) => name))}; at least 2 are needed for one to take over from the other: set gatewaysPerSite to 2`,
        ];
  const together = sites
    .map(({ name, zones }) => ({ name, zones: [...new Set(zones)] }))
    .filter(({ zones }) => zones.length < 2)
    .map(
      ({ name, zones }) =>
        `site ${name} has ${counted(zones.length, 'zone')} (${zones.join(', ')}), so that its gateways are lost together; add nodes in a second zone and list it in zones`,
    );
  return [...few, ...together];
}

function clearText({ network: { kind, encrypted, cableDriver } }: FleetFacts): string[] {
  if (encrypted && cableDriver !== 'vxlan') return [];
  const what = cableDriver === undefined ? `network ${kind}` : `network ${kind} with cable driver ${cableDriver}`;
  return [
    `${what} carries the traffic between sites in clear text; use one that encrypts, such as Submariner with cable driver libreswan or wireguard, or waive NET-09 and say what encrypts the path below it`,
  ];
}

function brokerScheme({ network: { brokerApiServer } }: FleetFacts): string[] | undefined {
  if (brokerApiServer === undefined) return undefined;
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(brokerApiServer) ?? [];
  if (scheme === undefined) return [];
  const bare = brokerApiServer.slice(scheme.length).replace(/\/+$/, '');
  return [
    `the broker's API server is "${brokerApiServer}"; allowed is host:port without ${scheme}: give "${bare.includes(':') ? bare : `${bare}:6443`}"`,
  ];
}

function brokerInSite({ sites, network: { kind, brokerSite } }: FleetFacts): string[] | undefined {
  if (brokerSite === undefined) return undefined;
  if (sites.every(({ name }) => name !== brokerSite)) return [];
  return [
    `the broker of network ${kind} is in site ${brokerSite}: while that site is lost, no export or gateway of another site can change; put the broker into a cluster that is no site of the fleet`,
  ];
}

function assumedLatencies({ latencies }: FleetFacts): string[] {
  const assumed = latencies.filter(({ stated }) => !stated);
  if (assumed.length === 0) return [];
  const pairs = assumed.map(({ site, peer, millis }) => `${site}-${peer} ${millis} ms`);
  return [
    `the round trip is assumed between ${counted(assumed.length, 'pair')} of sites (${pairs.join(', ')}); measure it, and state it in rttMillis of one site of each pair`,
  ];
}

function translatedPeers({ needsPodIps, system, fleet: { network } }: AppFacts): string[] | undefined {
  if (!needsPodIps) return undefined;
  if (!network.translatesAddresses) return [];
  return [
    `peers of ${system} dial pod addresses, and network ${network.kind} translates them between sites; give the sites disjoint ranges and turn the translation off (Globalnet), or use a system whose peers dial names`,
  ];
}

const CLUSTERSET = '.svc.clusterset.local';

function ambiguousPeers({ peers }: AppFacts): string[] | undefined {
  if (new Set(peers.map(({ site }) => site)).size < 2) return undefined;
  const nameless = peers
    .filter(({ host, site }) => host.endsWith(CLUSTERSET) && !namesSite(host, site))
    .map(
      ({ host, site }) =>
        `peers dial ${host} to reach site ${site}, and exports of that name are merged over all sites; put the site into the name: <pod>.${site}.<service>.<namespace>${CLUSTERSET}`,
    );
  const twice = [...groupedBy(peers, ({ host, port }) => `${host}:${port}`)].flatMap(([address, servers]) => {
    const sites = [...new Set(servers.map(({ site }) => site))];
    return sites.length < 2
      ? []
      : [
          `sites ${listed(sites)} all serve ${address}, so that peers cannot tell them apart; give each site its own name`,
        ];
  });
  return [...nameless, ...twice];
}

function hiddenPeers({ peers, serviceExports }: AppFacts): string[] | undefined {
  const needed = peers.flatMap(exportedAs);
  if (needed.length === 0) return undefined;
  // Many pods stand behind one Service: it is one thing to change.
  const services = new Map(needed.map((service) => [`${service.site}/${service.namespace}/${service.name}`, service]));
  return [...services.values()].flatMap(({ site, namespace, name, host }) => {
    const found = serviceExports.find(
      (other) => other.site === site && other.namespace === namespace && other.name === name,
    );
    if (found?.publishesNotReady) return [];
    const state = found ? 'exported without its not-ready endpoints' : 'not exported';
    const change = found ? 'set publishNotReadyAddresses on it' : 'export it, with publishNotReadyAddresses set';
    return [`peers dial ${host}, whose Service ${namespace}/${name} is ${state} by site ${site}; ${change}`];
  });
}

interface NeededExport {
  readonly site: string;
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
}

/** The Service behind `<pod>.<site>.<service>.<namespace>.svc.clusterset.local`, or one that is dialled by itself. */
function exportedAs({ site, host }: PeerAddressFact): NeededExport[] {
  if (!host.endsWith(CLUSTERSET)) return [];
  const [namespace, name] = host.slice(0, -CLUSTERSET.length).split('.').reverse();
  return namespace === undefined || name === undefined ? [] : [{ site, namespace, name, host }];
}
