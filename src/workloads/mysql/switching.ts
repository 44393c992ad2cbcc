import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import type { MysqlCloneSteps } from './clone-steps';
import type { MysqlSteps } from './steps';

/**
 * Moves MySQL. The direction of a channel is not turned around: the site that gives up is made read-only and stays without a copy
 * until `reprotect` has cloned it, since each side has transactions of its own that the other one never saw (pull request 1101 of
 * the operator). After a planned switchover that runbook is run as well.
 */
export class MysqlSwitch implements ISwitchable {
  constructor(
    private readonly sites: Site[],
    private readonly steps: MysqlSteps,
    private readonly clone: MysqlCloneSteps,
  ) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkSource(from), steps.checkCopy(from, to, true)],
      fence: [steps.demote(from)],
      promote: [steps.catchUp(from, to), steps.promote(to)],
      start: [steps.serve(to), ...this.followers(from, to)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    const { steps } = this;
    return {
      preflight: [steps.checkCopy(from, to, false)],
      fence: [steps.fence(from)],
      promote: [steps.drain(from, to), steps.promote(to)],
      start: [steps.serve(to), ...this.followers(from, to)],
    };
  }

  /** Also makes the first copy. */
  public reprotect(active: Site, returned: Site): RunbookStep[] {
    const { clone } = this;
    return [
      clone.claim(returned, active),
      clone.backUp(active, returned),
      clone.restore(active, returned),
      clone.rejoin(active, returned),
      clone.cleanUp(active, returned),
    ];
  }

  private followers(from: Site, to: Site): RunbookStep[] {
    return this.sites.filter((site) => site !== from && site !== to).map((site) => this.steps.follow(site, to));
  }
}
