import type { WorkloadStorage } from '../../model/replication';
import { Basis, Bound, Effort } from '../../recovery/bound';
import { oldestCopySeconds, scheduleText } from '../interval';
import { ordersTake } from '../orders';
import { GIVE_UP_SECONDS } from '../users';
import { LATE } from '../copy-age';
import { FENCE_SECONDS } from './fence';
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

/** The bounds of volumes that are copied by the storage, whoever orders it: `by` names the factory whose props they are. */
export function boundsOf(storage: WorkloadStorage, settings: CsiAddonsSettings, by: string): ReplicationBounds {
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
    lag: lagOf(settings, by),
    promotion: Bound.sum('promotion', [ordersTake('copy is looked at', 1), ...lettingGo(settings), ...takeOver]),
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

function lagOf({ synchronous, intervalMinutes, transferSeconds }: CsiAddonsSettings, by: string): Bound {
  const name = 'acknowledged writes that the other site does not have';
  if (synchronous) {
    return Bound.term({
      name,
      seconds: 0,
      basis: Basis.DERIVED,
      source: 'storage that is stretched over the sites: a write is acknowledged when all sites have it',
    });
  }
  const intervalSeconds = intervalMinutes * 60;
  const waiting = oldestCopySeconds(intervalSeconds, transferSeconds) - transferSeconds;
  const schedule = scheduleText(intervalMinutes);
  return Bound.sum(name, [
    Bound.term({
      name: 'until the next snapshot',
      seconds: waiting,
      basis: Basis.DERIVED,
      source: `VolumeReplicationClass, parameters.schedulingInterval ${schedule}`,
      lever: { change: `set interval to 1 minute (now ${schedule})`, seconds: 60, effort: Effort.PAID_SETTING },
    }),
    Bound.term({
      name: 'transfer of a snapshot',
      seconds: transferSeconds,
      basis: Basis.ASSUMED,
      source: `transfer of ${by}; alert ${LATE} fires when a copy is older`,
    }),
  ]);
}

function lettingGo({ synchronous }: CsiAddonsSettings): Bound[] {
  return [
    ...(synchronous
      ? [
          Bound.term({
            name: 'lost site is fenced',
            seconds: FENCE_SECONDS,
            basis: Basis.DERIVED,
            source: 'step fence: it fails after that',
          }),
        ]
      : []),
    Bound.term({
      name: 'lost site is told to stop',
      seconds: GIVE_UP_SECONDS,
      basis: Basis.DERIVED,
      source: 'step stop: timeout, after which the runbook goes on',
    }),
  ];
}
