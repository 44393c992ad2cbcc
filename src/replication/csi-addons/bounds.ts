import type { Alert } from '../../model/alert';
import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';
import { RunbookKind, type RunbookStep, type SwitchSteps } from '../../model/runbook';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
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
  /** Only where one storage serves all sites. */
  readonly storageDecision?: Bound;
}

/** A handful of objects that are restored when nothing else is: nobody states a bound. */
const CLAIMS_SECONDS = 120;
/** The shortest interval that storage counts in. */
const OFTEN_SECONDS = 60;

/** What the bounds are computed from. */
export interface BoundsProps {
  readonly host: IAppHost;
  readonly storage: WorkloadStorage;
  readonly settings: CsiAddonsSettings;
  /** Steps of the failover. */
  readonly failover: SwitchSteps;
  /** Steps of the planned switchover. */
  readonly switchover: SwitchSteps;
  /** The alert on copies that are older than promised; undefined where nothing is copied. */
  readonly late?: Alert;
  /** Names the factory whose props the settings are. */
  readonly by: string;
}

/** The bounds of volumes that are copied by the storage, whoever orders it. */
export function boundsOf(props: BoundsProps): ReplicationBounds {
  const { host, storage, settings, failover, by } = props;
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
      `promotion of ${by}; the runbook gives up only after the activeDeadlineSeconds of ${namesOf(failover.promote)}`,
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
    switchoverGap: plannedGap(props),
    switchoverLag: plannedLag(props),
    ...(settings.synchronous && {
      storageDecision: assumed(
        'storage decides which side lives',
        settings.storageDecisionSeconds,
        `storageDecision of ${by}; Ceph: osd_heartbeat_grace 20 s, then election of the monitors and peering, which have no bound`,
      ),
    }),
  };
}

function assumed(name: string, seconds: number, source: string): Bound {
  return Bound.term({ name, seconds, basis: Basis.ASSUMED, source });
}

/** Nothing is written from the first step that stops the pods on; each step ends, or fails, after its time. */
function plannedGap({ host, storage, switchover }: BoundsProps): Bound {
  const timed = { host, kind: RunbookKind.SWITCHOVER };
  const deadlines = (steps: RunbookStep[]) =>
    `activeDeadlineSeconds of ${namesOf(steps)}, after which the runbook fails and nothing serves`;
  return Bound.sum('planned switchover', [
    stepsTake('site gives the volumes up', { ...timed, steps: switchover.fence }, deadlines(switchover.fence)),
    stepsTake('other site has the volumes', { ...timed, steps: switchover.promote }, deadlines(switchover.promote)),
    storage.start,
  ]);
}

function namesOf(steps: RunbookStep[]): string {
  return `runbook step${steps.length === 1 ? '' : 's'} ${steps.map(({ name }) => name).join(', ')}`;
}

function plannedLag({ host, settings }: BoundsProps): Bound {
  const name = 'writes lost in a planned switchover';
  if (settings.synchronous) return assumed(name, 0, stretchedSource(host));
  return Bound.term({
    name,
    seconds: 0,
    basis: Basis.DERIVED,
    source: 'the step that gives the volumes up waits until the other site has the last write',
  });
}

/** Nothing in the output says that the storage is one: whoever made the class says so. */
function stretchedSource({ dataSites }: IAppHost): string {
  const classes = [...new Set(dataSites.map(({ storageClass }) => storageClass))];
  return `storage class ${classes.join(' and ')} is one stretched cluster (a prerequisite): a write is acknowledged when all sites have it`;
}

function lagOf({ host, storage, settings, late, by }: BoundsProps): Bound {
  const { synchronous, intervalMinutes, transferSeconds, transferFollows } = settings;
  const name = 'acknowledged writes that the other site does not have';
  if (synchronous) return assumed(name, 0, stretchedSource(host));
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
