import { Duration } from 'cdk8s';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import type { ITrigger, TriggerBinding, TriggerRequest } from '../model/trigger';
import { Basis, Bound } from '../recovery/bound';
import { largestGapSeconds } from '../recovery/cron';
import { EXECUTOR_PERMISSION, addAccess } from './access';
import { WATCH_ACCOUNT } from './names';
import { GET_PHASE, firstPhasePermissions } from './phases';
import { activeSiteDown, addProbes } from './probes';
import { POD_START_SECONDS, POD_START_SOURCE } from './timing';
import {
  ANSWER_SECONDS,
  type Watch,
  activeRecord,
  failoverWatch,
  questionFields,
  scheduleFields,
  watchSeconds,
} from './watch';

/** How often the active site is asked, and how often it may fail. */
export interface AutomaticTriggerProps {
  /**
   * How often the active site is looked at: whole minutes that divide an hour.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * How many questions in a row have to go unanswered, each 5 s long and 5 s after the one before. Less means a failover for a
   * short outage, which costs the writes that are not replicated.
   *
   * @default 3
   */
  readonly failures?: number;
}

/** The first passive site decides. A second one that could would promote itself too, when it is the network that is lost. */
export class AutomaticTrigger implements ITrigger {
  public readonly kind = 'automatic';

  constructor(private readonly props: AutomaticTriggerProps) {}

  public bind(host: IAppHost, { healthUrls = {} }: TriggerRequest): TriggerBinding {
    const { activeSite } = host;
    const [successor] = host.passiveSites;
    const decision = Bound.term({
      name: 'decision',
      seconds: 0,
      basis: Basis.DERIVED,
      source: 'WorkflowTemplate of the failover: no step waits for an approval',
    });
    const refusals = [...this.problems(), ...urlProblems(activeSite, successor, healthUrls)];
    for (const refusal of refusals) host.refuse(refusal);
    if (!activeSite || !successor || refusals.length > 0) {
      return { detection: Bound.unbounded('failover is started', 'the trigger was refused'), decision, alerts: [] };
    }
    addProbes(host, healthUrls);
    const watch = this.watch(host, activeSite, successor, healthUrls);
    addTo(host, successor, failoverWatch(host, watch));
    addAccess(host, successor, WATCH_ACCOUNT, [
      EXECUTOR_PERMISSION,
      GET_PHASE,
      // Neither knows a name: Workflows get theirs when they are made.
      { apiGroup: 'argoproj.io', resources: ['workflows'], verbs: ['create', 'list'] },
    ]);
    addTo(host, activeSite, activeRecord(host, activeSite));
    addAccess(host, activeSite, WATCH_ACCOUNT, [EXECUTOR_PERMISSION, ...firstPhasePermissions()]);
    return { detection: detection(watch), decision, alerts: [activeSiteDown(host, activeSite)] };
  }

  private get interval(): Duration {
    return this.props.interval ?? Duration.minutes(1);
  }

  private get failures(): number {
    return this.props.failures ?? 3;
  }

  private problems(): string[] {
    const minutes = this.interval.toMinutes({ integral: false });
    const whole = Number.isInteger(minutes) && minutes >= 1 && minutes <= 30 && 60 % minutes === 0;
    const room = this.interval.toSeconds({ integral: false }) - POD_START_SECONDS;
    const most = Math.floor(room / watchSeconds(1));
    return [
      ...(whole
        ? []
        : [
            `interval of Trigger.automatic is ${this.interval.toHumanString()}; allowed are 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 and 30 minutes, since cron counts from the hour; leave it out for 1 minute`,
          ]),
      ...(Number.isInteger(this.failures) && this.failures >= 2 && (!whole || this.failures <= most)
        ? []
        : [
            `failures of Trigger.automatic is ${this.failures}; allowed are whole numbers from 2, so that one lost packet moves nobody, to ${whole ? most : 'what fits into the interval'}, so that a run ends before the next; leave it out for 3`,
          ]),
    ];
  }

  private watch(host: IAppHost, active: Site, successor: Site, healthUrls: Record<string, string>): Watch {
    const minutes = this.interval.toMinutes();
    const others = host.dataSites.filter((site) => site !== active).flatMap(({ name }) => healthUrls[name] ?? []);
    return {
      active,
      successor,
      schedule: minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`,
      failures: this.failures,
      activeUrl: healthUrls[active.name] ?? '',
      otherUrls: others,
    };
  }
}

function urlProblems(active: Site | undefined, successor: Site | undefined, urls: Record<string, string>): string[] {
  return [active, successor]
    .filter((site) => site !== undefined && urls[site.name] === undefined)
    .map(
      (site) =>
        `trigger is automatic, but site ${site?.name ?? ''} has no public health path to ask; set hostname and frontEnd, and ingressHostname of the site, or use Trigger.manual()`,
    );
}

function detection(watch: Watch): Bound {
  const schedules = `CronWorkflow failover-watch: schedules ${watch.schedule}`;
  return Bound.sum('failover is started', [
    Bound.term({
      name: 'largest gap between two runs',
      seconds: largestGapSeconds(watch.schedule),
      basis: Basis.DERIVED,
      source: schedules,
      fields: scheduleFields(watch),
    }),
    Bound.term({
      name: 'pod starts',
      seconds: POD_START_SECONDS,
      basis: Basis.ASSUMED,
      source: POD_START_SOURCE,
    }),
    Bound.term({
      name: 'questions go unanswered',
      seconds: watchSeconds(watch.failures),
      basis: Basis.DERIVED,
      source: `CronWorkflow failover-watch: ${watch.failures} x curl --max-time ${ANSWER_SECONDS}, ${ANSWER_SECONDS} s between them, and the same once for the other sites`,
      fields: questionFields(watch),
    }),
  ]);
}
