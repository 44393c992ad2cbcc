import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';

/** A Service in front of the pods of a stateful system. */
export interface ServiceProps {
  readonly name: string;
  readonly podLabels: Record<string, string>;
  readonly ports: { readonly name: string; readonly port: number }[];
}

/** Names of the pods for each other, in all sites: also of those that are not ready, which is all before the first quorum. */
export function addPeerService(host: IAppHost, site: Site, { name, podLabels, ports }: ServiceProps): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: host.namespace },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: podLabels, ports: [...ports] },
  });
  host.fleet.network.exportService(host, site, name);
}

/**
 * The pods of the site that can serve. Not exported: the load balancer takes clients away from a site without a quorum. A
 * client that is merged into another site instead waits a round trip for every request, and keeps a site alive that is about
 * to be left.
 */
export function addClientService(host: IAppHost, site: Site, { name, podLabels, ports }: ServiceProps): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: host.namespace },
    spec: { selector: podLabels, ports: [...ports] },
  });
}
