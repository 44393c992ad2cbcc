import type { NetworkPolicyEgressRule, NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { BOOTSTRAP, COCKROACHDB, GRPC_PORT, HTTP_PORT, SQL_PORT, bootstrapLabels, nodeLabels } from './names';
import { CockroachDbVehicle } from './props';
import type { CockroachDbSettings } from './settings';

const OWN_NAMESPACE = { podSelector: {} };
const HTTPS_PORT = 443;
/** Where API servers listen behind their Service: policies see the address after it was translated. */
const API_SERVER_PORTS = [HTTPS_PORT, 6443];

/** Nodes of all sites, clients of this one, monitoring and the operator; nothing else. Kubelet's probes pass every policy. */
export function addNodePolicy(host: IAppHost, site: Site, settings: CockroachDbSettings): void {
  const operator = settings.vehicle === CockroachDbVehicle.OPERATOR;
  const peers = [podsWith(nodeLabels(host)), ...otherSites(host, site)];
  const { monitoringNamespace } = host.fleet.names;
  addTo(
    host,
    site,
    networkPolicy({
      name: COCKROACHDB,
      namespace: host.namespace,
      podLabels: nodeLabels(host),
      ingress: [
        { from: [...peers, podsWith(bootstrapLabels(host))], ports: tcp(GRPC_PORT) },
        { from: [OWN_NAMESPACE, ...settings.clientNamespaces.map(podsOfNamespace)], ports: tcp(SQL_PORT) },
        { from: [OWN_NAMESPACE, podsOfNamespace(monitoringNamespace)], ports: tcp(HTTP_PORT) },
        ...(operator
          ? [{ from: [podsOfNamespace(settings.operatorNamespace)], ports: tcp(GRPC_PORT, SQL_PORT, HTTP_PORT) }]
          : []),
      ],
      egress: [
        { to: peers, ports: tcp(GRPC_PORT) },
        dnsEgress(),
        ...storeEgress(host),
        // A container that the operator adds reads the labels of the node that the pod is on.
        ...(operator ? [{ ports: tcp(...API_SERVER_PORTS) }] : []),
      ],
    }),
  );
}

/** The Jobs that set the database up: SQL of their own site, and the addresses at which nodes of all sites join. */
export function addBootstrapPolicy(host: IAppHost, site: Site): void {
  const others = otherSites(host, site);
  addTo(
    host,
    site,
    networkPolicy({
      name: BOOTSTRAP,
      namespace: host.namespace,
      podLabels: bootstrapLabels(host),
      ingress: [],
      egress: [
        { to: [podsWith(nodeLabels(host))], ports: tcp(GRPC_PORT, SQL_PORT) },
        // An empty list would be everybody.
        ...(others.length > 0 ? [{ to: others, ports: tcp(GRPC_PORT) }] : []),
        dnsEgress(),
      ],
    }),
  );
}

function otherSites(host: IAppHost, site: Site): NetworkPolicyPeer[] {
  const others = host.dataSites.filter((other) => other !== site);
  return addresses([...new Set(others.flatMap((other) => host.fleet.network.sourceCidrs(other)))]);
}

/** The object store has no addresses to name; its certificate proves it. */
function storeEgress({ store }: IAppHost): NetworkPolicyEgressRule[] {
  if (!store) return [];
  return [{ ports: tcp(...new Set([HTTPS_PORT, portOf(store.endpoint)])) }];
}

function portOf(endpoint: string | undefined): number {
  const port = /:(\d+)(\/|$)/.exec(endpoint ?? '')?.[1];
  return port === undefined ? HTTPS_PORT : Number(port);
}
