import type { WorkloadStorage } from '../../model/replication';
import { Basis, Bound, Effort } from '../../recovery/bound';
import { ordersTake } from '../orders';
import { GIVE_UP_SECONDS } from '../users';
import { OUT_OF_SYNC } from './alerts';
import type { VolSyncSettings } from './props';
import type { Rhythm } from './rhythm';
import { FINAL_COPIES } from './switch';

const OFTEN_SECONDS = 300;

/** Acknowledged writes that the passive sites do not have: those since the start of the newest copy that is complete. */
export function copyLag({ schedule, transfer }: VolSyncSettings, { gapSeconds, transferSeconds }: Rhythm): Bound {
  return Bound.sum('acknowledged writes lost', [
    Bound.term({
      name: 'largest gap between two copies',
      seconds: gapSeconds,
      basis: Basis.DERIVED,
      source: `ReplicationSource, spec.trigger.schedule ${schedule}, enumerated over a round of the calendar`,
      lever: {
        change: `copy every 5 minutes (schedule is ${schedule})`,
        seconds: OFTEN_SECONDS,
        effort: Effort.PAID_SETTING,
      },
    }),
    Bound.term({
      name: 'duration of a copy',
      seconds: transferSeconds,
      basis: Basis.ASSUMED,
      source: `${transfer ? 'transfer of Replication.volSync' : 'shortest time between two copies'}; nothing ends a longer one: alerts VolumeCopySlow and ${OUT_OF_SYNC}`,
    }),
  ]);
}

/** From the decision to the workload of the passive site serving. */
export function promotion(settings: VolSyncSettings, storage: WorkloadStorage): Bound {
  return Bound.sum('the newest copy serves', [
    ordersTake('copies are looked at, and no more are taken', 2),
    Bound.term({
      name: 'lost site is given up on',
      seconds: GIVE_UP_SECONDS,
      basis: Basis.DERIVED,
      source: `runbook step stop of the lost site: fails after ${GIVE_UP_SECONDS} s, and the runbook goes on`,
    }),
    ...volumesServe(settings, storage),
  ]);
}

/** How long a planned switchover takes no writes. */
export function plannedGap(
  settings: VolSyncSettings,
  storage: WorkloadStorage,
  { transferSeconds }: Rhythm,
  stopSeconds: number,
): Bound {
  return Bound.sum('no writes during a switchover', [
    Bound.term({
      name: 'workload stops',
      seconds: stopSeconds,
      basis: Basis.DERIVED,
      source: `runbook step stop: fails after ${stopSeconds} s`,
    }),
    Bound.term({
      name: `${FINAL_COPIES} last copies`,
      seconds: FINAL_COPIES * transferSeconds,
      basis: Basis.ASSUMED,
      source: 'duration of a copy; with nothing written any more they are short',
    }),
    ...volumesServe(settings, storage),
  ]);
}

/** What a planned switchover loses. */
export function plannedLag(): Bound {
  return Bound.term({
    name: 'acknowledged writes lost by a switchover',
    seconds: 0,
    basis: Basis.DERIVED,
    source:
      'runbook step copy-last-writes: begins when the last pod is gone, ends when the passive site has kept the copy',
  });
}

function volumesServe({ provisioning }: VolSyncSettings, { start }: WorkloadStorage): Bound[] {
  return [
    Bound.term({
      name: 'volumes are made of the newest copies',
      seconds: provisioning.toSeconds({ integral: false }),
      basis: Basis.ASSUMED,
      source: 'provisioning of Replication.volSync; CSI drivers state no bound',
    }),
    start,
  ];
}
