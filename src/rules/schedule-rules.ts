/** BCK: the emitted Schedules of Velero. */
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { fieldsOf, textAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { movesSnapshots, readsFiles, templateOf } from './schedules';

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
  return eachSchedule(evidence, ({ name, cluster, json }) => {
    const template = templateOf(json);
    const takes = fieldsOf(template)['snapshotVolumes'] === true;
    return !takes || movesSnapshots(template) || readsFiles(template)
      ? []
      : [
          `in ${cluster} Schedule ${name} takes snapshots and leaves them in ${cluster}; set snapshotMoveData, or defaultVolumesToFsBackup`,
        ];
  });
}

function ownedBackups(evidence: AppEvidence): string[] | undefined {
  return eachSchedule(evidence, ({ name, cluster, json }) =>
    fieldsOf(fieldsOf(json)['spec'])['useOwnerReferencesInBackup'] === true
      ? [
          `in ${cluster} Schedule ${name} has useOwnerReferencesInBackup, so that its backups go with it; set it to false`,
        ]
      : [],
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
