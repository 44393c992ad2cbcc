import { dataSites, isEventual, namesSite } from './app-view';
import type { AppFacts, BackupFact, FleetFacts } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { BackupMethod } from './vocabulary';
import { duration, listed } from './wording';

/** BCK: where backups are kept. None applies without an object store. */
export const FLEET_BACKUP_RULES: Rule<FleetFacts>[] = [
  {
    id: 'BCK-01',
    severity: Severity.ERROR,
    title: 'backups are kept in another region than the sites',
    why: 'the disaster that takes the data takes the backups with it',
    source: 'CNCF TAG-Storage, Cloud Native Disaster Recovery: backup and restore; vmware-tanzu/velero#103',
    waivable: true,
    check: storeBesideData,
  },
  {
    id: 'BCK-09',
    severity: Severity.WARNING,
    title: 'backups cannot be deleted or overwritten before their time',
    why: 'who breaks into a site has the credentials of its backups, and destroys them first',
    source: 'Amazon S3 User Guide: Object Lock; CISA, StopRansomware Guide: offline, immutable backups',
    check: erasableBackups,
  },
];

/** BCK: what of an application is backed up, and how. */
export const APP_BACKUP_RULES: Rule<AppFacts>[] = [
  {
    id: 'BCK-02',
    severity: Severity.ERROR,
    title: 'the application has backups',
    why: 'replication is not backup: a dropped table or an encrypted disk is replicated to every site within seconds',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: backups protect against misconfiguration, bugs and human error',
    waivable: true,
    check: noBackup,
  },
  {
    id: 'BCK-04',
    severity: Severity.ERROR,
    title: 'a backup is kept until the next one is complete, and runs do not overlap',
    why: 'there are times with no backup at all, or runs that pile up until none completes',
    source: 'vmware-tanzu/velero v1.18.1, pkg/cmd/server/config/config.go: ttl, and one backup at a time',
    check: gapsAndOverlaps,
  },
  {
    id: 'BCK-05',
    severity: Severity.ERROR,
    title: 'the data of every site is in a backup',
    why: 'objects of Kubernetes restore an empty database; it is found out at the restore',
    source: 'keiretsu-labs/kubernetes-manifests#2729: 18 namespaces with volumes that no schedule covers',
    waivable: true,
    check: unprotectedData,
  },
  {
    id: 'BCK-06',
    severity: Severity.ERROR,
    title: 'the name of a backup says which site it is of',
    why: 'a restore takes the newest backup of a name, of whichever site: that of an empty standby, for example',
    source: 'vmware-tanzu/velero v1.18.1, pkg/controller/restore_controller.go: scheduleName is looked up by label',
    check: ambiguousNames,
  },
  {
    id: 'BCK-10',
    severity: Severity.ERROR,
    title: 'volumes are only snapshotted where the system can start from them',
    why: 'the snapshots of several nodes are of different moments: the backup completes and cannot be restored',
    source: 'CockroachDB and Elasticsearch, backup documentation: volume snapshots are not supported',
    check: refusedSnapshots,
  },
];

function storeBesideData({ sites, store }: FleetFacts): string[] | undefined {
  if (!store) return undefined;
  const lost = sites.filter(({ region }) => region === store.region).map(({ name }) => name);
  if (lost.length === 0) return [];
  return [
    `bucket ${store.bucket} is in region ${store.region}, which is the region of ${listed(lost)}, whose data it protects; use a bucket in a region without a site (sites are in ${sites.map(({ region }) => region).join(', ')})`,
  ];
}

function erasableBackups({ store }: FleetFacts): string[] | undefined {
  if (!store) return undefined;
  const state = (setting: string, value?: boolean): string[] => {
    if (value === true) return [];
    return [value === false ? `has no ${setting}` : `is not known to have ${setting}`];
  };
  const lacks = [...state('versioning', store.versioned), ...state('Object Lock', store.objectLock)];
  if (lacks.length === 0) return [];
  return [
    `bucket ${store.bucket} ${listed(lacks)}, so that backups can be deleted or overwritten; turn both on, or let the fleet make the bucket; waive BCK-09 once they are known to be on`,
  ];
}

function noBackup({ system, sites, backups }: AppFacts): string[] {
  if (backups.length > 0) return [];
  const names = listed(sites.map(({ name }) => name));
  return [
    `0 backups of ${system} in ${names}: replication is not backup, since it copies errors as well; give the fleet a backup, or waive BCK-02 and say why the data may be lost`,
  ];
}

function eachBackup({ backups }: AppFacts, problemsOf: (backup: BackupFact) => string[]): string[] | undefined {
  return backups.length === 0 ? undefined : backups.flatMap(problemsOf);
}

function gapsAndOverlaps(facts: AppFacts): string[] | undefined {
  return eachBackup(facts, ({ name, site, schedule, intervalSeconds, durationSeconds, ttlSeconds }) => {
    const replaced = intervalSeconds + durationSeconds;
    const terms = `${duration(intervalSeconds)} between runs + ${duration(durationSeconds)} for a run`;
    const gap =
      ttlSeconds > replaced
        ? []
        : [
            `backup ${name} of site ${site} is kept for ${duration(ttlSeconds)}, and the next one may take ${duration(replaced)} to be complete (${terms}); set protection.retention above ${duration(replaced)}, or run it more often than ${schedule}`,
          ];
    const overlap =
      intervalSeconds >= durationSeconds
        ? []
        : [
            `backup ${name} of site ${site} starts every ${duration(intervalSeconds)} (${schedule}) and may run for ${duration(durationSeconds)}, so that runs overlap; set protection.maxDuration to ${duration(intervalSeconds)} or less, or run it less often`,
          ];
    return [...gap, ...overlap];
  });
}

function unprotectedData(facts: AppFacts): string[] | undefined {
  const { backups, system } = facts;
  if (backups.length === 0) return undefined;
  return dataSites(facts)
    .filter((site) => !backups.some((backup) => holdsDataOf(backup, site, isEventual(facts))))
    .map((site) => {
      const objectsOnly = backups.some((backup) => backup.site === site);
      const found = objectsOnly ? 'a backup of Kubernetes objects only' : 'no backup';
      return `the data of ${system} in site ${site} is in no backup (${site} has ${found}); add a native backup or one of its volumes in site ${site}`;
    });
}

/** A native backup holds what the engine holds, in every site; where sites take writes on their own, only the site's. */
export function holdsDataOf({ method, site: own }: BackupFact, site: string, apart: boolean): boolean {
  if (method === BackupMethod.OBJECTS) return false;
  return own === site || (method === BackupMethod.NATIVE && !apart);
}

function ambiguousNames(facts: AppFacts): string[] | undefined {
  return eachBackup(facts, ({ name, site }) =>
    namesSite(name, site)
      ? []
      : [
          `backup ${name} of site ${site} does not name its site, so that a restore may take the backup of another one; call it ${name}-${site}`,
        ],
  );
}

function refusedSnapshots({ backups, system, volumeSnapshotRefusal }: AppFacts): string[] | undefined {
  if (volumeSnapshotRefusal === undefined) return undefined;
  return backups
    .filter(({ method }) => method === BackupMethod.VOLUMES)
    .map(
      ({ name, site }) =>
        `backup ${name} of site ${site} takes snapshots of the volumes of ${system}: ${volumeSnapshotRefusal}; use the native backup of ${system}`,
    );
}
