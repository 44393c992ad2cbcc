import type { IAppHost } from '../../model/app-host';
import { isDnsLabel } from '../../model/names';
import { isOlderThan } from '../etcd/image';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems, volumeProblems } from '../resources';
import { clusterName } from './names';
import type { PostgresqlSettings } from './settings';

const INSTANCES = { least: 3, most: 20 };
const ARCHIVE_SECONDS = { least: 30, most: 3600 };
const LAG_SECONDS = { least: 1, most: 24 * 3600 };
/** CloudNativePG, validateName: Services and volumes get longer names. */
const LONGEST_CLUSTER = 50;
/** Oldest major version that CloudNativePG 1.30 and PostgreSQL itself look after. */
const OLDEST_MAJOR = 14;

/** Set by CloudNativePG or by the library: other values would break copies, durability or bounds. */
const OWNED_PARAMETER =
  /^(archive_.*|restore_command|primary_.*|recovery_.*|promote_trigger_file|hot_standby|wal_level|wal_(receiver|sender)_timeout|synchronous_.*|fsync|full_page_writes|cluster_name|listen_addresses|port|ssl|ssl_.*|hba_file|ident_file|config_file|data_directory|unix_socket_.*|allow_alter_system|shared_preload_libraries)$/;

/** Props with which PostgreSQL would not start, or not keep its promise: one message each. */
export function postgresqlProblems(host: IAppHost, settings: PostgresqlSettings): string[] {
  return [
    ...imageProblems('PostgreSQL image', settings.image),
    ...versionProblems(settings),
    ...instanceProblems(settings),
    ...volumeProblems('PostgreSQL storage', settings.storage),
    ...volumeProblems('PostgreSQL walStorage', settings.walStorage),
    ...cpuProblems('PostgreSQL cpu', settings.cpu),
    ...memoryProblems('PostgreSQL memory', settings.memory),
    ...sqlNameProblems(settings),
    ...parameterProblems(settings),
    ...secondsProblems('maxReplicationLag', settings.maxLagSeconds, LAG_SECONDS),
    ...secondsProblems('archiveTimeout', settings.archiveTimeoutSeconds, ARCHIVE_SECONDS),
    ...archiveProblems(host, settings),
    ...siteProblems(host),
    ...namespaceProblems(settings),
  ];
}

function versionProblems({ image }: PostgresqlSettings): string[] {
  if (!isOlderThan(image, OLDEST_MAJOR, 0)) return [];
  return [`PostgreSQL image is ${image}; allowed is PostgreSQL ${OLDEST_MAJOR} or later; give a newer tag`];
}

function instanceProblems({ instances }: PostgresqlSettings): string[] {
  if (Number.isInteger(instances) && instances >= INSTANCES.least && instances <= INSTANCES.most) return [];
  return [
    `PostgreSQL instances is ${instances}; allowed are whole numbers from ${INSTANCES.least} to ${INSTANCES.most}: a commit waits for one other instance, so that with two the loss of one stops all writes; leave it out for 3`,
  ];
}

function sqlNameProblems({ database, user }: PostgresqlSettings): string[] {
  const isName = (name: string) => /^[a-z_][a-z0-9_]{0,62}$/.test(name);
  const allowed = 'allowed are up to 63 of a-z, 0-9 and _, the first no digit';
  return [
    ...(isName(database) ? [] : [`PostgreSQL database is "${database}"; ${allowed}; rename it`]),
    ...(isName(user) ? [] : [`PostgreSQL user is "${user}"; ${allowed}: it names a certificate; rename it`]),
    ...(/^(postgres|template[01]|all|sameuser|samerole|replication)$/.test(database)
      ? [`PostgreSQL database is "${database}", which PostgreSQL uses itself; give the application one of another name`]
      : []),
    ...(/^(postgres|streaming_replica|cnpg_.*|pg_.*|all|public|none)$/.test(user)
      ? [`PostgreSQL user is "${user}", which PostgreSQL or its operator reserves; give the application another one`]
      : []),
  ];
}

function parameterProblems({ parameters }: PostgresqlSettings): string[] {
  return Object.keys(parameters).flatMap((name) => [
    ...(/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name)
      ? []
      : [`PostgreSQL parameters has "${name}", which is no name of a setting; write such as max_connections`]),
    ...(OWNED_PARAMETER.test(name)
      ? [
          `PostgreSQL parameters sets ${name}, which belongs to CloudNativePG or to what this library promises; leave it out (archiveTimeout and maxReplicationLag are props)`,
        ]
      : []),
  ]);
}

function secondsProblems(prop: string, seconds: number, { least, most }: { least: number; most: number }): string[] {
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return [];
  return [`PostgreSQL ${prop} is ${seconds} s; allowed are whole seconds from ${least} to ${most}; leave it out`];
}

function archiveProblems(host: IAppHost, { archiveNames }: PostgresqlSettings): string[] {
  const known = host.dataSites.map(({ name }) => name);
  return [
    ...(host.store
      ? []
      : [
          'the fleet has no backup, and PostgreSQL needs an archive: a switchover hands the last of the log over in it, and a copy that was cut off catches up from it; give the fleet one, such as Backup.velero',
        ]),
    ...Object.entries(archiveNames).flatMap(([site, name]) => [
      ...(known.includes(site)
        ? []
        : [`PostgreSQL archiveNames names site "${site}"; allowed are sites with data, ${known.join(', ')}`]),
      ...(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)
        ? []
        : [
            `PostgreSQL archiveNames of site ${site} is "${name}"; allowed are up to 100 letters, digits, _, . and -: it is a folder in the object store`,
          ]),
    ]),
  ];
}

function siteProblems(host: IAppHost): string[] {
  return host.dataSites
    .filter((site) => clusterName(site).length > LONGEST_CLUSTER)
    .map(
      (site) =>
        `site "${site.name}" makes the Cluster ${clusterName(site)}; CloudNativePG allows ${LONGEST_CLUSTER} characters; shorten the name of the site`,
    );
}

function namespaceProblems({ clientNamespaces, operatorNamespace }: PostgresqlSettings): string[] {
  return [
    ...clientNamespaces.map((name) => ({ prop: 'clientNamespaces', name })),
    { prop: 'operatorNamespace', name: operatorNamespace },
  ]
    .filter(({ name }) => !isDnsLabel(name))
    .map(
      ({ prop, name }) => `PostgreSQL ${prop} has "${name}", which is no DNS label; use at most 63 of a-z, 0-9 and -`,
    );
}
