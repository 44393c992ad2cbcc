import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { dataHealthLabels } from '../data-health';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { componentLabels } from '../pods';
import { METRICS_PORT, PORT, VALKEY, otherSites, valkeyLabels } from './names';
import type { ValkeySettings } from './settings';

/** Servers of all sites, the front end, the health check, clients that were named, and monitoring; nothing else. */
export function addPolicy(host: IAppHost, site: Site, { clientNamespaces }: ValkeySettings): void {
  const cidrs = otherSites(host, site).flatMap((other) => host.fleet.network.sourceCidrs(other));
  const servers = [podsWith(valkeyLabels(host)), ...addresses([...new Set(cidrs)])];
  const clients = [
    podsWith(componentLabels(host.name, 'front-end')),
    podsWith(dataHealthLabels(host)),
    ...clientNamespaces.map(podsOfNamespace),
  ];
  addTo(
    host,
    site,
    networkPolicy({
      name: VALKEY,
      namespace: host.namespace,
      podLabels: valkeyLabels(host),
      ingress: [
        { from: [...servers, ...clients], ports: tcp(PORT) },
        { from: [podsOfNamespace(host.fleet.names.monitoringNamespace)], ports: tcp(METRICS_PORT) },
      ],
      egress: [{ to: servers, ports: tcp(PORT) }, dnsEgress()],
    }),
  );
}
