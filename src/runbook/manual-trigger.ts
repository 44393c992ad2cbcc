import { Duration } from 'cdk8s';
import type { IAppHost } from '../model/app-host';
import type { ITrigger, TriggerBinding, TriggerRequest } from '../model/trigger';
import { Basis, Bound } from '../recovery/bound';
import { Effort } from '../recovery/term';
import { activeSiteDown, addProbes, alertDetection } from './probes';

/** Times of a human decision. */
export interface ManualTriggerProps {
  /**
   * From the loss of the active site to the page, by monitoring of your own. For applications without a hostname, which no probe
   * of the library can see from outside.
   *
   * @default - the alert ActiveSiteDown, which asks for the public health path; without a hostname nothing, so that the recovery
   * time is unbounded
   */
  readonly detection?: Duration;
  /**
   * From the page to somebody looking at it.
   *
   * @default - 5 minutes, assumed
   */
  readonly acknowledge?: Duration;
  /**
   * From looking to starting and approving the failover.
   *
   * @default - 10 minutes, assumed
   */
  readonly decide?: Duration;
}

/** A human decides, called by an alert of the passive sites. */
export class ManualTrigger implements ITrigger {
  public readonly kind = 'manual';

  constructor(private readonly props: ManualTriggerProps) {}

  public bind(host: IAppHost, { healthUrls = {} }: TriggerRequest): TriggerBinding {
    const { activeSite } = host;
    const decision = this.decision();
    const { detection } = this.props;
    if (detection) return { detection: ownMonitoring(detection), decision, alerts: [] };
    if (activeSite === undefined || healthUrls[activeSite.name] === undefined) {
      const reason =
        'nothing outside of the active site can see whether it serves: set hostname and frontEnd, and ingressHostname of the site, or the detection of Trigger.manual';
      return { detection: Bound.unbounded('somebody is called', reason), decision, alerts: [] };
    }
    addProbes(host, healthUrls);
    return { detection: alertDetection(host, activeSite), decision, alerts: [activeSiteDown(host, activeSite)] };
  }

  private decision(): Bound {
    const { acknowledge = Duration.minutes(5), decide = Duration.minutes(10) } = this.props;
    const assumed = (name: string, prop: string, duration: Duration) =>
      Bound.term({
        name,
        seconds: duration.toSeconds({ integral: false }),
        basis: Basis.ASSUMED,
        source: `${prop} of Trigger.manual: what the people on call promise, or drills measured`,
        lever: {
          change: 'use Trigger.automatic, where the replication fences (now Trigger.manual)',
          seconds: 0,
          effort: Effort.ARCHITECTURE,
        },
      });
    return Bound.sum('human decision', [
      assumed('somebody acknowledges', 'acknowledge', acknowledge),
      assumed('somebody decides, starts and approves', 'decide', decide),
    ]);
  }
}

function ownMonitoring(detection: Duration): Bound {
  return Bound.term({
    name: 'somebody is called',
    seconds: detection.toSeconds({ integral: false }),
    basis: Basis.ASSUMED,
    source: 'detection of Trigger.manual: what monitoring outside of the active site promises',
  });
}
