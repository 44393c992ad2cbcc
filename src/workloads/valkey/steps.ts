import type { IAppHost } from '../../model/app-host';
import type { RunbookStep, StepPermission } from '../../model/runbook';
import type { Site } from '../../model/site';
import { DATA_HEALTH } from '../data-health';
import { CONFIG_PATH, LEADER, PORT, SITE_CONFIG, VALKEY, leaderAddress } from './names';
import { PRIMARY, type SiteConfig, replicaOf } from './site-config';

/** How long steps may take, in seconds: what the bounds of a failover are made of. */
const STEP_SECONDS = { check: 30, fence: 30, promote: 30, handOver: 60, follow: 30, serve: 60 };
/** How long Valkey itself waits for the last write to arrive before it gives a switchover up. */
export const HAND_OVER_SECONDS = 20;
/** More replicas than any primary has: it refuses every write. */
const FENCED = 1000;

/** The steps of runbooks, one function each. They talk to the leader of the site that they work in. */
export class ValkeySteps {
  constructor(
    private readonly host: IAppHost,
    private readonly syncSeconds: number,
  ) {}

  /** Before a switchover: the copy is connected to the primary that is to hand over. */
  public checkConnected(from: Site, to: Site): RunbookStep {
    return this.step(to, {
      name: `check-valkey-${to.name}`,
      title: `see that Valkey in ${to.name} follows that in ${from.name}`,
      timeoutSeconds: STEP_SECONDS.check,
      lines: [
        // The switch was made before: run again.
        `if is_primary; then echo '${to.name} is the primary already'; exit 0; fi`,
        `case "$(info)" in *master_link_status:up*) ;; *) fail "${LEADER} of ${to.name} is not connected to a primary: see the alert ValkeyReplicaDisconnected" ;; esac`,
        this.seePrimary(from),
      ],
    });
  }

  /** Before a failover: the copy is whole. How old it is cannot be known without the primary. */
  public checkCopy(to: Site): RunbookStep {
    return this.step(to, {
      name: `check-valkey-${to.name}`,
      title: `see that Valkey in ${to.name} has its data`,
      timeoutSeconds: STEP_SECONDS.check,
      lines: [
        `case "$(cli INFO persistence)" in *loading:1*) fail "${LEADER} of ${to.name} still loads its data: try again when it is ready" ;; esac`,
        `info | grep -E '^(role|master_link_status|master_last_io_seconds_ago|master_sync_in_progress|slave_repl_offset):' || true`,
        'echo "keys: $(cli DBSIZE)"',
      ],
    });
  }

  /** Keeps the old primary from writing, where it can still be reached. Its data stays as it is, to be looked at. */
  public fence(from: Site, to: Site): RunbookStep {
    return {
      ...this.step(from, {
        name: `fence-valkey-${from.name}`,
        title: `have Valkey in ${from.name} refuse writes, if it still answers`,
        timeoutSeconds: STEP_SECONDS.fence,
        // The ConfigMap holds even where the server is down, and the setting even where the ConfigMap cannot be written.
        lines: [
          'status=0',
          `cli CONFIG SET min-replicas-to-write ${FENCED} || status=1`,
          `${this.configure(replicaOf(this.host, to))} || status=1`,
          'exit "$status"',
        ],
        configures: true,
      }),
      mayFail: true,
    };
  }

  /** The primary is lost: the copy takes writes, whatever it lacks. */
  public promote(to: Site): RunbookStep {
    return this.step(to, {
      name: `promote-valkey-${to.name}`,
      title: `make Valkey in ${to.name} the primary`,
      timeoutSeconds: STEP_SECONDS.promote,
      // First the ConfigMap: a pod that restarts between the two must come up as the primary.
      lines: [
        this.configure(PRIMARY),
        'cli REPLICAOF NO ONE',
        'cli CONFIG SET min-replicas-to-write 0',
        `is_primary || fail "${LEADER} of ${to.name} did not become the primary"`,
      ],
      configures: true,
    });
  }

  /** Both live: the primary stops writes, waits until the copy has the last one, and becomes a copy itself. */
  public handOver(from: Site, to: Site): RunbookStep {
    const giver = this.address(from);
    return this.step(to, {
      name: `promote-valkey-${to.name}`,
      title: `hand the writes of Valkey over from ${from.name} to ${to.name}`,
      timeoutSeconds: STEP_SECONDS.handOver,
      lines: [
        'if ! is_primary; then',
        `  cli -h ${giver} FAILOVER TO ${this.address(to)} ${PORT} TIMEOUT ${HAND_OVER_SECONDS * 1000}`,
        `  left=${HAND_OVER_SECONDS + 10}`,
        '  until is_primary; do',
        '    left=$((left - 1))',
        `    if [ "$left" -le 0 ]; then fail "${to.name} did not catch up in ${HAND_OVER_SECONDS} s, and ${from.name} stays the primary: wait for less load or a smaller lag, and run it again"; fi`,
        '    sleep 1',
        '  done',
        'fi',
        'cli CONFIG SET min-replicas-to-write 0',
        this.configure(PRIMARY),
      ],
      configures: true,
    });
  }

  /** A pod of the site that gave up must not come back as the primary. */
  public demote(from: Site, to: Site): RunbookStep {
    return this.step(from, {
      name: `demote-valkey-${from.name}`,
      title: `keep Valkey in ${from.name} a copy of ${to.name}`,
      timeoutSeconds: STEP_SECONDS.follow,
      lines: [this.seePrimary(to), this.configure(replicaOf(this.host, to)), this.follow(to)],
      configures: true,
    });
  }

