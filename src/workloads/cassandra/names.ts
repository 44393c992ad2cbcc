import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { componentLabels } from '../pods';

/** Service of the ready nodes of one site, and what belongs to it. */
export const CASSANDRA = 'cassandra';
/** Reaper's pods. */
export const REAPER = 'cassandra-reaper';
/** Certificate of the nodes: they are servers, and clients of each other. */
export const NODE_CERTIFICATE = 'cassandra-node';
/** Certificate of clients: the CA in its Secret is what they trust the nodes by. */
export const CLIENT_CERTIFICATE = 'cassandra-client';
/** Jobs that set the keyspace up. */
export const SETUP = 'cassandra-setup';
/** CronJob that looks for a backup that is new enough. */
export const BACKUP_AGE = 'cassandra-backup-age';

/** Secret with the password of the keystores. */
export const KEYSTORE_SECRET = { name: 'cassandra-keystore', key: 'password' };
/** Secret of the superuser, by which the operator and the Job that makes the keyspace act. */
export const SUPERUSER_SECRET = { name: 'cassandra-superuser', username: 'username', password: 'password' };
/** Secret of the application's role; its keys are environment variables of the front end. */
export const APPLICATION_SECRET = {
  name: 'cassandra-app',
  username: 'CASSANDRA_USERNAME',
  password: 'CASSANDRA_PASSWORD',
};
/** Secret by which Medusa reaches the bucket; the operator mounts it, and the name of the key is given. */
export const BUCKET_SECRET = { name: 'cassandra-medusa', key: 'credentials' };

/** All traffic between nodes, encrypted: since Cassandra 4.0 the port 7001 is for older nodes only. */
export const INTERNODE_PORT = 7000;
export const CQL_PORT = 9042;
/** Administers the node, and asks nobody for a password. */
export const MANAGEMENT_PORT = 8080;
export const METRICS_PORT = 9000;
export const MEDUSA_PORT = 50051;
export const REAPER_PORT = 8080;
export const REAPER_ADMIN_PORT = 8081;

/** User of the operator's images of Cassandra. */
export const CASSANDRA_USER = 999;
/** User of what runs beside: any. */
export const TOOLS_USER = 1000;

/** Labels that cass-operator gives the nodes; the name of the Cassandra cluster is that of the application. */
export function nodeLabels(host: IAppHost): Record<string, string> {
  return { 'cassandra.datastax.com/cluster': host.name };
}

/** Labels that the K8ssandra operator gives the pods of Reaper. */
export function reaperLabels(host: IAppHost): Record<string, string> {
  return { 'app.kubernetes.io/component': 'reaper', 'k8ssandra.io/cluster-name': host.name };
}

/** Labels of the pods of a component of ours. */
export function ownLabels(host: IAppHost, component: string): Record<string, string> {
  return componentLabels(host.name, component);
}

/** Name under which clients of the same site find its nodes. */
export function nodesAddress(host: IAppHost, site: Site): string {
  return site.localAddress(CASSANDRA, host.namespace);
}

/** Name of the StatefulSet that cass-operator makes of a rack. */
export function rackStatefulSet(app: string, site: string, rack: string): string {
  return `${app}-${site}-${rack}-sts`;
}

/** Name of the schedule of a site's backups; the names of its backups begin with it. */
export function backupSchedule(site: Site): string {
  return `cassandra-backup-${site.name}`;
}
