import type { IAppHost } from '../../model/app-host';
import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { Basis, Bound } from '../../recovery/bound';
import { HAND_OVER_SECONDS, STEP_SECONDS, ValkeySteps } from './steps';

/** Moves the role of the primary from one site to another. */
export class ValkeySwitch implements ISwitchable {
  private readonly steps: ValkeySteps;

  constructor(
    private readonly host: IAppHost,
    syncSeconds: number,
  ) {
    this.steps = new ValkeySteps(host, syncSeconds);
  }

  public switchover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkConnected(from, to)],
      // FAILOVER stops the writes itself, and lets them go on when the other site does not catch up.
      fence: [],
      promote: [steps.handOver(from, to), steps.demote(from, to), ...this.redirectOthers(from, to)],
      start: [steps.serve(to)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkCopy(to)],
      fence: [steps.fence(from, to)],
      promote: [steps.promote(to), ...this.redirectOthers(from, to)],
      start: [steps.serve(to)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    return [this.steps.claim(returned, active), this.steps.rejoin(returned, active)];
  }

  private redirectOthers(from: Site, to: Site): RunbookStep[] {
    return this.host.dataSites
      .filter(({ name }) => name !== from.name && name !== to.name)
      .map((site) => this.steps.redirect(site, to));
  }
}

/** From the decision to the other site taking writes: the steps, each at its end. */
export function promotion(host: IAppHost): Bound {
  const { check, fence, promote, follow, serve } = STEP_SECONDS;
  return Bound.sum('Valkey is promoted', [
    step('check of the copy', check),
    step('fencing of the lost site, which may not answer', fence),
    step('promotion', promote),
    ...others(host, follow),
    step('health check sees a write', serve),
  ]);
}

/** How long a planned switchover takes no writes. */
export function switchoverGap(host: IAppHost): Bound {
  const { handOver, follow, serve } = STEP_SECONDS;
  return Bound.sum('no writes while Valkey is handed over', [
    step(`hand-over, which gives up after ${HAND_OVER_SECONDS} s without the last write`, handOver),
    step('demotion', follow),
    ...others(host, follow),
    step('health check sees a write', serve),
  ]);
}

function others(host: IAppHost, seconds: number): Bound[] {
  const count = host.dataSites.length - 2;
  return count > 0 ? [step(`${count} other sites follow`, count * seconds)] : [];
}

function step(name: string, seconds: number): Bound {
  return Bound.term({ name, seconds, basis: Basis.DERIVED, source: 'timeoutSeconds of the step of the runbook' });
}
