import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { CLIENT_PORT, CLIENT_SERVICE, ETCD, METRICS_PORT, PEER_PORT, memberLabels } from './members';

/** Names of the members for each other, in all sites: also of those that are not ready, which is all before the first vote. */
export function addPeerService(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: ETCD, namespace: host.namespace },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: memberLabels(host),
      ports: [
        { name: 'client', port: CLIENT_PORT },
        { name: 'peer', port: PEER_PORT },
        { name: 'metrics', port: METRICS_PORT },
      ],
    },
  });
  host.fleet.network.exportService(host, site, ETCD);
}

/**
 * The members of the site that have a quorum. Not exported: clients of a site without one are sent to another site by the load
 * balancer; over the tunnel they would add a round trip to every request and keep a site alive that is about to be left.
 */
export function addClientService(host: IAppHost, site: Site): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: CLIENT_SERVICE, namespace: host.namespace },
    spec: {
      selector: memberLabels(host),
      ports: [
        { name: 'client', port: CLIENT_PORT },
        { name: 'health', port: METRICS_PORT },
      ],
    },
  });
}
