import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { componentLabels } from '../pods';

/** The nodes: their container, CrdbCluster, ServiceAccount, and the headless Service that names them. */
export const COCKROACHDB = 'cockroachdb';
/** Service of the ready nodes of one site. */
export const PUBLIC_SERVICE = 'cockroachdb-public';
/** Certificate of the nodes: they are servers, and clients of each other. CockroachDB demands `node` as common name. */
export const NODE_CERTIFICATE = 'cockroachdb-node';
/** Certificate of the SQL user `root`, by which the Jobs and the operator administer the database. */
export const ROOT_CERTIFICATE = 'cockroachdb-root';
/** ConfigMap with the fleet CA, which the operator reads; cert-manager writes Secrets only. */
export const CA_CONFIG_MAP = 'cockroachdb-ca';
/** The Jobs that set the database up. */
export const BOOTSTRAP = 'cockroachdb-bootstrap';

export const GRPC_PORT = 26258;
export const SQL_PORT = 26257;
export const HTTP_PORT = 8080;

/** User and group that the image's files are made for. */
export const COCKROACH_USER = 1000;

/** Certificate of the application's SQL user. */
export function clientCertificate(user: string): string {
  return `cockroachdb-client-${user.replaceAll('_', '-')}`;
}

/** Labels of the nodes' pods. */
export function nodeLabels(host: IAppHost): Record<string, string> {
  return componentLabels(host.name, COCKROACHDB);
}

/** Labels of the Jobs' pods. */
export function bootstrapLabels(host: IAppHost): Record<string, string> {
  return componentLabels(host.name, BOOTSTRAP);
}

/** Host and port at which the SQL of a site answers to clients of the same site. */
export function sqlAddress(host: IAppHost, site: Site): string {
  return `${site.localAddress(PUBLIC_SERVICE, host.namespace)}:${SQL_PORT}`;
}
