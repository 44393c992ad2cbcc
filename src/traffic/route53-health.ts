import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import type { IAppHost } from '../model/app-host';
import type { TrafficRequest } from '../model/load-balancer';
import type { Site } from '../model/site';
import { HealthProtocol } from '../rules/vocabulary';
import type { HealthCheck } from './health-check';
import type { LatchMechanism } from './latch-mechanism';
import type { RecordType } from './record-type';

/** The health checks of an application: one for each site and type of record, since that is what clients connect to. */
export class Route53Health {
  private readonly ids = new Map<string, string>();
  private readonly latchIds = new Map<string, string>();
  private readonly made: string[] = [];

  constructor(
    private readonly host: IAppHost,
    private readonly request: TrafficRequest,
    private readonly healthCheck: HealthCheck,
    private readonly ttlSeconds: number,
    private readonly latch?: LatchMechanism,
  ) {}

  /** Ids of the constructs of all checks with the times of the health check. */
  public get checkIds(): string[] {
    return [...this.made];
  }

  /** Id of the check that decides whether a site is an answer. */
  public idFor(site: Site, type: RecordType): string {
    const key = `${site.name}${type.suffix}`;
    const id = this.ids.get(key) ?? this.addChecks(site, type);
    this.ids.set(key, id);
    return id;
  }

  private addChecks(site: Site, type: RecordType): string {
    const { siteHealthPath, frontEndHealthPath } = this.request;
    const workload = this.addCheck(site, type, '', siteHealthPath);
    this.stateFact(site, type);
    const children = [workload.id];
    if (frontEndHealthPath !== undefined && this.healthCheck.protocol !== HealthProtocol.TCP) {
      children.push(this.addCheck(site, type, '_front-end', frontEndHealthPath).id);
    }
    if (this.latch) children.push(this.latchIdFor(site, this.latch));
    return children.length === 1 ? workload.id : this.addAll(site, type, children);
  }

  /** One for all types of records: what keeps clients away is decided for the site. */
  private latchIdFor(site: Site, latch: LatchMechanism): string {
    const id = this.latchIds.get(site.name) ?? this.addLatch(site, latch);
    this.latchIds.set(site.name, id);
    return id;
  }

  private addLatch(site: Site, latch: LatchMechanism): string {
    const id = `health-${site.name}_latch`;
    const config = latch.healthCheck(this.host, site, this.healthCheck);
    // A routing control is switched, and asked for by nobody.
    if (config.requestInterval !== undefined) this.made.push(id);
    return new Route53HealthCheck(this.host.stack, id, {
      ...config,
      ...this.common(`${site.name}_latch`),
    }).id;
  }

  private addCheck(site: Site, type: RecordType, suffix: string, path: string): Route53HealthCheck {
    const { protocol, port, intervalSeconds, failureThreshold } = this.healthCheck;
    const id = `health-${site.name}${suffix}${type.suffix}`;
    this.made.push(id);
    return new Route53HealthCheck(this.host.stack, id, {
      type: protocol,
      ...this.endpoint(site, type),
      port,
      ...(protocol === HealthProtocol.HTTPS ? { resourcePath: path, enableSni: true } : {}),
      requestInterval: intervalSeconds,
      failureThreshold,
      measureLatency: true,
      ...this.common(`${site.name}${suffix}${type.suffix}`),
    });
  }

  /**
   * Healthy only while all are: the site can serve data, there is somebody to serve it, and nobody keeps clients away. All of
   * them are its own children: a calculated check cannot have another one as a child.
   */
  private addAll(site: Site, type: RecordType, children: string[]): string {
    return new Route53HealthCheck(this.host.stack, `health-${site.name}_all${type.suffix}`, {
      type: 'CALCULATED',
      childHealthchecks: children,
      childHealthThreshold: children.length,
      ...this.common(`${site.name}_all${type.suffix}`),
    }).id;
  }

  private common(name: string): { tags: Record<string, string>; lifecycle: { createBeforeDestroy: boolean } } {
    // The interval and the type of a check cannot be changed. A record whose check is gone has no defined health, so the
    // new one has to be there before the old one goes.
    return { tags: { Name: `${this.host.name} ${name}` }, lifecycle: { createBeforeDestroy: true } };
  }

  /** By name, checkers dial IPv4 alone; by address, the name is only what they ask for (SNI, Host). */
  private endpoint(site: Site, type: RecordType): { fqdn?: string; ipAddress?: string } {
    const address = type.addressOf(site);
    return address === undefined
      ? { fqdn: site.ingressHostname }
      : { ipAddress: address, fqdn: site.ingressHostname ?? this.request.hostname };
  }

  /**
   * The check of the workload is the one that the rules judge. Those of the front end and of the latch come on top: they can only
   * take a site out that would stay in otherwise.
   */
  private stateFact(site: Site, type: RecordType): void {
    const { protocol } = this.healthCheck;
    this.host.stateHealthCheck({
      site: site.name,
      protocol,
      target: type.addressOf(site) ?? site.ingressHostname ?? '',
      path: protocol === HealthProtocol.HTTPS ? this.request.siteHealthPath : '',
      recordName: this.request.hostname,
      ttlSeconds: this.ttlSeconds,
      workloadAware: protocol === HealthProtocol.HTTPS,
      dataPlaneOnly: true,
    });
  }
}