  /** A third site follows the new primary. */
  public redirect(site: Site, to: Site): RunbookStep {
    return {
      ...this.step(site, {
        name: `redirect-valkey-${site.name}`,
        title: `have Valkey in ${site.name} follow ${to.name}`,
        timeoutSeconds: STEP_SECONDS.follow,
        lines: [this.seePrimary(to), this.configure(replicaOf(this.host, to)), this.follow(to)],
        configures: true,
      }),
      mayFail: true,
    };
  }

  /** Ends when the health check of the site has seen a write succeed. */
  public serve(to: Site): RunbookStep {
    const deployment = { apiGroup: 'apps', resources: ['deployments'], verbs: ['get', 'list', 'watch'] };
    return {
      name: `serve-valkey-${to.name}`,
      title: `wait until Valkey in ${to.name} takes writes`,
      site: to,
      script: `kubectl rollout status deployment ${DATA_HEALTH} --timeout=${STEP_SECONDS.serve - 5}s`,
      timeoutSeconds: STEP_SECONDS.serve,
      permissions: [{ ...deployment, names: [DATA_HEALTH] }],
    };
  }

  /** Before anything else: no pod of the site that came back may start as a primary again. */
  public claim(returned: Site, active: Site): RunbookStep {
    return {
      name: `configure-valkey-${returned.name}`,
      title: `make ${returned.name} a copy of ${active.name} in its configuration`,
      site: returned,
      script: this.configure(replicaOf(this.host, active)),
      timeoutSeconds: STEP_SECONDS.fence,
      permissions: [this.siteConfig()],
    };
  }

  /** Discards what the site wrote on its own, and copies everything from the active one. */
  public rejoin(returned: Site, active: Site): RunbookStep {
    const { syncSeconds } = this;
    const step = this.step(returned, {
      name: `rejoin-valkey-${returned.name}`,
      title: `have Valkey in ${returned.name} copy ${active.name}, and discard what it wrote by itself`,
      timeoutSeconds: syncSeconds + 60,
      lines: [
        `case "$(kubectl exec ${LEADER} --container=${VALKEY} -- sh ${CONFIG_PATH}/cli.sh -h ${this.address(active)} INFO replication 2>/dev/null || true)" in`,
        `*role:slave*) fail "${active.name} is not the primary: nothing was discarded; choose the site that is" ;;`,
        'esac',
        // A server that does not answer is held back or broken: it reads its role when it starts.
        `if cli PING > /dev/null 2>&1; then ${this.follow(active)}; cli CONFIG SET min-replicas-to-write 0; else kubectl delete pod ${LEADER} --wait=false; fi`,
        `left=${syncSeconds}`,
        'until info 2>/dev/null | grep -q "^master_link_status:up"; do',
        '  left=$((left - 5))',
        `  if [ "$left" -le 0 ]; then fail "${returned.name} has not copied all data in ${syncSeconds} s: raise syncTimeout, or look at the log of ${LEADER}"; fi`,
        '  sleep 5',
        'done',
      ],
    });
    return { ...step, permissions: [...step.permissions, this.leaderPod(['delete'])] };
  }

  private step(
    site: Site,
    props: {
      readonly name: string;
      readonly title: string;
      readonly timeoutSeconds: number;
      readonly lines: string[];
      readonly configures?: boolean;
    },
  ): RunbookStep {
    const { name, title, timeoutSeconds } = props;
    return {
      name,
      title,
      site,
      timeoutSeconds,
      script: [...PRELUDE, ...props.lines].join('\n'),
      permissions: [
        this.leaderPod(['get']),
        { apiGroup: '', resources: ['pods/exec'], verbs: ['create', 'get'], names: [LEADER] },
        ...(props.configures ? [this.siteConfig()] : []),
      ],
    };
  }

  private configure(config: SiteConfig): string {
    return `kubectl patch configmap ${SITE_CONFIG} --type=merge -p '${JSON.stringify({ data: config })}'`;
  }

  /** A site that follows one which is no primary serves nobody, and neither does the other. */
  private seePrimary(site: Site): string {
    return `case "$(cli -h ${this.address(site)} INFO replication)" in *role:master*) ;; *) fail "${site.name} is not the primary, or cannot be reached from here: nothing was changed; choose the site that is" ;; esac`;
  }

  private follow(site: Site): string {
    return `cli REPLICAOF ${this.address(site)} ${PORT}`;
  }

  private address(site: Site): string {
    return leaderAddress(this.host, site);
  }

  private leaderPod(verbs: string[]): StepPermission {
    return { apiGroup: '', resources: ['pods'], verbs, names: [LEADER] };
  }

  private siteConfig(): StepPermission {
    return { apiGroup: '', resources: ['configmaps'], verbs: ['get', 'patch'], names: [SITE_CONFIG] };
  }
}

const PRELUDE = [
  'fail() { echo "$1" >&2; exit 1; }',
  `cli() { kubectl exec ${LEADER} --container=${VALKEY} -- sh ${CONFIG_PATH}/cli.sh "$@"; }`,
  "info() { cli INFO replication | tr -d '\\r'; }",
  'is_primary() { case "$(info)" in *role:master*) return 0 ;; esac; return 1; }',
];
