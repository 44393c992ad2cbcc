import type { Route53HealthCheckConfig } from '@cdktf/provider-aws/lib/route53-health-check';
import type { IAppHost } from '../model/app-host';
import type { ITrafficLatch, TrafficRequest } from '../model/load-balancer';
import { PrerequisiteKind } from '../model/prerequisite';
import type { RunbookStep } from '../model/runbook';
import type { Site } from '../model/site';
import { listed } from '../rules/wording';
import type { LatchMechanism } from './latch-mechanism';
import { LatchRunner } from './latch-steps';
import { setRoutingControlScript, setRoutingControlSeconds } from './routing-control-scripts';

/** Routing controls that exist already, and where they are switched. */
export interface RoutingControlLatchProps {
  /**
   * ARN of a routing control of each site. By the name of the site it switches all applications of the fleet that have one active
   * site; by `<application>/<site>`, which goes first, that application alone.
   */
  readonly routingControlArns: Record<string, string>;
  /** Endpoints of the cluster in its five regions, as `describe-cluster` prints them: `https://...<region>.amazonaws.com/v1`. */
  readonly endpoints: string[];
  /**
   * Secret in the application's namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, in every site that may be active.
   *
   * @default traffic-latch
   */
  readonly credentialsSecret?: string;
  /**
   * Image with `aws` (version 2) and `sh`, which runs the steps of runbooks.
   *
   * @default amazon/aws-cli:2.31.9
   */
  readonly image?: string;
}

/** A cluster of ARC has so many endpoints, each in a region of its own. */
const ENDPOINTS = 5;
const ENDPOINT = /^https:\/\/[a-z0-9.-]+\.([a-z]{2}-[a-z]+-\d+)\.amazonaws\.com\/v1$/;
const ARN = /^arn:aws:route53-recovery-control::\d{12}:controlpanel\/[0-9A-Za-z]+\/routingcontrol\/[0-9A-Za-z]+$/;

/** Routing controls of Amazon Application Recovery Controller: a site gets clients while its own is On. */
export class RoutingControlLatch implements LatchMechanism {
  private readonly runner: LatchRunner;

  constructor(private readonly props: RoutingControlLatchProps) {
    this.runner = new LatchRunner(props);
  }

  public check(host: IAppHost, { sites }: TrafficRequest): string[] {
    return [...this.checkNames(host), ...this.checkArns(host, sites), ...this.checkEndpoints(), ...this.runner.check()];
  }

  public render(host: IAppHost, request: TrafficRequest): void {
    const arns = request.sites.map((site) => this.arnOf(host, site));
    this.runner.require(host, request, {
      actions: `route53-recovery-cluster:UpdateRoutingControlState and route53-recovery-cluster:GetRoutingControlState on ${listed(arns)}`,
      hosts: listed(this.props.endpoints.map((endpoint) => new URL(endpoint).host)),
    });
    for (const site of request.sites) {
      host.require(site, {
        kind: PrerequisiteKind.SETTING,
        name: 'routing control',
        why: `${this.arnOf(host, site)} is On before the records are made (a new one is Off, and ${site.name} gets no clients), and no safety rule keeps the routing control of a single site from being switched Off`,
      });
    }
  }

  public healthCheck(host: IAppHost, site: Site): Route53HealthCheckConfig {
    return { type: 'RECOVERY_CONTROL', routingControlArn: this.arnOf(host, site) };
  }

  public latchOf(host: IAppHost): ITrafficLatch {
    return {
      close: (site, runner) =>
        this.switchTo('Off', `close-latch-${site.name}`, `keep clients away from ${site.name}`, { host, site, runner }),
      open: (site, runner) =>
        this.switchTo('On', `open-latch-${site.name}`, `let clients come to ${site.name} again`, {
          host,
          site,
          runner,
        }),
    };
  }

  private switchTo(
    state: 'On' | 'Off',
    name: string,
    title: string,
    { host, site, runner }: { host: IAppHost; site: Site; runner: Site },
  ): RunbookStep {
    const endpoints = this.props.endpoints.map((url) => ({ url, region: regionOf(url) ?? '' }));
    return this.runner.step(runner, {
      name,
      title,
      script: setRoutingControlScript({ site: site.name, arn: this.arnOf(host, site), state, endpoints }),
      timeoutSeconds: setRoutingControlSeconds(endpoints.length),
    });
  }

  private arnOf(host: IAppHost, site: Site): string {
    return this.given(host, site) ?? '';
  }

  private given({ name }: IAppHost, site: Site): string | undefined {
    return this.props.routingControlArns[`${name}/${site.name}`] ?? this.props.routingControlArns[site.name];
  }

  private checkNames({ fleet }: IAppHost): string[] {
    const known = fleet.sites.map(({ name }) => name);
    return Object.keys(this.props.routingControlArns)
      .filter((key) => !known.includes(key.replace(/^[^/]*\//, '')))
      .map(
        (key) =>
          `routingControlArns of the latch names "${key}", which is no site of the fleet; its sites are ${known.join(', ')}, alone or behind the name of an application and a slash`,
      );
  }

  private checkArns(host: IAppHost, sites: Site[]): string[] {
    return sites.flatMap((site, index) => {
      const arn = this.given(host, site);
      if (arn === undefined) {
        return [
          `routingControlArns of the latch has none for site ${site.name}; give the ARN of its routing control, under ${site.name} or ${host.name}/${site.name}`,
        ];
      }
      if (!ARN.test(arn)) {
        return [
          `routingControlArns of the latch has "${arn}" for site ${site.name}; allowed is the ARN of a routing control, such as arn:aws:route53-recovery-control::123456789012:controlpanel/0123abcd/routingcontrol/0123abcd`,
        ];
      }
      const sharing = sites.slice(index + 1).filter((other) => this.given(host, other) === arn);
      return sharing.map(
        (other) =>
          `sites ${site.name} and ${other.name} have the same routing control ${arn}, so that they are switched together; give each its own`,
      );
    });
  }

  private checkEndpoints(): string[] {
    const { endpoints } = this.props;
    const wrong = endpoints.filter((endpoint) => regionOf(endpoint) === undefined);
    if (wrong.length > 0) {
      return wrong.map(
        (endpoint) =>
          `endpoints of the latch has "${endpoint}"; allowed is the URL of an endpoint of the cluster, such as https://0123abcd.route53-recovery-cluster.eu-west-1.amazonaws.com/v1`,
      );
    }
    const regions = [...new Set(endpoints.map(regionOf))];
    if (endpoints.length === ENDPOINTS && regions.length === ENDPOINTS) return [];
    return [
      `latch has ${endpoints.length} endpoints in ${regions.length} regions; give all ${ENDPOINTS} of the cluster, each in a region of its own, as any two of them may be down`,
    ];
  }
}

function regionOf(endpoint: string): string | undefined {
  return ENDPOINT.exec(endpoint)?.[1];
}
