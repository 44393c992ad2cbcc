import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import {
  ADMIN_PORT,
  GROUP_PORTS,
  LOG_UPLOAD_PORT,
  LOG_UPLOAD_LABELS,
  METRICS_PORT,
  NODE_LABELS,
  PROXY_LABELS,
  SQL_PORT,
  clusterLabels,
} from './names';
import type { MysqlSettings } from './settings';

const OWN_NAMESPACE = { podSelector: {} };
const HTTPS_PORT = 443;

/** Who reaches the pods that the operator makes: each other, the operator, monitoring, clients through HAProxy, and the other sites. */
export function addPolicies(host: IAppHost, site: Site, settings: MysqlSettings): void {
  const own = podsWith(clusterLabels(site));
  const operator = podsOfNamespace(settings.operatorNamespace);
  const monitoring = podsOfNamespace(host.fleet.names.monitoringNamespace);
  const others = otherSites(host, site);
  const policy = { namespace: host.namespace };
  const inCluster = tcp(SQL_PORT, ADMIN_PORT, ...GROUP_PORTS);
  addTo(
    host,
    site,
    networkPolicy({
      ...policy,
      name: 'mysql',
      podLabels: clusterLabels(site),
      ingress: [{ from: [own], ports: inCluster }],
      // Backups, restores and binary logs: the object store has no addresses to name, and pods of backups no label of their own.
      egress: [{ to: [own], ports: inCluster }, dnsEgress(), { ports: tcp(storePort(host)) }],
    }),
  );
  addTo(
    host,
    site,
    networkPolicy({
      ...policy,
      name: 'mysql-nodes',
      podLabels: { ...clusterLabels(site), ...NODE_LABELS },
      ingress: [
        { from: [operator], ports: tcp(SQL_PORT, ADMIN_PORT) },
        ...(others.length > 0 ? [{ from: others, ports: tcp(SQL_PORT) }] : []),
        { from: [monitoring], ports: tcp(METRICS_PORT) },
      ],
      // An empty list would be everybody.
      egress: others.length > 0 ? [{ to: others, ports: tcp(SQL_PORT) }] : [],
    }),
  );
  addTo(
    host,
    site,
    networkPolicy({
      ...policy,
      name: 'mysql-proxy',
      podLabels: { ...clusterLabels(site), ...PROXY_LABELS },
      ingress: [
        { from: [OWN_NAMESPACE, ...settings.clientNamespaces.map(podsOfNamespace)], ports: tcp(SQL_PORT) },
        { from: [operator], ports: tcp(SQL_PORT, ADMIN_PORT) },
      ],
      egress: [],
    }),
  );
  addTo(
    host,
    site,
    networkPolicy({
      ...policy,
      name: 'mysql-log-upload',
      podLabels: { ...clusterLabels(site), ...LOG_UPLOAD_LABELS },
      ingress: [{ from: [monitoring, operator], ports: tcp(LOG_UPLOAD_PORT) }],
      egress: [],
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
