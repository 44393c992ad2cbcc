import type { IAppHost } from '../../model/app-host';
import { type ISwitchable, RunbookKind, type RunbookStep, type SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { Bound } from '../../recovery/bound';
import { type CountedSteps, stepsTerm } from '../steps-term';
import { HAND_OVER_SECONDS, type ValkeySteps } from './steps';

/** Moves the role of the primary from one site to another. */
export class ValkeySwitch implements ISwitchable {
  constructor(
    private readonly host: IAppHost,
    private readonly steps: ValkeySteps,
  ) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkConnected(from, to)],
      // FAILOVER stops the writes itself, and lets them go on when the other site does not catch up.
      fence: [],
      promote: [steps.handOver(from, to), steps.demote(from, to), ...redirectOthers(this.host, steps, from, to)],
      start: [steps.serve(to)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkCopy(to)],
      fence: [steps.fence(from, to)],
      promote: [steps.promote(to), ...redirectOthers(this.host, steps, from, to)],
      start: [steps.serve(to)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    return [this.steps.claim(returned, active), this.steps.rejoin(returned, active)];
  }
}

/** From the decision to the other site taking writes: the steps, each at its end. */
export function promotion(host: IAppHost, steps: ValkeySteps): Bound {
  const step = (name: string, stepsOf: CountedSteps['steps']) =>
    stepsTerm(host, { kind: RunbookKind.FAILOVER, name, steps: stepsOf });
  return Bound.sum('Valkey is promoted', [
    step('check of the copy', (_, to) => [steps.checkCopy(to)]),
    step('fencing of the lost site, which may not answer', (from, to) => [steps.fence(from, to)]),
    step('promotion', (_, to) => [steps.promote(to)]),
    ...others(host, RunbookKind.FAILOVER, steps),
    step('health check sees a write', (_, to) => [steps.serve(to)]),
  ]);
}

/** How long a planned switchover takes no writes. */
export function switchoverGap(host: IAppHost, steps: ValkeySteps): Bound {
  const step = (name: string, stepsOf: CountedSteps['steps']) =>
    stepsTerm(host, { kind: RunbookKind.SWITCHOVER, name, steps: stepsOf });
  return Bound.sum('no writes while Valkey is handed over', [
    step(`hand-over, which gives up after ${HAND_OVER_SECONDS} s without the last write`, (from, to) => [
      steps.handOver(from, to),
    ]),
    step('demotion', (from, to) => [steps.demote(from, to)]),
    ...others(host, RunbookKind.SWITCHOVER, steps),
    step('health check sees a write', (_, to) => [steps.serve(to)]),
  ]);
}

function others(host: IAppHost, kind: RunbookKind, steps: ValkeySteps): Bound[] {
  const count = host.dataSites.length - 2;
  if (count <= 0) return [];
  return [
    stepsTerm(host, {
      kind,
      name: `${count} other sites follow`,
      steps: (from, to) => redirectOthers(host, steps, from, to),
    }),
  ];
}

function redirectOthers({ dataSites }: IAppHost, steps: ValkeySteps, from: Site, to: Site): RunbookStep[] {
  return dataSites.filter(({ name }) => name !== from.name && name !== to.name).map((site) => steps.redirect(site, to));
}
