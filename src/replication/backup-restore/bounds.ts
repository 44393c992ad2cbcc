import { SizeRoundingBehavior } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { IVolumeRestore, ProtectionPlan } from '../../model/backup';
import type { WorkloadStorage } from '../../model/replication';
import { RunbookKind, type RunbookStep, type SwitchSteps } from '../../model/runbook';
import { backupAge } from '../../recovery/backup-age';
import { Basis, Bound } from '../../recovery/bound';
import { givingUpTakes, ordersTake, stepsTake } from '../orders';
import type { BackupRestoreSettings } from './props';

/** Objects are few beside the data: nobody states a bound. */
const METADATA_SECONDS = 60;

/** What the bounds are computed from. */
export interface BoundsProps {
  readonly host: IAppHost;
  readonly plan: ProtectionPlan;
  readonly settings: BackupRestoreSettings;
  readonly storage: WorkloadStorage;
  readonly by: IVolumeRestore;
}

/** Acknowledged writes that are in no backup that can be restored. */
export function backupLag({ host, plan: { schedule, maxDuration }, settings }: BoundsProps): Bound {
  const source = 'Schedule, spec.schedule and alert BackupOverdue';
  const fields = host.fleet.backup?.ageFields(host);
  return Bound.sum('acknowledged writes lost', [
    backupAge(schedule, maxDuration.toSeconds(), source, Basis.ASSUMED, fields),
    queue(settings),
  ]);
}

/**
 * From the decision to the workload of the passive site serving.
 *
 * @param orders the steps that wait for nothing
 */
export function restoration(props: BoundsProps, { fence }: SwitchSteps, orders: RunbookStep[]): Bound {
  const failover = { host: props.host, kind: RunbookKind.FAILOVER };
  return Bound.sum('the newest backup serves', [
    ordersTake('backup is looked at, and pods are made', { ...failover, steps: orders }),
    givingUpTakes(
      'lost site is given up on',
      { ...failover, steps: fence },
      'runbook step stop of the lost site: fails after its time, and the runbook goes on',
    ),
    ...restored(props),
  ]);
}

/** How long a planned switchover takes no writes: for a backup, and for its restore. */
export function plannedGap(props: BoundsProps, stop: RunbookStep): Bound {
  const { host, plan, settings } = props;
  return Bound.sum('no writes during a switchover', [
    stepsTake(
      'workload stops',
      { host, kind: RunbookKind.SWITCHOVER, steps: [stop] },
      `runbook step stop: fails after ${stop.timeoutSeconds} s`,
    ),
    queue(settings),
    Bound.term({
      name: 'last backup',
      seconds: plan.maxDuration.toSeconds(),
      basis: Basis.ASSUMED,
      source: 'maxDuration of the protection, which nothing enforces: the runbook gives up after it',
    }),
    ...restored(props),
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

function restored({ settings, storage: { start }, by: { news } }: BoundsProps): Bound[] {
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
