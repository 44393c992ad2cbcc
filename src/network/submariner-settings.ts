import { Duration } from 'cdk8s';
import { isDnsName } from '../model/names';
import type { Site } from '../model/site';
import { checkGlobalnet, DEFAULT_GLOBALNET_RANGE } from './globalnet';

/** Folder of the broker's own cluster, when it is given no name. */
const DEFAULT_BROKER_CLUSTER = 'broker';

/** What carries packets between gateways. The same in every site. */
export enum CableDriver {
  /** IPsec. */
  LIBRESWAN = 'libreswan',
  /** WireGuard; gateway nodes need Linux 5.6 or its kernel module. */
  WIREGUARD = 'wireguard',
  /** VXLAN in clear text: rule NET-09 refuses it unless it is waived with what encrypts the path below. */
  VXLAN = 'vxlan',
}

/** Properties of a Submariner network. */
export interface SubmarinerProps {
  /**
   * API server of the broker's cluster, `host:port` without a scheme, reachable from the nodes of every site. Sites
   * exchange gateways and exported Services through it; while it is away traffic goes on, but peers do not learn of a gateway that moves or of new pods.
   */
  readonly brokerApiServer: string;
  /**
   * Site that also holds the broker. Losing it freezes the others' configuration in the very moment in which it has to
   * change: rule NET-11 warns.
   *
   * @default - a cluster of its own, `brokerCluster`
   */
  readonly brokerSite?: string;
  /**
   * Name of the broker's own cluster: the folder that its object is written to. Not together with `brokerSite`.
   *
   * @default broker
   */
  readonly brokerCluster?: string;
  /**
   * What carries packets between gateways.
   *
   * @default CableDriver.LIBRESWAN
   */
  readonly cableDriver?: CableDriver;
  /**
   * Ranges under which the other sites see each site, by site name. Turns Globalnet on, for sites whose own ranges
   * overlap; systems whose peers dial pod addresses are then refused (NET-15). Given by name, not counted, since a range
   * cannot change while a site is joined. For all sites or none, and only before the first of them joins.
   *
   * @default - no Globalnet: sites see each other under their own addresses, which must not overlap
   */
  readonly globalnetCidrs?: Record<string, string>;
  /**
   * Range that all of `globalnetCidrs` lie in, used by no cluster itself.
   *
   * @default 242.0.0.0/8
   */
  readonly globalnetRange?: string;
  /**
   * UDP port of the tunnels, the same in every site.
   *
   * @default 4500
   */
  readonly nattPort?: number;
  /**
   * Whether gateways may be behind NAT, as nodes with a public address in a cloud are: IPsec is then carried in UDP.
   *
   * @default true. With false, gateways reach each other on their own addresses, and ESP and UDP port 500 must be open too
   */
  readonly natEnabled?: boolean;
  /**
   * Nodes of each site that are gateways: one carries all traffic, the others stand by. Rule NET-07 warns below 2.
   *
   * @default 2
   */
  readonly gatewaysPerSite?: number;
  /**
   * How often gateways ping each other through the tunnel. Whole seconds, at least 1.
   *
   * @default - 1 second: with 5 losses, a dead tunnel is noticed after 5 s and its site leaves the DNS within 5 s more
   * (TTL of Lighthouse)
   */
  readonly healthCheckInterval?: Duration;
  /**
   * Pings that may be lost before a tunnel counts as dead. At least 1.
   *
   * @default 5
   */
  readonly maxPacketLossCount?: number;
  /**
   * Secret with the pre-shared key of the gateways (key `psk`), in namespace `submariner-operator` of every site.
   *
   * @default submariner-ipsec-psk
   */
  readonly pskSecret?: string;
}

/** The properties, defaults filled in. */
export interface SubmarinerSettings {
  readonly brokerApiServer: string;
  readonly brokerSite?: string;
  /** Cluster that the broker's object is written for: `brokerSite`, or one that is no site. */
  readonly brokerCluster: string;
  readonly cableDriver: CableDriver;
  /** Undefined without Globalnet. */
  readonly globalnetCidrs?: Record<string, string>;
  readonly globalnetRange: string;
  readonly nattPort: number;
  readonly natEnabled: boolean;
  readonly gatewaysPerSite: number;
  readonly healthCheckSeconds: number;
  readonly maxPacketLossCount: number;
  readonly pskSecret: string;
}

