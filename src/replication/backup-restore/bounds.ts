import { SizeRoundingBehavior } from 'cdk8s';
import type { IVolumeRestore, ProtectionPlan } from '../../model/backup';
import type { WorkloadStorage } from '../../model/replication';
import { backupAge } from '../../recovery/backup-age';
import { Basis, Bound } from '../../recovery/bound';
import { ordersTake } from '../orders';
import { GIVE_UP_SECONDS } from '../users';
import type { BackupRestoreSettings } from './props';

/** Objects are few beside the data: nobody states a bound. */
const METADATA_SECONDS = 60;

/** Acknowledged writes that are in no backup that can be restored. */
export function backupLag({ schedule, maxDuration }: ProtectionPlan, settings: BackupRestoreSettings): Bound {
  return Bound.sum('acknowledged writes lost', [
    backupAge(schedule, maxDuration.toSeconds(), 'Schedule, spec.schedule and alert BackupOverdue', Basis.ASSUMED),
    queue(settings),
  ]);
}

/** From the decision to the workload of the passive site serving. */
export function restoration(settings: BackupRestoreSettings, storage: WorkloadStorage, by: IVolumeRestore): Bound {
  return Bound.sum('the newest backup serves', [
    ordersTake('backup is looked at, and pods are made', 2),
    Bound.term({
      name: 'lost site is given up on',
      seconds: GIVE_UP_SECONDS,
      basis: Basis.DERIVED,
      source: `runbook step stop of the lost site: fails after ${GIVE_UP_SECONDS} s, and the runbook goes on`,
    }),
    ...restored(settings, storage, by),
  ]);
}

/** How long a planned switchover takes no writes: for a backup, and for its restore. */
export function plannedGap(
  plan: ProtectionPlan,
  settings: BackupRestoreSettings,
  storage: WorkloadStorage,
  { by, stopSeconds }: { readonly by: IVolumeRestore; readonly stopSeconds: number },
): Bound {
  return Bound.sum('no writes during a switchover', [
    Bound.term({
      name: 'workload stops',
      seconds: stopSeconds,
      basis: Basis.DERIVED,
      source: `runbook step stop: fails after ${stopSeconds} s`,
    }),
    queue(settings),
    Bound.term({
      name: 'last backup',
      seconds: plan.maxDuration.toSeconds(),
      basis: Basis.ASSUMED,
      source: 'maxDuration of the protection, which nothing enforces: the runbook gives up after it',
    }),
    ...restored(settings, storage, by),
  ]);
}

/** What a planned switchover loses. */
export function plannedLag(): Bound {
  return Bound.term({
    name: 'acknowledged writes lost by a switchover',
    seconds: 0,
    basis: Basis.DERIVED,
    source: 'runbook step back-up: begins when the last pod is gone, and is what is restored',
  });
}

/** What reading the contents takes, in seconds. */
export function readSeconds({ dataSize, throughput }: BackupRestoreSettings): number {
  const rounding = SizeRoundingBehavior.NONE;
  return dataSize.toKibibytes({ rounding }) / throughput.toKibibytes({ rounding });
}

function restored(settings: BackupRestoreSettings, { start }: WorkloadStorage, { news }: IVolumeRestore): Bound[] {
  const { dataSize, throughput, throughputBasis, provisioning } = settings;
  return [
    news,
    Bound.term({
      name: 'objects are restored',
      seconds: METADATA_SECONDS,
      basis: Basis.ASSUMED,
      source: 'Velero, restore of the claims; it states no bound',
    }),
    Bound.term({
      name: `contents are read: ${dataSize.asString()} at ${throughput.asString()} in a second`,
      seconds: readSeconds(settings),
      basis: throughputBasis,
      source: 'dataSize and throughput of Replication.backupRestore',
    }),
    Bound.term({
      name: 'volumes are made',
      seconds: provisioning.toSeconds(),
      basis: Basis.ASSUMED,
      source: 'provisioning of Replication.backupRestore; CSI drivers state no bound',
    }),
    start,
  ];
}

function queue({ queue: wait }: BackupRestoreSettings): Bound {
  return Bound.term({
    name: 'backup waits for those of other applications',
    seconds: wait.toSeconds(),
    basis: Basis.ASSUMED,
    source: 'queue of Replication.backupRestore; Velero takes one backup at a time (concurrent backups 1)',
  });
}
