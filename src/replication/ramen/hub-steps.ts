import type { IAppHost } from '../../model/app-host';
import type { RunbookStep } from '../../model/runbook';
import type { Site } from '../../model/site';
import { fail, stepTimeout, waitUntil } from '../shell';
import type { RamenSettings } from './props';

/** Something that is asked of Ramen, in the hub. */
export interface HubOrder {
  readonly name: string;
  readonly title: string;
  /** Site whose workflow it is. */
  readonly runner: Site;
  /** What is changed of the spec; nothing to wait only. */
  readonly spec?: Record<string, string>;
  /** Patterns of `phase/progression/cluster/PeerReady/Protected` that say that it has happened; a space in a figure is a `-`. */
  readonly wanted: string[];
  readonly seconds: number;
  readonly otherwise: string;
}

/** Orders that go to the DRPlacementControl of an application. */
export class HubSteps {
  constructor(
    private readonly host: IAppHost,
    private readonly settings: RamenSettings,
  ) {}

  /** Orders something, and waits until Ramen has done it. */
  public order(order: HubOrder): RunbookStep {
    const patch = order.spec && `${this.drpc('patch')} --type=merge -p '${JSON.stringify({ spec: order.spec })}'`;
    return {
      name: order.name,
      title: order.title,
      site: order.runner,
      cluster: this.settings.hub,
      script: [
        ...this.reached(),
        ...(patch === undefined ? [] : [patch]),
        ...waitUntil({
          until: order.wanted.map((pattern) => `reached '${pattern}'`).join(' || '),
          seconds: order.seconds,
          otherwise: `${order.otherwise}: Ramen says $(figures)`,
        }),
      ].join('\n'),
      timeoutSeconds: stepTimeout(order.seconds),
      permissions: this.permissions(patch === undefined ? ['get'] : ['get', 'patch']),
    };
  }

  /** Read-only: ends the runbook unless Ramen is in a state. */
  public check(check: Omit<HubOrder, 'seconds' | 'spec'>): RunbookStep {
    const found = check.wanted.map((pattern) => `reached '${pattern}'`).join(' || ');
    return {
      name: check.name,
      title: check.title,
      site: check.runner,
      cluster: this.settings.hub,
      script: [
        ...this.reached(),
        `if ! { ${found}; }; then ${fail(`${check.otherwise}: Ramen says $(figures)`)}; fi`,
        `echo "last copy: $(${this.drpc('get')} -o jsonpath='{.status.lastGroupSyncTime}')"`,
      ].join('\n'),
      timeoutSeconds: stepTimeout(),
      permissions: this.permissions(['get']),
    };
  }

  /** Lines that define `reached`: true when Ramen has seen the last change and its figures are those of a pattern. */
  private reached(): string[] {
    const condition = (type: string) => `{.status.conditions[?(@.type=="${type}")].status}`;
    const generations = '{.metadata.generation}={.status.observedGeneration}';
    const status = '{.status.phase}/{.status.progression}/{.status.preferredDecision.clusterName}';
    return [
      `generations() { ${this.drpc('get')} -o jsonpath='${generations}'; }`,
      `figures() { ${this.drpc('get')} -o jsonpath='${status}/${condition('PeerReady')}/${condition('Protected')}' | tr ' ' '-'; }`,
      'reached() {',
      '  seen=$(generations) || return 1',
      '  [ "${seen%=*}" = "${seen#*=}" ] || return 1',
      '  now=$(figures) || return 1',
      '  # shellcheck disable=SC2254',
      '  case "$now" in $1) ;; *) return 1 ;; esac',
      '}',
    ];
  }

  private drpc(verb: string): string {
    return `kubectl ${verb} drplacementcontrol ${this.host.name} --namespace=${this.settings.namespace}`;
  }

  private permissions(verbs: string[]) {
    return [
      {
        apiGroup: 'ramendr.openshift.io',
        resources: ['drplacementcontrols'],
        verbs,
        names: [this.host.name],
        namespace: this.settings.namespace,
      },
    ];
  }
}
