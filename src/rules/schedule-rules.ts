/** BCK: the emitted Schedules of Velero. */
import { isEventual } from './app-view';
import { holdsDataOf } from './backup-rules';
import { isTaken } from './copying';
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { fieldsOf, textAt, textsAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { keepsObjects, keepsVolumes, movesSnapshots, readsFiles, schedulesIn, templateOf } from './schedules';
import { BackupMethod } from './vocabulary';

export const SCHEDULE_RULES: Rule<AppEvidence>[] = [
  {
    id: 'BCK-03',
    severity: Severity.ERROR,
    title: 'snapshots of volumes are moved to the object store',
    why: 'a snapshot stays in the storage of its site: with the site it is gone, and the backup is a list of objects',
    source: 'Velero, CSI Snapshot Data Movement: snapshotMoveData; velero-plugin-for-aws: snapshots are Regional',
    check: snapshotsThatStay,
  },
  {
    id: 'BCK-07',
    severity: Severity.ERROR,
    title: 'backups do not belong to the Schedule that took them',
    why: 'whoever prunes or renames the Schedule deletes all of its backups with it',
    source: 'Velero, Schedule API: useOwnerReferencesInBackup; Kubernetes, garbage collection: owner references',
    check: ownedBackups,
  },
  {
    id: 'BCK-08',
    severity: Severity.WARNING,
    title: 'a backup fails when its engine could not be made to hold still',
    why: 'the files of an engine that went on writing are copied, the backup counts as complete, and cannot be started from',
    source: 'Velero, Backup Hooks: onError is Fail or Continue, and timeout is 30s unless it is stated',
    check: looseHooks,
  },
];

function eachSchedule(evidence: AppEvidence, problemsOf: (schedule: Manifest) => string[]): string[] | undefined {
  const schedules = ofKind(manifestsOf(evidence), 'Schedule.velero.io');
  return schedules.length === 0 ? undefined : schedules.flatMap(problemsOf);
}

function snapshotsThatStay(evidence: AppEvidence): string[] | undefined {
  return eachSchedule(evidence, (schedule) => {
    const { name, cluster, json } = schedule;
    const template = templateOf(json);
    const takes = fieldsOf(template)['snapshotVolumes'] === true;
    if (!takes || movesSnapshots(template) || readsFiles(template)) return [];
    const others = othersBeside(evidence, schedule);
    if (namespacesOf(evidence, json).every((namespace) => areVolumesKept(evidence, schedule, others, namespace)))
      return [];
    return [
      `in ${cluster} Schedule ${name} takes snapshots and leaves them in ${cluster}; set snapshotMoveData, or defaultVolumesToFsBackup`,
    ];
  });
}

function ownedBackups(evidence: AppEvidence): string[] | undefined {
  return eachSchedule(evidence, (schedule) => {
    const { name, cluster, json } = schedule;
    if (!ownsBackups(json)) return [];
    const others = othersBeside(evidence, schedule).filter((other) => !ownsBackups(other.json));
    const isKept = (namespace: string): boolean =>
      (!keepsVolumes(schedule, namespace) || areVolumesKept(evidence, schedule, others, namespace)) &&
      ['secrets', 'configmaps'].every(
        (resource) =>
          !keepsObjects(schedule, namespace, resource) ||
          others.some((other) => keepsObjects(other, namespace, resource)),
      );
    // Without another one it is the only one of whatever it keeps.
    if (others.length > 0 && namespacesOf(evidence, json).every(isKept)) return [];
    return [
      `in ${cluster} Schedule ${name} has useOwnerReferencesInBackup, so that its backups go with it; set it to false`,
    ];
  });
}

function ownsBackups(schedule: unknown): boolean {
  return fieldsOf(fieldsOf(schedule)['spec'])['useOwnerReferencesInBackup'] === true;
}

function othersBeside(evidence: AppEvidence, schedule: Manifest): Manifest[] {
  return schedulesIn(manifestsOf(evidence), schedule.cluster).filter((other) => other !== schedule);
}

/** What it says of others than the application's own namespace is theirs to judge, unless it names them. */
function namespacesOf({ namespace }: AppEvidence, schedule: unknown): string[] {
  const named = textsAt(templateOf(schedule), '/includedNamespaces/*').filter((each) => each !== '*');
  return named.length === 0 ? [namespace] : named;
}

/** By another Schedule; beside one that somebody added, also by the backups that the engine takes itself. */
function areVolumesKept(evidence: AppEvidence, schedule: Manifest, others: Manifest[], namespace: string): boolean {
  const { backups } = evidence;
  const { name, cluster } = schedule;
  const isStated = backups.some((backup) => backup.name === name && backup.site === cluster);
  const native = backups.some(
    (backup) =>
      backup.method === BackupMethod.NATIVE &&
      holdsDataOf(backup, cluster, isEventual(evidence)) &&
      isTaken(backup, manifestsOf(evidence)),
  );
  return (
    others.some((other) => keepsVolumes(other, namespace)) || (!isStated && native && namespace === evidence.namespace)
  );
}

function looseHooks(evidence: AppEvidence): string[] | undefined {
  return eachSchedule(evidence, ({ name, cluster, json }) => {
    const hooks = ['pre', 'post'].flatMap((when) => valuesAt(json, `/spec/template/hooks/resources/*/${when}/*/exec`));
    return hooks.flatMap((hook) => {
      const command = valuesAt(hook, '/command/*').map(String).join(' ');
      const what = `the hook "${command}" of Schedule ${name} in ${cluster}`;
      return [
        ...(textAt(hook, '/onError') === 'Continue'
          ? [`${what} lets the backup go on when it fails; set onError to Fail`]
          : []),
        ...(textAt(hook, '/timeout') === undefined
          ? [`${what} states no timeout, and is given 30 s; state how long it may take`]
          : []),
      ];
    });
  });
}
