import type { MedusaStorage } from '../../kinds/k8ssandra';
import type { IAppHost } from '../../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../../model/backup';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { backupAge } from '../../recovery/backup-age';
import { Basis, type Bound } from '../../recovery/bound';
import { largestGapSeconds } from '../../recovery/cron';
import { fieldOf } from '../../recovery/emitted-field';
import { BackupMethod } from '../../rules/vocabulary';
import { addBackupAge } from './backup-age';
import { BUCKET_SECRET, backupSchedule } from './names';
import type { CassandraSettings } from './settings';

/** Days for which files that no backup names are kept, as a backup that runs may be about to name them; Medusa's default. */
const GRACE_DAYS = 10;
/** Daily, at a time at which no full hour's backup starts. */
const PURGE_SCHEDULE = '40 4 * * *';
const HTTPS_PORT = 443;

/**
 * Prefix of an application's backups. Not the one that the store names: the bucket removes what is older there, and a
 * differential backup goes on using files that were uploaded with the first one.
 */
function medusaPrefix(host: IAppHost): string {
  return `medusa/${host.fleet.name}/${host.name}`;
}

/** Where Medusa keeps backups; undefined when the fleet has none. */
export function medusaStorage(host: IAppHost): MedusaStorage | undefined {
  const { store, protection } = host;
  if (!store || !protection) return undefined;
  return {
    ...provider(store),
    bucketName: store.bucket,
    prefix: medusaPrefix(host),
    region: store.region,
    secure: true,
    sslVerify: true,
    storageSecretRef: { name: BUCKET_SECRET.name },
    maxBackupAge: Math.ceil(protection.retention.toDays({ integral: false })),
    backupGracePeriodInDays: GRACE_DAYS,
  };
}

/** Port of the store: that of its endpoint, or that of HTTPS. */
export function storePort({ endpoint }: ObjectStore): number {
  return Number(/^https:\/\/[^/:]+:(\d+)/.exec(endpoint ?? '')?.[1] ?? HTTPS_PORT);
}

function provider(store: ObjectStore): Pick<MedusaStorage, 'storageProvider' | 'host' | 'port'> {
  const host = /^https:\/\/([^/:]+)/.exec(store.endpoint ?? '')?.[1];
  if (host === undefined) return { storageProvider: 's3' };
  return { storageProvider: 's3_compatible', host, port: storePort(store) };
}

/** Backs up every site, each its own datacenter; how old the newest backup may be. */
export function addBackups(host: IAppHost, settings: CassandraSettings): Bound | undefined {
  const { store, protection } = host;
  if (!store || !protection) return undefined;
  const age = backupAge(
    protection.schedule,
    protection.maxDuration.toSeconds(),
    'MedusaBackupSchedule, spec.cronSchedule',
    Basis.ASSUMED,
    {
      schedule: host.dataSites.map((site) =>
        fieldOf('MedusaBackupSchedule', backupSchedule(site), '/spec/cronSchedule', protection.schedule),
      ),
    },
  );
  for (const site of host.dataSites) {
    addSchedules(host, site, protection);
    if (age.seconds !== undefined) addBackupAge(host, site, settings, age.seconds);
    requireBucket(host, site, store, protection);
    host.stateBackup({
      name: backupSchedule(site),
      site: site.name,
      method: BackupMethod.NATIVE,
      store: { ...host.fleet.backup?.facts, bucket: store.bucket, region: store.region },
      schedule: protection.schedule,
      intervalSeconds: largestGapSeconds(protection.schedule),
      durationSeconds: protection.maxDuration.toSeconds(),
      ttlSeconds: protection.retention.toSeconds(),
    });
  }
  return age;
}

/** In the cluster of the datacenter, whose operator takes them: no other cluster has to be there. */
function addSchedules(host: IAppHost, site: Site, { schedule }: ProtectionPlan): void {
  const common = { concurrencyPolicy: 'Forbid', disabled: false } as const;
  addTo(host, site, {
    apiVersion: 'medusa.k8ssandra.io/v1alpha1',
    kind: 'MedusaBackupSchedule',
    metadata: { name: backupSchedule(site), namespace: host.namespace },
    spec: {
      ...common,
      operationType: 'backup',
      backupSpec: { cassandraDatacenter: site.name, backupType: 'differential' },
      cronSchedule: schedule,
    },
  });
  addTo(host, site, {
    apiVersion: 'medusa.k8ssandra.io/v1alpha1',
    kind: 'MedusaBackupSchedule',
    metadata: { name: 'cassandra-purge', namespace: host.namespace },
    spec: {
      ...common,
      operationType: 'purge',
      backupSpec: { cassandraDatacenter: site.name },
      cronSchedule: PURGE_SCHEDULE,
    },
  });
}

function requireBucket(host: IAppHost, site: Site, store: ObjectStore, { retention }: ProtectionPlan): void {
  const prefix = medusaPrefix(host);
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: BUCKET_SECRET.name,
    namespace: host.namespace,
    keys: [BUCKET_SECRET.key],
    why: `${BUCKET_SECRET.key} is a file of the AWS CLI with a profile [default], by which Medusa gets, puts, lists and deletes objects below ${prefix} of bucket ${store.bucket}: it removes backups after ${retention.toDays({ integral: false })} days itself. No rule of the bucket may expire objects there, since differential backups go on using files of old ones`,
  });
}
