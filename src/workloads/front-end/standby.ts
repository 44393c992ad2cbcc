import { Standby } from '../../model/roles';
import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
import { fieldOf } from '../../recovery/emitted-field';

/** The startup probe of the front end gives up after these. */
export const STARTUP = { periodSeconds: 2, failureThreshold: 60 } as const;
const START_SECONDS = STARTUP.periodSeconds * STARTUP.failureThreshold;
/** Container of the front end. */
export const CONTAINER = 'app';
/** Two nodes one after the other by cluster-autoscaler or Karpenter, and the image: nobody states a bound. */
const NODES_SECONDS = 300;
const IMAGE_SECONDS = 60;

/** What the steps are made from. */
export interface FrontEndSwitchProps {
  readonly name: string;
  readonly replicas: number;
  readonly standby: Standby;
}

/** Makes the front end of the site that takes over as large as that of the site that gives up. */
export class FrontEndSwitch implements ISwitchable {
  constructor(private readonly props: FrontEndSwitchProps) {}

  /** From a passive site taking over to its front end being at full size. */
  public get startGap(): Bound {
    return startGap(this.props);
  }

  public switchover(_from: Site, to: Site): SwitchSteps {
    return { preflight: [this.checkRoom(to)], fence: [], promote: [], start: [this.start(to)] };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    return this.switchover(from, to);
  }

  /** The site that came back stands by again. */
  public reprotect(_active: Site, returned: Site): RunbookStep[] {
    return this.props.standby === Standby.HOT ? [] : [this.standBy(returned)];
  }

  private checkRoom(site: Site): RunbookStep {
    const { name } = this.props;
    return {
      name: `front-end-ready-${site.name}`,
      title: `see that the front end of ${site.name} can become as large as it has to`,
      site,
      script: [
        `most=$(kubectl get horizontalpodautoscaler ${name} -o jsonpath='{.spec.maxReplicas}')`,
        `if [ "$most" -lt ${this.props.replicas} ]; then`,
        `  echo "front end of ${site.name} may have $most pods and needs ${this.props.replicas}: raise maxReplicas" >&2; exit 1`,
        'fi',
      ].join('\n'),
      timeoutSeconds: 60,
      permissions: [this.autoscaler(['get'])],
    };
  }

  private start(site: Site): RunbookStep {
    const { name, replicas } = this.props;
    return {
      name: `start-front-end-${site.name}`,
      title: `bring the front end of ${site.name} to ${replicas} pods`,
      site,
      script: [
        `kubectl patch horizontalpodautoscaler ${name} --type=merge -p '{"spec":{"minReplicas":${replicas}}}'`,
        // An autoscaler leaves a Deployment without replicas alone.
        `current=$(kubectl get deployment ${name} -o jsonpath='{.spec.replicas}')`,
        `if [ "$current" -lt ${replicas} ]; then kubectl scale deployment ${name} --replicas=${replicas}; fi`,
        `kubectl rollout status deployment ${name} --timeout=${this.startSeconds}s`,
      ].join('\n'),
      timeoutSeconds: this.startSeconds + 60,
      permissions: [this.autoscaler(['get', 'patch']), ...this.deployment(['get', 'list', 'watch', 'patch'])],
    };
  }

  private standBy(site: Site): RunbookStep {
    const { name, standby } = this.props;
    return {
      name: `stand-by-front-end-${site.name}`,
      title: `let the front end of ${site.name} stand by (${standby})`,
      site,
      script: [
        `kubectl patch horizontalpodautoscaler ${name} --type=merge -p '{"spec":{"minReplicas":1}}'`,
        ...(standby === Standby.COLD ? [`kubectl scale deployment ${name} --replicas=0`] : []),
      ].join('\n'),
      timeoutSeconds: 60,
      permissions: [this.autoscaler(['get', 'patch']), ...this.deployment(['get', 'patch'])],
    };
  }

  private get startSeconds(): number {
    return Math.max(START_SECONDS, this.startGap.seconds ?? 0);
  }

  private autoscaler(verbs: string[]) {
    return { apiGroup: 'autoscaling', resources: ['horizontalpodautoscalers'], verbs, names: [this.props.name] };
  }

  private deployment(verbs: string[]) {
    // `watch` and `list` know no name unless by a field selector, which kubectl rollout status uses.
    const names = [this.props.name];
    return [
      { apiGroup: 'apps', resources: ['deployments'], verbs, names },
      { apiGroup: 'apps', resources: ['deployments/scale'], verbs: ['get', 'patch', 'update'], names },
    ];
  }
}

function startGap({ name: deployment, replicas, standby }: FrontEndSwitchProps): Bound {
  const name = `front end of a ${standby} standby is at full size`;
  if (standby === Standby.HOT) {
    return Bound.term({
      name,
      seconds: 0,
      basis: Basis.DERIVED,
      source: 'standby hot: it runs at full size all the time',
      fields: [fieldOf('HorizontalPodAutoscaler', deployment, '/spec/minReplicas', replicas)],
    });
  }
  const lever = { change: `set standby to hot (now ${standby})`, seconds: 0, effort: Effort.PAID_SETTING };
  const assumed = (what: string, seconds: number, source: string) =>
    Bound.term({ name: what, seconds, basis: Basis.ASSUMED, source, lever });
  const probe = `/spec/template/spec/containers/${CONTAINER}/startupProbe`;
  return Bound.sum(name, [
    ...(standby === Standby.COLD
      ? [assumed('nodes are added', NODES_SECONDS, 'the cluster autoscaler; 0 where nodes are kept ready')]
      : []),
    assumed('image is pulled', IMAGE_SECONDS, 'size of the image over the bandwidth of its registry'),
    Bound.term({
      name: 'pods start',
      seconds: START_SECONDS,
      basis: Basis.DERIVED,
      source: `Deployment ${deployment}, startupProbe: periodSeconds ${STARTUP.periodSeconds} x failureThreshold ${STARTUP.failureThreshold}`,
      fields: [
        fieldOf('Deployment', deployment, `${probe}/periodSeconds`, STARTUP.periodSeconds),
        fieldOf('Deployment', deployment, `${probe}/failureThreshold`, STARTUP.failureThreshold),
      ],
      lever,
    }),
  ]);
}
