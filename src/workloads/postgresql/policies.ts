import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { MANAGER_PORT, METRICS_PORT, SQL_PORT, podLabels } from './names';
import type { PostgresqlSettings } from './settings';

const OWN_NAMESPACE = { podSelector: {} };
const HTTPS_PORT = 443;
/** Where API servers listen behind their Service: policies see the address after it was translated. */
const API_SERVER_PORTS = [HTTPS_PORT, 6443];

/** The pods that the operator makes: the copies of other sites, clients of this one, the operator and monitoring. */
export function addInstancePolicy(host: IAppHost, site: Site, settings: PostgresqlSettings): void {
  const own = podsWith(podLabels(site));
  const others = otherSites(host, site);
  const operator = podsOfNamespace(settings.operatorNamespace);
  addTo(
    host,
    site,
    networkPolicy({
      name: 'postgresql',
      namespace: host.namespace,
      podLabels: podLabels(site),
      ingress: [
        {
          from: [OWN_NAMESPACE, operator, ...settings.clientNamespaces.map(podsOfNamespace), ...others],
          ports: tcp(SQL_PORT),
        },
        // Instances look for each other there before one that sees nobody shuts itself down.
        { from: [own, operator], ports: tcp(MANAGER_PORT) },
        { from: [podsOfNamespace(host.fleet.names.monitoringNamespace)], ports: tcp(METRICS_PORT) },
      ],
      egress: [
        { to: [own], ports: tcp(SQL_PORT, MANAGER_PORT) },
        // An empty list would be everybody.
        ...(others.length > 0 ? [{ to: others, ports: tcp(SQL_PORT) }] : []),
        dnsEgress(),
        // The instance manager asks the API server what to be; the archive has no addresses to name either.
        { ports: tcp(...new Set([...API_SERVER_PORTS, storePort(host)])) },
      ],
    }),
  );
}

function otherSites(host: IAppHost, site: Site): NetworkPolicyPeer[] {
  const others = host.dataSites.filter((other) => other !== site);
  return addresses([...new Set(others.flatMap((other) => host.fleet.network.sourceCidrs(other)))]);
}

function storePort({ store }: IAppHost): number {
  return Number(/^https?:\/\/[^/:]+:(\d+)/.exec(store?.endpoint ?? '')?.[1] ?? HTTPS_PORT);
}
