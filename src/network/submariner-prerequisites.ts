import type { IHost } from '../model/host';
import { PrerequisiteKind, type Prerequisite } from '../model/prerequisite';
import type { Site } from '../model/site';
import { listed } from '../rules/wording';
import { CableDriver, type SubmarinerSettings } from './submariner-settings';

/** Version of the operator whose CRDs the objects are checked against. */
export const SUBMARINER_VERSION = '0.18.1';
/** Namespace of the operator and its gateways, in every site. */
export const OPERATOR_NAMESPACE = 'submariner-operator';
/** Namespace of the broker, in the broker's cluster. */
export const BROKER_NAMESPACE = 'submariner-k8s-broker';
/** Port on which gateways find out under which address they reach each other (submariner, pkg/natdiscovery). */
const NAT_DISCOVERY_PORT = 4490;
/** Port of the VXLAN that brings packets from the nodes of a cluster to its gateway. */
const VXLAN_PORT = 4800;

/** Secret with a site's own token for the broker. */
export function brokerSecretOf(site: Site): string {
  return `broker-secret-${site.name}`;
}

/** States what has to be in a site before its gateways can connect it to the others. */
export function requireSubmariner(host: IHost, site: Site, settings: SubmarinerSettings): void {
  const peers = host.sites.filter((other) => other !== site).map(({ name }) => name);
  const all = [
    ...install(host, site),
    ...secrets(site, settings),
    ...gatewayNodes(settings),
    ...(peers.length > 0 ? gatewayPorts(site, listed(peers), settings) : []),
    ...clusterPorts(site, settings),
  ];
  for (const prerequisite of all) host.require(site, prerequisite);
}

function install(host: IHost, site: Site): Prerequisite[] {
  return [
    {
      kind: PrerequisiteKind.OPERATOR,
      name: 'submariner-operator',
      namespace: OPERATOR_NAMESPACE,
      version: SUBMARINER_VERSION,
      why:
        `runs the gateways and the service discovery of ${site.name}; without a Submariner object of its own (the Helm chart ` +
        `writes one, with the key inline). kube-proxy is in iptables mode, the DNS is CoreDNS, nodes have addresses outside of ` +
        `${site.podCidr} and ${site.serviceCidr}; with Calico, an IPPool without natOutgoing for each range of another site`,
    },
    {
      kind: PrerequisiteKind.NAMESPACE,
      name: OPERATOR_NAMESPACE,
      why: 'holds the operator, the gateways and their Secrets; pods in it are privileged, as gateways change routes',
    },
    {
      kind: PrerequisiteKind.SERVICE,
      name: 'ServiceMonitors',
      namespace: OPERATOR_NAMESPACE,
      why:
        `Prometheus in ${host.fleet.names.monitoringNamespace} selects the ServiceMonitors that the operator makes, or the ` +
        `alerts on tunnels and gateways see nothing`,
    },
  ];
}

function secrets(site: Site, settings: SubmarinerSettings): Prerequisite[] {
  return [
    {
      kind: PrerequisiteKind.SECRET,
      name: settings.pskSecret,
      namespace: OPERATOR_NAMESPACE,
      keys: ['psk'],
      why: 'the key by which gateways know each other: at least 48 random bytes, base64, the same in every site',
    },
    {
      kind: PrerequisiteKind.SECRET,
      name: brokerSecretOf(site),
      namespace: OPERATOR_NAMESPACE,
      keys: ['ca.crt', 'namespace', 'token'],
      why:
        `a token of its own for the broker: of a ServiceAccount in ${BROKER_NAMESPACE} of cluster ${settings.brokerCluster}, with ` +
        `that cluster's CA`,
    },
  ];
}

function gatewayNodes({ gatewaysPerSite }: SubmarinerSettings): Prerequisite[] {
  return [
    {
      kind: PrerequisiteKind.NODE_LABEL,
      name: 'submariner.io/gateway=true',
      why:
        `on ${gatewaysPerSite} nodes in different zones, each with a public address or one that the other sites' gateways can ` +
        `reach: one carries all traffic of the site, the others stand by`,
    },
  ];
}

/** Between gateways only: nothing here is open to the internet. */
function gatewayPorts(site: Site, peers: string, settings: SubmarinerSettings): Prerequisite[] {
  const between = `between the addresses of the gateways of ${site.name} and those of ${peers}, both ways, and nobody else`;
  return [
    firewall(`udp/${settings.nattPort}`, `${between}: the tunnels (${settings.cableDriver})`),
    firewall(`udp/${NAT_DISCOVERY_PORT}`, `${between}: NAT discovery; the port is the same in every site`),
    ...(settings.natEnabled || settings.cableDriver !== CableDriver.LIBRESWAN
      ? []
      : [firewall('udp/500 and ESP (protocol 50)', `${between}: IKE and IPsec without NAT traversal`)]),
  ];
}

function clusterPorts(site: Site, { brokerApiServer }: SubmarinerSettings): Prerequisite[] {
  return [
    firewall(
      `udp/${VXLAN_PORT}`,
      `between the nodes of ${site.name}, not from outside: pods to the gateway (not with OVN-Kubernetes)`,
    ),
    firewall(
      `tcp/${brokerApiServer.replace(/^.*:/, '')}`,
      `from the nodes of ${site.name} to the broker's API server ${brokerApiServer}: gateways and exports are exchanged ` +
        `through it; while it is away traffic goes on, but peers do not learn of a gateway that moves: no maintenance then`,
    ),
  ];
}

function firewall(name: string, why: string): Prerequisite {
  return { kind: PrerequisiteKind.FIREWALL, name, why };
}

/** What the broker's cluster needs. */
export function brokerInstall(): Prerequisite {
  return {
    kind: PrerequisiteKind.OPERATOR,
    name: 'submariner-operator',
    namespace: OPERATOR_NAMESPACE,
    version: SUBMARINER_VERSION,
    why: `makes the broker from its Broker object (subctl deploy-broker installs it; the chart submariner-k8s-broker does not know that kind): Role and CRDs in ${BROKER_NAMESPACE}, and there a ServiceAccount with a token Secret for each site`,
  };
}
