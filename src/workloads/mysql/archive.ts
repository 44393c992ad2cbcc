import type { PerconaXtraDbCluster, PxcStorage } from '../../kinds/percona-xtradb';
import type { IAppHost } from '../../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../../model/backup';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { type SupportLoss, storeSubject } from '../../model/support-loss';
import type { BackupAgeFields } from '../../recovery/backup-age';
import { largestGapSeconds } from '../../recovery/cron';
import { fieldOf } from '../../recovery/emitted-field';
import { FaultKind } from '../../recovery/fault';
import type { ArchiveFact } from '../../rules/facts';
import { BackupMethod } from '../../rules/vocabulary';
import { storeRights } from '../store-rights';
import { containerSecurity, podSecurity } from './exporter';
import { archiveName, clusterName } from './names';
import type { MysqlSettings } from './settings';

/** Storage of the cluster that backups go to. */
export const BACKUPS = 'backups';
const BINARY_LOGS = 'binary-logs';
const SCHEDULED = 'scheduled';

/** Where backups and binary logs go, and when. */
export interface Archive {
  readonly store: ObjectStore;
  readonly protection: ProtectionPlan;
  readonly names: Record<string, string>;
}

/** The archive of an application; undefined when the fleet has no backup. */
export function archiveOf({ store, protection }: IAppHost, settings: MysqlSettings): Archive | undefined {
  return store && protection && { store, protection, names: settings.archiveNames };
}

/** Where each site writes. */
export function archiveLocations(host: IAppHost, { store, names }: Archive): ArchiveFact[] {
  return host.dataSites.map((site) => ({
    site: site.name,
    location: `s3://${folder(site, { store, names })}`,
  }));
}

/** MySQL writes on, and forgets its binary log after a while whether or not it was uploaded. */
export function archiveLoss({ store }: Archive): SupportLoss {
  return {
    fault: FaultKind.BACKUP_STORE_LOST,
    subject: storeSubject(store),
    onHeal:
      'the binary log is uploaded on from what is still there; take a backup, as no moment before it can be restored',
    human:
      'alert MysqlBackupOld fires; no site that was lost becomes a copy again meanwhile, since the reprotect runbook clones by way of the bucket',
  };
}

/** The store as the operator is told of it, with the folder behind the name of the bucket. */
export function s3({ store }: Pick<Archive, 'store'>, bucket: string): PxcStorage['s3'] {
  return {
    bucket,
    region: store.region,
    credentialsSecret: store.credentialsSecret,
    ...(store.endpoint === undefined ? {} : { endpointUrl: store.endpoint }),
  };
}

/** Backups in every site, and the binary log of the one that is active. */
export function backupSection(
  site: Site,
  archive: Archive,
  settings: MysqlSettings,
  active: boolean,
): NonNullable<PerconaXtraDbCluster['spec']['backup']> {
  const { schedule, retention } = archive.protection;
  const bucket = folder(site, archive);
  return {
    image: settings.backupImage,
    activeDeadlineSeconds: archive.protection.maxDuration.toSeconds(),
    storages: {
      [BACKUPS]: storage(archive, `${bucket}/${BACKUPS}`),
      // In a folder of its own: the uploader takes whatever it finds there for binary logs.
      [BINARY_LOGS]: storage(archive, `${bucket}/${BINARY_LOGS}`),
    },
    pitr: {
      enabled: active,
      storageName: BINARY_LOGS,
      timeBetweenUploads: settings.logUploadSeconds,
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    },
    schedule: [
      {
        name: SCHEDULED,
        schedule,
        storageName: BACKUPS,
        retention: {
          type: 'count',
          // As many as are made while one has to be kept, and the one before: the binary log is of no use without it.
          count: Math.ceil(retention.toSeconds() / largestGapSeconds(schedule)) + 1,
          deleteFromStorage: true,
        },
      },
    ],
  };
}

/** Where the clusters say how old the newest backup becomes. */
export function ageFields({ dataSites }: IAppHost, { protection }: Archive): BackupAgeFields {
  const of = (path: string, value: string | number) =>
    dataSites.map((site) => fieldOf('PerconaXtraDBCluster', clusterName(site), `/spec/backup/${path}`, value));
  return {
    schedule: of(`schedule/${SCHEDULED}/schedule`, protection.schedule),
    duration: of('activeDeadlineSeconds', protection.maxDuration.toSeconds()),
  };
}

/** States the backups of a site and what they need. */
export function stateArchive(host: IAppHost, site: Site, archive: Archive): void {
  const { store, protection, names } = archive;
  const others = host.dataSites.map((member) => archiveName(member, names));
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: store.credentialsSecret,
    namespace: host.namespace,
    keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    why: `MySQL of ${site.name} writes below ${store.prefix}/${archiveName(site, names)} of bucket ${store.bucket}, deleting what is past its retention there, and reads below ${store.prefix}/{${others.join(',')}}: ${storeRights('s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject', store)}`,
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

function storage(archive: Archive, bucket: string): PxcStorage {
  return {
    type: 's3',
    verifyTLS: true,
    s3: s3(archive, bucket),
    podSecurityContext: podSecurity(),
    containerSecurityContext: containerSecurity(),
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '2Gi' } },
  };
}

function folder(site: Site, { store, names }: Pick<Archive, 'store' | 'names'>): string {
  return `${store.bucket}/${store.prefix}/${archiveName(site, names)}`;
}
