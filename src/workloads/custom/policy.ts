import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { componentLabels } from '../pods';
import { podLabels } from './names';
import { healthTarget } from './probes';
import { type CustomSettings, portNumber } from './settings';

/** The front end, clients that were named, monitoring, and the other replicas; nothing else. */
export function addPolicy(host: IAppHost, site: Site, settings: CustomSettings): void {
  const { clientNamespaces, egressCidrs, metrics, replicas, ports } = settings;
  const labels = podLabels(host, settings);
  const dialled = portNumber(settings, settings.connection.port);
  const peers = { ports: tcp(...ports.map(({ port }) => port)) };
  addTo(
    host,
    site,
    networkPolicy({
      name: settings.name,
      namespace: host.namespace,
      podLabels: labels,
      ingress: [
        {
          from: [podsWith(componentLabels(host.name, 'front-end'))],
          ports: tcp(...new Set([dialled, healthTarget(settings).port])),
        },
        ...(clientNamespaces.length > 0 ? [{ from: clientNamespaces.map(podsOfNamespace), ports: tcp(dialled) }] : []),
        ...(metrics
          ? [
              {
                from: [podsOfNamespace(host.fleet.names.monitoringNamespace)],
                ports: tcp(portNumber(settings, metrics.port)),
              },
            ]
          : []),
        ...(replicas > 1 ? [{ from: [podsWith(labels)], ...peers }] : []),
      ],
      egress: [
        dnsEgress(),
        ...(replicas > 1 ? [{ to: [podsWith(labels)], ...peers }] : []),
        ...(egressCidrs.length > 0 ? [{ to: addresses(egressCidrs) }] : []),
      ],
    }),
  );
}
