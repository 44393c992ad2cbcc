import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { COCKROACHDB, GRPC_PORT, HTTP_PORT, PUBLIC_SERVICE, SQL_PORT, nodeLabels } from './names';

/** Names of the nodes for each other, in all sites: also of those that are not ready, which is all before the first quorum. */
export function addPeerService(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: COCKROACHDB, namespace: host.namespace },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: nodeLabels(host),
      ports: [
        { name: 'grpc', port: GRPC_PORT },
        { name: 'sql', port: SQL_PORT },
        { name: 'http', port: HTTP_PORT },
      ],
    },
  });
  host.fleet.network.exportService(host, site, COCKROACHDB);
}

/**
 * The nodes of the site that can serve. Not exported: a client that is merged into another site would wait a round trip for
 * every statement, and would keep a site alive that is about to be left.
 */
export function addPublicService(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: PUBLIC_SERVICE, namespace: host.namespace },
    spec: {
      selector: nodeLabels(host),
      ports: [
        { name: 'sql', port: SQL_PORT },
        { name: 'http', port: HTTP_PORT },
      ],
    },
  });
}

/** Identity of the nodes, which a cloud may give access to the backups. */
export function addServiceAccount(host: IAppHost, site: Site, annotations: Record<string, string>): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: COCKROACHDB,
      namespace: host.namespace,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    // Pods that want a token ask for one; that of a cloud identity is projected in any case.
    automountServiceAccountToken: false,
  });
}
