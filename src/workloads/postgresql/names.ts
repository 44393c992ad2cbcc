import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';

/** Port of PostgreSQL. */
export const SQL_PORT = 5432;
/** Port of the instance manager: the operator commands instances there, and instances look for each other. */
export const MANAGER_PORT = 8000;
/** Port of the metrics. */
export const METRICS_PORT = 9187;

/** Certificate of the servers of a site. */
export const SERVER_CERTIFICATE = 'postgresql-server-tls';
/** Certificate by which instances follow each other, in their site and in the others. */
export const REPLICATION_CERTIFICATE = 'postgresql-replication-tls';
/** Certificate of front ends. */
export const CLIENT_CERTIFICATE = 'postgresql-client-tls';

/** Says on the Cluster, from Git, which site is active: runbooks change `spec.replica` and compare it with this. */
export const ACTIVE_SITE_ANNOTATION = 'cndr/active-site';

/** The Cluster of a site. The name of the site is in it, since its Services become known in all sites. */
export function clusterName(site: Site): string {
  return `pg-${site.name}`;
}

/** A field of the Cluster of the active site; none where there is no such site, which is refused. */
export function activeClusterField({ activeSite }: IAppHost, path: string, value: string | number): EmittedField[] {
  return activeSite ? [fieldOf('Cluster', clusterName(activeSite), path, value)] : [];
}

/** Service of CloudNativePG in front of the primary of a site. */
export function writeService(site: Site): string {
  return `${clusterName(site)}-rw`;
}

/** Headless Service of the primary of a site, which the other sites dial. */
export function peerService(site: Site): string {
  return `${clusterName(site)}-primary`;
}

/** Name under which every site resolves the primary of a site. */
export function peerAddress(host: IAppHost, site: Site): string {
  return host.fleet.network.serviceAddress(peerService(site), host.namespace);
}

/** Labels of the instances; CloudNativePG sets them. There is one Cluster in the namespace. */
export const INSTANCE_LABELS = { 'cnpg.io/podRole': 'instance' };

/** Labels of all pods of a Cluster, those included that clone an instance. */
export function podLabels(site: Site): Record<string, string> {
  return { 'cnpg.io/cluster': clusterName(site) };
}

/** Labels of the instance that takes writes, or that the others of a passive site follow. */
export function primaryLabels(site: Site): Record<string, string> {
  return { ...podLabels(site), 'cnpg.io/instanceRole': 'primary' };
}

/** Server name of a site in the archive. */
export function archiveName(site: Site, archiveNames: Record<string, string>): string {
  return archiveNames[site.name] ?? clusterName(site);
}
