import type { CnpgBootstrap, CnpgExternalCluster } from '../../kinds/cloudnative-pg';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { SiteRole } from '../../model/roles';
import type { Site } from '../../model/site';
import { acrossZones } from '../pods';
import { sizeQuantity } from '../resources';
import { requireStorageClass } from '../storage-class';
import { type Archive, archivePlugin } from './archive';
import { REPLICATION_USER } from './certificates';
import {
  ACTIVE_SITE_ANNOTATION,
  REPLICATION_CERTIFICATE,
  SERVER_CERTIFICATE,
  SQL_PORT,
  clusterName,
  peerAddress,
  podLabels,
} from './names';
import { type PostgresqlSettings, archiveTimeout } from './settings';
import { CLOCKS } from './timing';

/**
 * The defaults of CloudNativePG's webhook (defaultInitDB). It would fill them in as fields that nobody owns: server-side apply
 * would leave them beside `pg_basebackup` when the site becomes passive, and the webhook refuses two ways of bootstrapping.
 */
const INITDB_DEFAULTS = { encoding: 'UTF8', localeCollate: 'C', localeCType: 'C' };

/** What a Cluster is made from. */
export interface ClusterProps {
  readonly settings: PostgresqlSettings;
  /** The site that Git calls active. */
  readonly active: Site;
  /** Undefined when the fleet has no backup, which is refused. */
  readonly archive?: Archive;
}

/** The instances of a site: a primary and its standbys where the site is active, otherwise copies of the active site. */
export function addCluster(host: IAppHost, site: Site, { settings, active, archive }: ClusterProps): void {
  const passive = host.roleOf(site) === SiteRole.PASSIVE;
  const storageClass = site.storageClass === undefined ? {} : { storageClass: site.storageClass };
  addTo(host, site, {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: {
      name: clusterName(site),
      namespace: host.namespace,
      annotations: {
        [ACTIVE_SITE_ANNOTATION]: active.name,
        // A copy that is cloned again archives where it did before: the same database on a later timeline. A new database must
        // not, or it would write over the archive of the old one; the check that the archive is empty stands in its way.
        ...(passive ? { 'cnpg.io/skipEmptyWalArchiveCheck': 'enabled' } : {}),
      },
    },
    spec: {
      instances: settings.instances,
      imageName: settings.image,
      enablePDB: true,
      primaryUpdateStrategy: 'unsupervised',
      // `switchover` gets stuck in a site that follows another one (cloudnative-pg#9919).
      primaryUpdateMethod: 'restart',
      smartShutdownTimeout: CLOCKS.smartShutdownSeconds,
      stopDelay: CLOCKS.shutdownSeconds,
      switchoverDelay: CLOCKS.shutdownSeconds,
      storage: { size: sizeQuantity(settings.storage), ...storageClass },
      walStorage: { size: sizeQuantity(settings.walStorage), ...storageClass },
      resources: {
        requests: { cpu: settings.cpu, memory: sizeQuantity(settings.memory) },
        limits: { memory: sizeQuantity(settings.memory) },
      },
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'required',
        topologyKey: 'kubernetes.io/hostname',
      },
      topologySpreadConstraints: acrossZones(podLabels(site)),
      postgresql: {
        parameters: parameters(settings),
        pg_hba: ['hostnossl all all all reject', `hostssl ${settings.database} ${settings.user} all cert`],
        synchronous: { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true },
      },
      certificates: {
        serverCASecret: SERVER_CERTIFICATE,
        serverTLSSecret: SERVER_CERTIFICATE,
        clientCASecret: REPLICATION_CERTIFICATE,
        replicationTLSSecret: REPLICATION_CERTIFICATE,
      },
      ...(archive ? { plugins: [{ ...archivePlugin(site, archive), isWALArchiver: true }] } : {}),
      externalClusters: host.dataSites.map((member) => externalCluster(host, site, member, archive)),
      replica: {
        self: clusterName(site),
        primary: clusterName(active),
        source: clusterName(passive ? active : (host.passiveSites[0] ?? site)),
      },
      bootstrap: bootstrap(settings, passive ? active : undefined),
    },
  });
  requireStorageClass(host, site, 'PostgreSQL');
}

function parameters(settings: PostgresqlSettings): Record<string, string> {
  const all = {
    ...settings.parameters,
    archive_timeout: archiveTimeout(settings),
    wal_receiver_timeout: `${CLOCKS.connectionSeconds}s`,
    wal_sender_timeout: `${CLOCKS.connectionSeconds}s`,
  };
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A member of the topology as a site reaches it: by its connection, and by its archive where that does not get through. */
function externalCluster(host: IAppHost, site: Site, member: Site, archive?: Archive): CnpgExternalCluster {
  const key = (name: string) => ({ name: REPLICATION_CERTIFICATE, key: name });
  return {
    name: clusterName(member),
    connectionParameters: {
      host: peerAddress(host, member),
      port: String(SQL_PORT),
      user: REPLICATION_USER,
      dbname: 'postgres',
      sslmode: 'verify-full',
      // Who follows: alerts of the active site tell other sites from its own standbys by it.
      application_name: clusterName(site),
    },
    sslKey: key('tls.key'),
    sslCert: key('tls.crt'),
    sslRootCert: key('ca.crt'),
    ...(archive ? { plugin: archivePlugin(member, archive) } : {}),
  };
}

/**
 * Where the first instance gets its data, when there is none. It follows the role, not the history: whatever Git calls passive is
 * cloned from what Git calls active when it is made again, also the site that once founded the database.
 */
function bootstrap({ database, user }: PostgresqlSettings, source?: Site): CnpgBootstrap {
  return source
    ? { pg_basebackup: { source: clusterName(source), database, owner: user } }
    : { initdb: { database, owner: user, dataChecksums: true, ...INITDB_DEFAULTS } };
}
