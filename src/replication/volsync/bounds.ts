import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';
import { RunbookKind, type RunbookStep, type SwitchSteps } from '../../model/runbook';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
import { fieldOf } from '../../recovery/emitted-field';
import { givingUpTakes, needed, ordersTake, stepsTake } from '../orders';
import { OUT_OF_SYNC, SLOW, slowLimit } from './alerts';
import { pairName } from './names';
import type { VolSyncSettings } from './props';
import type { Rhythm } from './rhythm';
import { FINAL_COPIES } from './switch';

const OFTEN_SECONDS = 300;

/** What the bounds are computed from. */
export interface BoundsProps {
  readonly host: IAppHost;
  readonly settings: VolSyncSettings;
  readonly storage: WorkloadStorage;
  readonly rhythm: Rhythm;
}

/** Acknowledged writes that the passive sites do not have: those since the start of the newest copy that is complete. */
export function copyLag({ host, settings: { schedule, transfer }, storage, rhythm }: BoundsProps): Bound {
  const active = host.activeSite ? [host.activeSite.name] : [];
  return Bound.sum('acknowledged writes lost', [
    Bound.term({
      name: 'largest gap between two copies',
      seconds: rhythm.gapSeconds,
      basis: Basis.DERIVED,
      source: `ReplicationSource, spec.trigger.schedule ${schedule}, enumerated over a round of the calendar`,
      fields: host.passiveSites.flatMap((site) =>
        storage.volumes.map(({ claim }) =>
          fieldOf('ReplicationSource', pairName(claim, site), '/spec/trigger/schedule', schedule),
        ),
      ),
      betweenRuns: true,
      lever: {
        change: `copy every 5 minutes (schedule is ${schedule})`,
        seconds: OFTEN_SECONDS,
        effort: Effort.PAID_SETTING,
      },
    }),
    Bound.term({
      name: 'duration of a copy',
      seconds: rhythm.transferSeconds,
      basis: Basis.ASSUMED,
      source: `${transfer ? 'transfer of Replication.volSync' : 'shortest time between two copies'}; nothing ends a longer one: alerts ${SLOW} and ${OUT_OF_SYNC}`,
      fields: alertFields(host, { name: SLOW, objective: 'rpo', sites: active }, 'expr', slowLimit(rhythm)),
    }),
  ]);
}

/** From the decision to the workload of the passive site serving. */
export function promotion({ host, settings, storage }: BoundsProps, { preflight, fence }: SwitchSteps): Bound {
  const failover = { host, kind: RunbookKind.FAILOVER };
  return Bound.sum('the newest copy serves', [
    ordersTake('copies are looked at, and no more are taken', { ...failover, steps: needed([...preflight, ...fence]) }),
    givingUpTakes(
      'lost site is given up on',
      { ...failover, steps: fence },
      'runbook step stop of the lost site: fails after its time, and the runbook goes on',
    ),
    ...volumesServe(settings, storage),
  ]);
}

/** How long a planned switchover takes no writes. */
export function plannedGap({ host, settings, storage, rhythm }: BoundsProps, stop: RunbookStep): Bound {
  return Bound.sum('no writes during a switchover', [
    stepsTake(
      'workload stops',
      { host, kind: RunbookKind.SWITCHOVER, steps: [stop] },
      `runbook step stop: fails after ${stop.timeoutSeconds} s`,
    ),
    Bound.term({
      name: `${FINAL_COPIES} last copies`,
      seconds: FINAL_COPIES * rhythm.transferSeconds,
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
