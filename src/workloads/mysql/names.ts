import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';

/** Port of MySQL, of HAProxy in front of it and of the channels between sites. */
export const SQL_PORT = 3306;
/** Port for the operator and for health checks of HAProxy: it is open when connections have run out. */
export const ADMIN_PORT = 33062;
/** What the nodes of a site say to each other: state transfer, write sets, incremental state transfer. */
export const GROUP_PORTS = [4444, 4567, 4568];
/** Port of the exporter. */
export const METRICS_PORT = 9104;
/** Port by which the operator tells the uploader of the binary log to begin anew; its metrics are there as well. */
export const LOG_UPLOAD_PORT = 8080;
/** Nodes of a site: two of them are a majority when one is lost. */
export const NODES = 3;

/** Certificate of front ends. MySQL asks for none; the CA comes with it. */
export const CLIENT_CERTIFICATE = 'mysql-client-tls';

const SYSTEM = 'percona-xtradb-cluster';

/** The cluster of a site. The name of the site is in it, since its Services become known in all sites. */
export function clusterName(site: Site): string {
  return `pxc-${site.name}`;
}

/** Names of the pods of the database, as the operator makes them. */
export function nodeNames(site: Site): string[] {
  return Array.from({ length: NODES }, (_, index) => `${clusterName(site)}-pxc-${index}`);
}

/** Service of the operator in front of the one node that takes the writes of a site. */
export function writeService(site: Site): string {
  return `${clusterName(site)}-haproxy`;
}

/**
 * Certificate of the servers of a site, and its Secret. The operator makes a Certificate of this name when it finds no Secret; it
 * finds that it is there.
 */
export function serverCertificate(site: Site): string {
  return `${clusterName(site)}-ssl`;
}

/** Headless Services that other sites dial, one a node. */
export function peerServices(site: Site): { readonly name: string; readonly pod: string }[] {
  return nodeNames(site).map((pod, index) => ({ name: `${clusterName(site)}-peer-${index}`, pod }));
}

/** Names under which every site resolves the nodes of a site. */
export function peerAddresses(host: IAppHost, site: Site): string[] {
  return peerServices(site).map(({ name }) => host.fleet.network.serviceAddress(name, host.namespace));
}

/** The channel by which sites follow a site. Another source is another channel: what MySQL keeps of the old one is in nobody's way. */
export function channelName(source: Site): string {
  return `from-${source.name}`;
}

/** Labels of the pods of the database, in every site. */
export const NODE_LABELS = { 'app.kubernetes.io/name': SYSTEM, 'app.kubernetes.io/component': 'pxc' };
/** Labels of HAProxy, in every site. */
export const PROXY_LABELS = { 'app.kubernetes.io/name': SYSTEM, 'app.kubernetes.io/component': 'haproxy' };
/** Labels of what uploads the binary log. */
export const LOG_UPLOAD_LABELS = { 'app.kubernetes.io/name': SYSTEM, 'app.kubernetes.io/component': 'pitr' };

/** Labels of all pods that the operator makes for a site: nodes, HAProxy, backups, restores. */
export function clusterLabels(site: Site): Record<string, string> {
  return { 'app.kubernetes.io/name': SYSTEM, 'app.kubernetes.io/instance': clusterName(site) };
}

/** Folder of a site in the object store. */
export function archiveName(site: Site, archiveNames: Record<string, string>): string {
  return archiveNames[site.name] ?? clusterName(site);
}
