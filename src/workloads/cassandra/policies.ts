import type { NetworkPolicyEgressRule, NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { dataHealthLabels } from '../data-health';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { storePort } from './backup';
import { type ControlPlane, controlPlaneSources } from './control-plane';
import {
  CASSANDRA,
  CQL_PORT,
  INTERNODE_PORT,
  MANAGEMENT_PORT,
  MEDUSA_PORT,
  METRICS_PORT,
  REAPER,
  REAPER_ADMIN_PORT,
  REAPER_PORT,
  nodeLabels,
  reaperLabels,
} from './names';
import type { CassandraSettings } from './settings';

const OWN_NAMESPACE = { podSelector: {} };

/**
 * Nodes of all sites, clients of this one, monitoring, and who administers nodes: the operators, also that of the control plane
 * in another cluster, Reaper, and the question for the health. Kubelet's probes pass every policy.
 */
export function addNodePolicy(
  host: IAppHost,
  site: Site,
  controlPlane: ControlPlane,
  settings: CassandraSettings,
): void {
  const peers = [podsWith(nodeLabels(host)), ...otherSites(host, site)];
  const clients = [OWN_NAMESPACE, ...settings.clientNamespaces.map(podsOfNamespace)];
  const operator = podsOfNamespace(settings.operatorNamespace);
  const administrators = [
    operator,
    ...controlPlaneSources(host, site, controlPlane, settings),
    podsWith(reaperLabels(host)),
    podsWith(dataHealthLabels(host)),
  ];
  addTo(
    host,
    site,
    networkPolicy({
      name: CASSANDRA,
      namespace: host.namespace,
      podLabels: nodeLabels(host),
      ingress: [
        { from: peers, ports: tcp(INTERNODE_PORT) },
        { from: clients, ports: tcp(CQL_PORT) },
        { from: administrators, ports: tcp(MANAGEMENT_PORT) },
        ...(host.store ? [{ from: [operator], ports: tcp(MEDUSA_PORT) }] : []),
        { from: [podsOfNamespace(host.fleet.names.monitoringNamespace)], ports: tcp(METRICS_PORT) },
      ],
      egress: [{ to: peers, ports: tcp(INTERNODE_PORT) }, dnsEgress(), ...storeEgress(host)],
    }),
  );
}

/** Reaper repairs the nodes of its site, and keeps its state in them; the operator tells it what to repair. */
export function addReaperPolicy(host: IAppHost, site: Site, { operatorNamespace }: CassandraSettings): void {
  addTo(
    host,
    site,
    networkPolicy({
      name: REAPER,
      namespace: host.namespace,
      podLabels: reaperLabels(host),
      ingress: [
        { from: [podsOfNamespace(operatorNamespace)], ports: tcp(REAPER_PORT) },
        { from: [podsOfNamespace(host.fleet.names.monitoringNamespace)], ports: tcp(REAPER_ADMIN_PORT) },
      ],
      egress: [{ to: [podsWith(nodeLabels(host))], ports: tcp(CQL_PORT, MANAGEMENT_PORT) }, dnsEgress()],
    }),
  );
}

function otherSites(host: IAppHost, site: Site): NetworkPolicyPeer[] {
  const others = host.dataSites.filter((other) => other !== site);
  return addresses([...new Set(others.flatMap((other) => host.fleet.network.sourceCidrs(other)))]);
}

/** The object store has no addresses to name; its certificate proves it. */
function storeEgress({ store }: IAppHost): NetworkPolicyEgressRule[] {
  return store ? [{ ports: tcp(storePort(store)) }] : [];
}
