import type { CnpgPlugin } from '../../kinds/cloudnative-pg';
import type { IAppHost } from '../../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../../model/backup';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { type SupportLoss, storeSubject } from '../../model/support-loss';
import { Basis, Bound } from '../../recovery/bound';
import { largestGapSeconds } from '../../recovery/cron';
import { FaultKind } from '../../recovery/fault';
import type { ArchiveFact } from '../../rules/facts';
import { BackupMethod } from '../../rules/vocabulary';
import { storeRights } from '../store-rights';
import { activeClusterField, archiveName, clusterName } from './names';
import { type PostgresqlSettings, archiveTimeout } from './settings';

const PLUGIN = 'barman-cloud.cloudnative-pg.io';
/** From a segment being handed to the archive to being there. */
const UPLOAD_SECONDS = 60;

/** Where logs and base backups go, and when. */
export interface Archive {
  readonly store: ObjectStore;
  readonly protection: ProtectionPlan;
  readonly names: Record<string, string>;
}

/** The archive of an application; undefined when the fleet has no backup. */
export function archiveOf({ store, protection }: IAppHost, settings: PostgresqlSettings): Archive | undefined {
  return store && protection && { store, protection, names: settings.archiveNames };
}

/** How a Cluster is told of the archive of a site. */
export function archivePlugin(site: Site, { names }: Archive): CnpgPlugin {
  return {
    name: PLUGIN,
    parameters: { barmanObjectName: clusterName(site), serverName: archiveName(site, names) },
  };
}

/** Where each site archives: the log of one database after a promotion would overwrite that of the other. */
export function archiveLocations(host: IAppHost, { store, names }: Archive): ArchiveFact[] {
  return host.dataSites.map((site) => ({
    site: site.name,
    location: `s3://${store.bucket}/${store.prefix}/${archiveName(site, names)}`,
  }));
}

/** PostgreSQL keeps the log that it cannot archive, and stops when its volume is full. */
export function archiveLoss({ store }: Archive, { walStorage }: PostgresqlSettings): SupportLoss {
  return {
    fault: FaultKind.BACKUP_STORE_LOST,
    subject: storeSubject(store),
    grace: Bound.unbounded(
      'volume of the log is full',
      `the log of the active site that is not archived fills its volume of ${walStorage.toMebibytes()} Mi; how fast, the writes decide`,
    ),
    onHeal: 'PostgreSQL archives what it kept; take a base backup, as a log without one restores nothing',
    human:
      'alert PostgresqlArchiveFailing fires: before the volume of the log is full, and writes stop, have another bucket archived to or enlarge walStorage',
  };
}

/** The archive of a site, written by it, and those of the others, from which it reads what it did not get by connection. */
export function addArchive(host: IAppHost, site: Site, archive: Archive): void {
  for (const member of host.dataSites) addStore(host, site, member, archive);
  const { store, protection } = archive;
  addTo(host, site, {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata: { name: clusterName(site), namespace: host.namespace },
    spec: {
      schedule: sixFields(protection.schedule),
      cluster: { name: clusterName(site) },
      backupOwnerReference: 'self',
      method: 'plugin',
      pluginConfiguration: { name: PLUGIN },
      // Not from the instance that takes the writes, as long as there is another one.
      target: 'prefer-standby',
      // Without a base backup the log alone restores nothing.
      immediate: true,
    },
  });
  const names = host.dataSites.map((member) => archiveName(member, archive.names));
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: store.credentialsSecret,
    namespace: host.namespace,
    keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    why: `PostgreSQL of ${site.name} writes below ${store.prefix}/${archiveName(site, archive.names)} of bucket ${store.bucket}, deleting what is past its retention there, and reads below ${store.prefix}/{${names.join(',')}}: ${storeRights('s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject', store)}`,
  });
  host.stateBackup({
    name: clusterName(site),
    site: site.name,
    method: BackupMethod.NATIVE,
    store: { ...host.fleet.backup?.facts, bucket: store.bucket, region: store.region },
    schedule: protection.schedule,
    intervalSeconds: largestGapSeconds(protection.schedule),
    durationSeconds: protection.maxDuration.toSeconds(),
    ttlSeconds: protection.retention.toSeconds(),
  });
}

function addStore(host: IAppHost, site: Site, member: Site, { store, protection }: Archive): void {
  const credential = (key: string) => ({ name: store.credentialsSecret, key });
  addTo(host, site, {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata: { name: clusterName(member), namespace: host.namespace },
    spec: {
      configuration: {
        destinationPath: `s3://${store.bucket}/${store.prefix}`,
        ...(store.endpoint === undefined ? {} : { endpointURL: store.endpoint }),
        s3Credentials: {
          accessKeyId: credential('AWS_ACCESS_KEY_ID'),
          secretAccessKey: credential('AWS_SECRET_ACCESS_KEY'),
        },
        wal: { compression: 'gzip', maxParallel: 4 },
        data: { compression: 'gzip' },
      },
      // Who writes an archive cleans it up.
      ...(member === site
        ? { retentionPolicy: `${Math.ceil(protection.retention.toDays({ integral: false }))}d` }
        : {}),
      instanceSidecarConfiguration: {
        env: [
          { name: 'AWS_DEFAULT_REGION', value: store.region },
          ...(store.endpoint === undefined ? [] : OTHER_STORES),
        ],
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      },
    },
  });
}

/** Stores other than AWS do not know the checksums that its library sends by default. */
const OTHER_STORES = ['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'].map((name) => ({
  name,
  value: 'when_required',
}));

/** CloudNativePG wants seconds first; macros are the same. */
function sixFields(schedule: string): string {
  return schedule.startsWith('@') ? schedule : `0 ${schedule}`;
}

/**
 * From an error such as a dropped table: how far before it the newest point is that can be restored. The log is archived as it
 * comes, and a restore may stop at any moment in it; base backups only make it shorter.
 */
export function recoverableAge(host: IAppHost, settings: PostgresqlSettings): Bound {
  return Bound.sum('age of the newest point that can be restored', [
    Bound.term({
      name: 'segment of the log that is not full',
      // More is refused, and no bound takes all that may be given.
      seconds: Math.min(settings.archiveTimeoutSeconds, 3600),
      basis: Basis.DERIVED,
      source: `Cluster, spec.postgresql.parameters.archive_timeout: ${archiveTimeout(settings)}`,
      fields: activeClusterField(host, '/spec/postgresql/parameters/archive_timeout', archiveTimeout(settings)),
    }),
    Bound.term({
      name: 'segment is archived',
      seconds: UPLOAD_SECONDS,
      basis: Basis.ASSUMED,
      source: 'alert PostgresqlArchiveFailing fires when segments are not archived',
    }),
  ]);
}
