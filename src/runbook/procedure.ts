import type { ITrafficLatch } from '../model/load-balancer';
import type { ISwitchable, RunbookStep } from '../model/runbook';
import { RecoveryPhase, RunbookKind } from '../model/runbook';
import type { Site } from '../model/site';
import { workflowName } from '../model/step-fields';
import { PHASE_CONFIG_MAP } from './names';
import { GET_PHASE, READ_ACTIVE, recordOutcome, recordPhase, tellPhase } from './phases';

/** What moves from one site to another. */
export interface Movables {
  readonly app: string;
  readonly data: ISwitchable;
  readonly frontEnd?: ISwitchable;
  readonly latch?: ITrafficLatch;
  /** True when no human approves a failover. */
  readonly automatic: boolean;
}

/** A runbook before it is a workflow. */
export interface Procedure {
  readonly kind: RunbookKind;
  readonly from: Site;
  readonly to: Site;
  /** Site in whose cluster it runs. */
  readonly runner: Site;
  readonly workflow: string;
  /** Read-only: when one fails, nothing was changed. */
  readonly checks: RunbookStep[];
  /** What somebody approves between the checks and the changes; undefined where nobody is asked. */
  readonly approval?: string;
  readonly changes: RunbookStep[];
  /** How many of the changes come before clients reach the other site. */
  readonly changesUntilServed: number;
  /** Steps until then that are in the bound of no part: those of the runbook, of the latch, and the look at the front end. */
  readonly ownUntilServed: RunbookStep[];
  /** Runs at the end, however it ends. */
  readonly outcome: RunbookStep;
}

/** Both sites live: clients leave first, so that nothing is written that is not copied. */
export function switchover(parts: Movables, from: Site, to: Site): Procedure {
  const end = { phase: RecoveryPhase.STEADY_STATE, active: to };
  return {
    ...move(parts, RunbookKind.SWITCHOVER, from, to, { begin: RecoveryPhase.FAILING_BACK, end: end.phase }),
    approval: `approve that ${parts.app} moves from ${from.name} to ${to.name}: its clients are cut off while it does`,
  };
}

/** Site `from` is lost. */
export function failover(parts: Movables, from: Site, to: Site): Procedure {
  return {
    ...move(parts, RunbookKind.FAILOVER, from, to, {
      begin: RecoveryPhase.FAILING_OVER,
      end: RecoveryPhase.FAILED_OVER,
    }),
    approval: parts.automatic
      ? undefined
      : `approve that ${parts.app} fails over from ${from.name} to ${to.name}: writes that are not in ${to.name} yet are lost`,
  };
}

interface Phases {
  readonly begin: RecoveryPhase;
  readonly end: RecoveryPhase;
}

function move(parts: Movables, kind: RunbookKind, from: Site, to: Site, phases: Phases): Omit<Procedure, 'approval'> {
  const { app, latch } = parts;
  const planned = kind === RunbookKind.SWITCHOVER;
  const stepsOf = (part: ISwitchable) => (planned ? part.switchover(from, to) : part.failover(from, to));
  const data = stepsOf(parts.data);
  const frontEnd = parts.frontEnd && stepsOf(parts.frontEnd);
  const run = { app, kind, from, to };
  const ended = { ...run, phase: phases.end, active: to };
  const begun = recordPhase({ ...run, phase: phases.begin, active: from }, to);
  const [closed, opened] = latch ? [[latch.close(from, to)], [latch.open(to, to)]] : [[], []];
  const untilServed = [
    begun,
    ...closed,
    ...(frontEnd?.fence ?? []),
    ...data.fence,
    ...data.promote,
    ...(frontEnd?.promote ?? []),
    ...data.start,
    ...(frontEnd?.start ?? []),
    ...opened,
  ];
  return {
    ...run,
    runner: to,
    workflow: workflowName(app, kind, from, to),
    checks: [...data.preflight, ...(frontEnd?.preflight ?? [])],
    changes: [
      ...untilServed,
      ...(planned ? [tellPhase(ended, from)] : []),
      recordPhase(ended, to, [`echo 'now commit activeSite: ${to.name}'`]),
    ],
    changesUntilServed: untilServed.length,
    ownUntilServed: [...(frontEnd?.preflight ?? []), begun, ...closed, ...opened],
    outcome: recordOutcome(run, to),
  };
}

/** Site `returned` came back, and becomes a copy of `active`. */
export function reprotect({ app, data, frontEnd }: Movables, active: Site, returned: Site): Procedure {
  const run = { app, kind: RunbookKind.REPROTECT, from: active, to: returned };
  const ended = { ...run, phase: RecoveryPhase.DRED_STEADY_STATE, active };
  return {
    ...run,
    runner: active,
    workflow: workflowName(app, run.kind, active, returned),
    checks: [isActive(active), isBack(returned)],
    approval: `approve that ${returned.name} becomes a copy of ${active.name}: what ${returned.name} alone has is discarded`,
    changes: [
      recordPhase({ ...run, phase: RecoveryPhase.REPROTECTING, active }, active),
      ...data.reprotect(active, returned),
      ...(frontEnd?.reprotect(active, returned) ?? []),
      tellPhase(ended, returned),
      recordPhase(ended, active),
    ],
    changesUntilServed: 0,
    ownUntilServed: [],
    outcome: recordOutcome(run, active),
  };
}

/** The wrong way round, reprotect would discard the only good copy. */
function isActive(active: Site): RunbookStep {
  return {
    name: `is-active-${active.name}`,
    title: `see that no runbook has made another site than ${active.name} active`,
    site: active,
    script: [
      READ_ACTIVE,
      `if [ "\${active:-${active.name}}" != ${active.name} ]; then`,
      `  echo "${PHASE_CONFIG_MAP} in ${active.name} says that $active is active: run the reprotect of $active instead" >&2; exit 1`,
      'fi',
    ].join('\n'),
    timeoutSeconds: 60,
    permissions: [GET_PHASE],
  };
}

function isBack(returned: Site): RunbookStep {
  return {
    name: `is-back-${returned.name}`,
    title: `see that the cluster of ${returned.name} answers`,
    site: returned,
    script: `kubectl get configmap ${PHASE_CONFIG_MAP} --ignore-not-found --request-timeout=30s --output=name`,
    timeoutSeconds: 60,
    permissions: [GET_PHASE],
  };
}