/** Fills in the defaults. */
export function submarinerSettings(props: SubmarinerProps): SubmarinerSettings {
  return {
    brokerApiServer: props.brokerApiServer,
    brokerSite: props.brokerSite,
    brokerCluster: props.brokerSite ?? props.brokerCluster ?? DEFAULT_BROKER_CLUSTER,
    cableDriver: props.cableDriver ?? CableDriver.LIBRESWAN,
    globalnetCidrs: props.globalnetCidrs,
    globalnetRange: props.globalnetRange ?? DEFAULT_GLOBALNET_RANGE,
    nattPort: props.nattPort ?? 4500,
    natEnabled: props.natEnabled ?? true,
    gatewaysPerSite: props.gatewaysPerSite ?? 2,
    healthCheckSeconds: (props.healthCheckInterval ?? Duration.seconds(1)).toSeconds({ integral: false }),
    maxPacketLossCount: props.maxPacketLossCount ?? 5,
    pskSecret: props.pskSecret ?? 'submariner-ipsec-psk',
  };
}

/** What is wrong with the properties for these sites: one message each. */
export function checkSubmariner(props: SubmarinerProps, sites: Site[]): string[] {
  const settings = submarinerSettings(props);
  return [
    ...checkApiServer(settings.brokerApiServer),
    ...checkBroker(
      props,
      sites.map(({ name }) => name),
    ),
    ...checkPort(settings.nattPort),
    ...checkCount('gatewaysPerSite', settings.gatewaysPerSite, 100),
    ...checkCount('healthCheckInterval in seconds', settings.healthCheckSeconds, 3600),
    ...checkCount('maxPacketLossCount', settings.maxPacketLossCount, 1000),
    ...checkSecret(settings.pskSecret),
    ...(settings.globalnetCidrs ? checkGlobalnet(settings.globalnetCidrs, settings.globalnetRange, sites) : []),
  ];
}

function checkApiServer(address: string): string[] {
  // Rule NET-10 says what to do about a scheme.
  if (address.includes('://')) return [];
  const [host, port, ...rest] = address.split(':');
  const fits = rest.length === 0 && isDnsName(host ?? '') && /^\d+$/.test(port ?? '') && isPort(Number(port));
  return fits ? [] : [`brokerApiServer is "${address}"; allowed is host:port, such as broker.example.com:6443`];
}

function checkBroker({ brokerSite, brokerCluster }: SubmarinerProps, sites: string[]): string[] {
  if (brokerSite !== undefined && brokerCluster !== undefined) {
    return [
      `both brokerSite "${brokerSite}" and brokerCluster "${brokerCluster}" are given; the broker is in one cluster: leave ` +
        `brokerSite out, so that the loss of a site does not take the broker with it`,
    ];
  }
  if (brokerSite !== undefined && !sites.includes(brokerSite)) {
    return [
      `brokerSite is "${brokerSite}", which is no site of the fleet (${sites.join(', ')}); name one of them, or set ` +
        `brokerCluster for a cluster of its own`,
    ];
  }
  const cluster = brokerCluster ?? DEFAULT_BROKER_CLUSTER;
  // It becomes a folder and the id of a construct; constructs keep their children in a plain object.
  if (!isDnsName(cluster) || cluster === 'constructor') {
    return [
      `brokerCluster is "${cluster}", which no cluster can be called; use labels of a-z, 0-9 and -, joined by dots`,
    ];
  }
  if (brokerSite === undefined && sites.includes(cluster)) {
    return [`brokerCluster is "${cluster}", which is a site; set brokerSite to it, or give the cluster another name`];
  }
  return [];
}

function checkPort(port: number): string[] {
  if (isPort(port) && port !== 4490 && port !== 4800) return [];
  return [
    `nattPort is ${port}; allowed are UDP ports from 1 to 65535 but 4490 (NAT discovery) and 4800 (VXLAN); use 4500`,
  ];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

/** Beyond `most`, which is generous, a tunnel would be dead for hours before anybody noticed, or the value is a mistake. */
function checkCount(what: string, count: number, most: number): string[] {
  if (Number.isInteger(count) && count >= 1 && count <= most) return [];
  return [`${what} is ${count}; allowed are whole numbers from 1 to ${most}`];
}

function checkSecret(name: string): string[] {
  if (isDnsName(name)) return [];
  return [`pskSecret is "${name}", which no Secret can be called; use labels of a-z, 0-9 and -, joined by dots`];
}
