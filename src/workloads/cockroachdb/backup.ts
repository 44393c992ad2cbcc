import { createHash } from 'node:crypto';
import type { IAppHost } from '../../model/app-host';
import type { ObjectStore, ProtectionPlan } from '../../model/backup';
import { PrerequisiteKind } from '../../model/prerequisite';
import { backupAge } from '../../recovery/backup-age';
import { Basis, type Bound } from '../../recovery/bound';
import { largestGapSeconds } from '../../recovery/cron';
import type { EmittedField } from '../../recovery/emitted-field';
import { BackupMethod } from '../../rules/vocabulary';
import { duration } from '../../rules/wording';
import { storeRights } from '../store-rights';
import { COCKROACHDB } from './names';
import type { CockroachDbSettings } from './settings';
import type { ScheduleProps } from './sql';

const SCHEDULE = 'cndr_backup';
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Backups in a chain, by CockroachDB v26.2, CREATE SCHEDULE FOR BACKUP: without compactions, 48 for each full backup. */
const LONGEST_CHAIN = 48;

/** Cadences of full backups, the rarest first. */
const CADENCES = [
  { seconds: DAY, cron: '@daily' },
  ...[12, 8, 6, 4, 3, 2].map((hours) => ({ seconds: hours * HOUR, cron: `0 */${hours} * * *` })),
  { seconds: HOUR, cron: '@hourly' },
];

/** Full backups for backups that are at most so far apart; undefined when all of them are to be full. */
export function fullBackupSchedule(gapSeconds: number): string | undefined {
  if (gapSeconds >= 7 * DAY) return undefined;
  // Not daily full backups only: with a chain CockroachDB protects what the next backup needs, and measures its age.
  if (gapSeconds >= DAY) return '@weekly';
  return CADENCES.find(({ seconds }) => seconds <= LONGEST_CHAIN * gapSeconds)?.cron ?? '@hourly';
}

/** The schedule of the whole cluster; undefined when the fleet has no backup. */
export function backupSchedule(host: IAppHost, settings: CockroachDbSettings): ScheduleProps | undefined {
  const { store, protection } = host;
  if (!store || !protection) return undefined;
  const uri = storeUri(store);
  return {
    label: SCHEDULE,
    // A connection is never changed, since its schedule has to know that the destination is another one.
    connection: `${SCHEDULE}_${createHash('sha256').update(uri).digest('hex').slice(0, 8)}`,
    uri,
    recurring: protection.schedule,
    full: settings.fullBackupSchedule ?? fullBackupSchedule(largestGapSeconds(protection.schedule)),
  };
}

/** The nodes find their credentials in their environment (`AUTH=implicit`), so that the database stores none. */
function storeUri({ bucket, region, prefix, endpoint }: ObjectStore): string {
  const parameters = {
    AUTH: 'implicit',
    // Without it CockroachDB asks AWS for the region of the bucket, also for a store that is not AWS.
    AWS_REGION: region,
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT: endpoint, AWS_USE_PATH_STYLE: 'true' }),
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `s3://${bucket}/${prefix}/${COCKROACHDB}?${query.join('&')}`;
}

/**
 * States the backups to the rules and what they need to the plan; how old the newest one may be.
 *
 * @param schedule where the output has it
 */
export function stateBackups(
  host: IAppHost,
  settings: CockroachDbSettings,
  schedule: EmittedField[],
): Bound | undefined {
  const { store, protection } = host;
  if (!store || !protection) return undefined;
  const durationSeconds = protection.maxDuration.toSeconds();
  for (const site of host.dataSites) {
    // One schedule for the cluster: each backup holds the data of all sites.
    host.stateBackup({
      name: `${COCKROACHDB}-${site.name}`,
      site: site.name,
      method: BackupMethod.NATIVE,
      store: { bucket: store.bucket, region: store.region },
      schedule: protection.schedule,
      intervalSeconds: largestGapSeconds(protection.schedule),
      durationSeconds,
      ttlSeconds: protection.retention.toSeconds(),
    });
  }
  requireAccess(host, settings, store, protection);
  return backupAge(
    protection.schedule,
    durationSeconds,
    `backup schedule ${SCHEDULE} of CockroachDB, RECURRING`,
    Basis.ASSUMED,
    { schedule },
  );
}

function requireAccess(
  host: IAppHost,
  settings: CockroachDbSettings,
  store: ObjectStore,
  { retention }: ProtectionPlan,
): void {
  const hasIdentity = Object.keys(settings.serviceAccountAnnotations).length > 0;
  const { bucket, prefix, credentialsSecret } = store;
  const what = storeRights(`put, get and list objects below ${prefix}/${COCKROACHDB} of bucket ${bucket}`, store);
  const lifecycle = `CockroachDB deletes no backup: the bucket's lifecycle keeps these objects for ${duration(retention.toSeconds())} and one cadence of full backups more`;
  for (const site of host.dataSites) {
    host.require(
      site,
      hasIdentity
        ? {
            kind: PrerequisiteKind.IAM,
            name: `${host.namespace}/${COCKROACHDB}`,
            why: `the cloud identity of this ServiceAccount may ${what}; ${lifecycle}`,
          }
        : {
            kind: PrerequisiteKind.SECRET,
            name: credentialsSecret,
            namespace: host.namespace,
            keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
            why: `keys by which the nodes of CockroachDB ${what}; ${lifecycle}`,
          },
    );
  }
}
