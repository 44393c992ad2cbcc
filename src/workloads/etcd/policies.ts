import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { CLIENT_PORT, ETCD, METRICS_PORT, PEER_PORT, memberLabels } from './members';
import type { EtcdSettings } from './settings';

const OWN_NAMESPACE = { podSelector: {} };

/** Peers of all sites, clients of this one, and monitoring; nothing else. Kubelet's probes pass every policy. */
export function addMemberPolicy(host: IAppHost, site: Site, settings: EtcdSettings): void {
  const otherSites = host.sites.filter((other) => other !== site);
  const peers = [
    podsWith(memberLabels(host)),
    ...addresses([...new Set(otherSites.flatMap((other) => host.fleet.network.sourceCidrs(other)))]),
  ];
  const clients = [OWN_NAMESPACE, ...settings.clientNamespaces.map(podsOfNamespace)];
  addTo(
    host,
    site,
    networkPolicy({
      name: ETCD,
      namespace: host.namespace,
      podLabels: memberLabels(host),
      ingress: [
        { from: peers, ports: tcp(PEER_PORT) },
        ...(host.dataSites.includes(site) ? [{ from: clients, ports: tcp(CLIENT_PORT) }] : []),
        { from: [OWN_NAMESPACE, podsOfNamespace(host.fleet.names.monitoringNamespace)], ports: tcp(METRICS_PORT) },
      ],
      egress: [{ to: peers, ports: tcp(PEER_PORT) }, dnsEgress()],
    }),
  );
}
