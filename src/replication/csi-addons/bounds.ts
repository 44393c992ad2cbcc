import type { Alert } from '../../model/alert';
import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';
import { RunbookKind, type SwitchSteps } from '../../model/runbook';
import { Basis, Bound, Effort } from '../../recovery/bound';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { LATE, lateLimit } from '../copy-age';
import { oldestCopySeconds, scheduleText } from '../interval';
import { givingUpTakes, needed, ordersTake, stepsTake } from '../orders';
import { classNames } from './classes';
import type { CsiAddonsSettings } from './props';

/** What a replication promises. */
export interface ReplicationBounds {
  readonly lag: Bound;
  readonly promotion: Bound;
  readonly switchoverGap: Bound;
  readonly switchoverLag: Bound;
}

/** A handful of objects that are restored when nothing else is: nobody states a bound. */
const CLAIMS_SECONDS = 120;
/** Pods end and nodes detach volumes; a pod that does not end is waited for, and the plan is to stop nothing that hangs. */
const STOP_SECONDS = 120;
/** The shortest interval that storage counts in. */
const OFTEN_SECONDS = 60;

/** What the bounds are computed from. */
export interface BoundsProps {
  readonly host: IAppHost;
  readonly storage: WorkloadStorage;
  readonly settings: CsiAddonsSettings;
  /** Steps of the failover. */
  readonly failover: SwitchSteps;
  /** The alert on copies that are older than promised; undefined where nothing is copied. */
  readonly late?: Alert;
  /** Names the factory whose props the settings are. */
  readonly by: string;
}

/** The bounds of volumes that are copied by the storage, whoever orders it. */
export function boundsOf(props: BoundsProps): ReplicationBounds {
  const { host, storage, settings, failover, by } = props;
  const assumed = (name: string, seconds: number, source: string) =>
    Bound.term({ name, seconds, basis: Basis.ASSUMED, source });
  const claims = assumed(
    'volumes and claims are made',
    CLAIMS_SECONDS,
    'a few objects from the object store; 0 where the site has had them before',
  );
  const takeOver = [
    claims,
    assumed(
      settings.synchronous ? 'volumes are attached' : 'volumes are promoted and attached',
      settings.promotionSeconds,
      `promotion of ${by}`,
    ),
    storage.start,
  ];
  return {
    lag: lagOf(props),
    promotion: Bound.sum('promotion', [
      ordersTake('copy is looked at', { host, kind: RunbookKind.FAILOVER, steps: failover.preflight }),
      ...lettingGo(props),
      ...takeOver,
    ]),
    switchoverGap: Bound.sum('planned switchover', [
      assumed('pods stop and volumes are detached', STOP_SECONDS, 'terminationGracePeriodSeconds and the CSI driver'),
      ...(settings.synchronous ? [] : [assumed('last write is copied', settings.transferSeconds, `transfer of ${by}`)]),
      ...takeOver,
    ]),
    switchoverLag: Bound.term({
      name: 'writes lost in a planned switchover',
      seconds: 0,
      basis: Basis.DERIVED,
      source: settings.synchronous
        ? 'a write is acknowledged when all sites have it'
        : 'the step that gives the volumes up waits until the other site has the last write',
    }),
  };
}

function lagOf({ host, storage, settings, late, by }: BoundsProps): Bound {
  const { synchronous, intervalMinutes, transferSeconds, transferFollows } = settings;
  const name = 'acknowledged writes that the other site does not have';
  if (synchronous) {
    return Bound.term({
      name,
      seconds: 0,
      basis: Basis.DERIVED,
      source: 'storage that is stretched over the sites: a write is acknowledged when all sites have it',
    });
  }
  const schedule = scheduleText(intervalMinutes);
  const often = { change: `set interval to 1 minute (now ${schedule})`, effort: Effort.PAID_SETTING };
  return Bound.sum(name, [
    Bound.term({
      name: 'until the next snapshot',
      seconds: waitingSeconds(intervalMinutes * 60, transferSeconds),
      basis: Basis.DERIVED,
      source: `VolumeReplicationClass, parameters.schedulingInterval ${schedule}`,
      fields: intervalFields(host, storage, schedule),
      betweenRuns: true,
      lever: { ...often, seconds: waitingSeconds(OFTEN_SECONDS, transferFollows ? OFTEN_SECONDS : transferSeconds) },
    }),
    Bound.term({
      name: 'transfer of a snapshot',
      seconds: transferSeconds,
      basis: Basis.ASSUMED,
      source: `transfer of ${by}; alert ${LATE} fires when a copy is older`,
      fields: late && alertFields(host, late, 'expr', lateLimit(settings)),
      lever: transferFollows ? { ...often, seconds: OFTEN_SECONDS } : undefined,
    }),
  ]);
}

/** A transfer that takes longer than the interval delays the next snapshot. */
function waitingSeconds(intervalSeconds: number, transferSeconds: number): number {
  return oldestCopySeconds(intervalSeconds, transferSeconds) - transferSeconds;
}

/** Classes of volumes, and of groups where there are several volumes. */
function intervalFields(host: IAppHost, { volumes }: WorkloadStorage, schedule: string): EmittedField[] {
  const { volume, group } = classNames(host, schedule);
  const of = (kind: string, name: string) => fieldOf(kind, name, '/spec/parameters/schedulingInterval', schedule);
  return [
    of('VolumeReplicationClass', volume),
    ...(volumes.length > 1 ? [of('VolumeGroupReplicationClass', group)] : []),
  ];
}

function lettingGo({ host, failover, settings }: BoundsProps): Bound[] {
  const timed = { host, kind: RunbookKind.FAILOVER, steps: failover.fence };
  return [
    ...(settings.synchronous
      ? [
          stepsTake(
            'lost site is fenced',
            { ...timed, steps: needed(failover.fence) },
            'runbook step fence: fails after its time, and nothing is promoted',
          ),
        ]
      : []),
    givingUpTakes(
      'lost site is told to stop',
      timed,
      'runbook step stop: fails after its time, and the runbook goes on',
    ),
  ];
}
