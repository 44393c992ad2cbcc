import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Duration } from 'cdk8s';
import type { IAppHost } from '../model/app-host';
import type { IGlobalLoadBalancer, TrafficBinding, TrafficRequest } from '../model/load-balancer';
import { Bound } from '../recovery/bound';
import { FailoverRouter } from './failover';
import { HealthCheck } from './health-check';
import type { Latch } from './latch';
import type { LatchMechanism } from './latch-mechanism';
import type { Router } from './record-plan';
import { type RecordType, recordTypes } from './record-type';
import { checkRequest, checkTimes } from './route53-checks';
import { Route53Health } from './route53-health';
import { controlPlaneLoss, healthCheckLosses } from './route53-losses';
import { requireRoute53 } from './route53-prerequisites';
import { Route53Records } from './route53-records';
import { RoutingPolicy } from './routing-policy';
import { type SwitchoverTimes, activation, shortestOutageSeconds, switchover } from './switchover';
import { appTags } from './tags';

/** Properties of a load balancer in Amazon Route 53. */
export interface Route53Props {
  /** Id of the public hosted zone, such as `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
  /** Name of the zone. Hostnames of applications lie in it. */
  readonly zoneName: string;
  /**
   * How clients are spread over the sites that are healthy. An application with one active site has its clients there, whatever
   * this says.
   *
   * @default - RoutingPolicy.latency(): to the site with the shortest round trip
   */
  readonly routing?: RoutingPolicy;
  /**
   * How Route 53 finds out whether a site can serve.
   *
   * @default - HealthCheck.https(): a failing site is noticed within 48 s (3 checks, 10 s apart, of up to 6 s each)
   */
  readonly healthCheck?: HealthCheck;
  /**
   * How long resolvers keep an answer; after a site is lost they send clients there for so long. Route 53 advises 60
   * seconds or less, which rule GLB-06 warns about.
   *
   * @default - 30 seconds: half the wait of 60 seconds, for twice the queries
   */
  readonly recordTtl?: Duration;
  /**
   * Answer with the addresses of the sites, IPv6 included, instead of their names: every site then needs `ingressIpv4` and
   * `ingressIpv6`. Answers by name give IPv6 clients whatever the name of the site resolves to, checked over IPv4 alone.
   *
   * @default false
   */
  readonly ipv6?: boolean;
  /**
   * Time from a check's verdict to all name servers of Route 53 answering by it. Assumed, as AWS publishes none.
   *
   * @default - 10 seconds
   */
  readonly propagation?: Duration;
  /**
   * How long clients keep an answer beyond its TTL.
   *
   * @default - 30 seconds, what Java does (`networkaddress.cache.ttl`); 0 where all clients honour the TTL
   */
  readonly clientCache?: Duration;
  /**
   * Time after which the Gateway closes a connection of a client, so that it asks for a site again. Assumed: the Gateway is the
   * platform's.
   *
   * @default - 30 seconds: after a fault clients keep a site that is cut off for so much longer
   */
  readonly connectionAge?: Duration;
  /**
   * What keeps clients away from a site that was failed away from, until somebody lets them come again.
   *
   * @default - none: applications with one active site are refused, those whose sites are all active need none
   */
  readonly latch?: Latch;
}

/** What was made: the records as Terraform imports them, and the ids that bounds are traced by. */
interface Rendered extends Pick<SwitchoverTimes, 'checkIds' | 'recordIds'> {
  readonly records: string[];
}

const NOTHING: Rendered = { records: [], recordIds: [], checkIds: [] };

/** Records and health checks in a Route 53 hosted zone. */
export class Route53 implements IGlobalLoadBalancer {
  public readonly kind = 'route53';

  private readonly routing: RoutingPolicy;
  private readonly healthCheck: HealthCheck;
  private readonly ttlSeconds: number;

  constructor(private readonly props: Route53Props) {
    this.routing = props.routing ?? RoutingPolicy.latency();
    this.healthCheck = props.healthCheck ?? HealthCheck.https();
    this.ttlSeconds = (props.recordTtl ?? Duration.seconds(30)).toSeconds({ integral: false });
  }

  public bind(host: IAppHost, request: TrafficRequest): TrafficBinding {
    const badTimes = checkTimes(this.healthCheck, this.ttlSeconds, this.assumedSeconds);
    const problems = [...badTimes, ...this.check(host, request), ...this.checkLatch(host, request)];
    for (const problem of problems) host.refuse(`load balancer route53: ${problem}`);
    const rendered = problems.length > 0 ? NOTHING : this.render(host, request);
    const bound = (name: string, of: (times: SwitchoverTimes) => Bound) =>
      badTimes.length > 0 ? Bound.unbounded(name, badTimes.join('; ')) : of({ ...this.times, ...rendered });
    return {
      switchover: bound('clients sent elsewhere', (times) => switchover(times, false)),
      switchoverFromLiving: bound('clients sent elsewhere', (times) => switchover(times, true)),
      shortestOutageSeconds: shortestOutageSeconds(this.healthCheck),
      ...(request.activeSite && {
        activation: bound('clients sent to the site that takes over', activation),
        latch: this.latchFor(request)?.latchOf(host),
      }),
      losses: [
        ...healthCheckLosses(request),
        controlPlaneLoss(),
        ...(this.latchFor(request)?.losses?.(host, request) ?? []),
      ],
      records: rendered.records,
    };
  }

  private check(host: IAppHost, request: TrafficRequest): string[] {
    const { hostedZoneId, zoneName } = this.props;
    const types = this.recordTypes(request);
    const because = this.addressesBecause(request);
    const known = host.fleet.sites.map(({ name }) => name);
    return checkRequest({ hostedZoneId, zoneName, request, known, types, because, router: this.routerFor(request) });
  }

  private checkLatch(host: IAppHost, request: TrafficRequest): string[] {
    if (!request.activeSite) return [];
    return (
      this.latchFor(request)?.check(host, request) ?? [
        `activeSite of ${host.name} is ${request.activeSite.name}, and the load balancer has no latch, so that clients go back to a site by themselves when it comes back with old data; set latch, such as Latch.object({ bucketPrefix: 'example-latches', region: 'eu-central-1' }) in a region without a site`,
      ]
    );
  }

  private render(host: IAppHost, request: TrafficRequest): Rendered {
    new AwsProvider(host.stack, 'aws', {
      // Route 53 is global; the API that Terraform calls is in this region.
      region: 'us-east-1',
      defaultTags: [appTags(host)],
    });
    requireRoute53(host, request, {
      ...this.props,
      port: this.healthCheck.port,
      connectionSeconds: this.assumedSeconds.connectionAge,
    });
    const latch = this.latchFor(request);
    latch?.render(host, request);
    const health = new Route53Health(host, request, this.healthCheck, this.ttlSeconds, latch);
    const records = new Route53Records(host.stack, this.props.hostedZoneId, this.ttlSeconds, health);
    const plan = this.routerFor(request).plan(request.hostname, request.sites);
    const names = this.recordTypes(request).flatMap((type) => plan.map((planned) => records.add(planned, type)));
    return { records: names, recordIds: records.timedIds, checkIds: health.checkIds };
  }

  /** Where all sites are active, each comes back as soon as it can serve. */
  private latchFor({ activeSite }: TrafficRequest): LatchMechanism | undefined {
    return activeSite && this.props.latch?.mechanism;
  }

  private routerFor({ activeSite }: TrafficRequest): Router {
    return activeSite ? new FailoverRouter() : this.routing.router;
  }

  private recordTypes(request: TrafficRequest): RecordType[] {
    return recordTypes(this.addressesBecause(request) !== undefined, this.props.ipv6 ?? false);
  }

  private addressesBecause(request: TrafficRequest): string | undefined {
    const { addressesBecause } = this.routerFor(request);
    if (addressesBecause !== undefined) return addressesBecause;
    if (this.props.ipv6) return 'ipv6 is set';
    const { hostname } = request;
    return hostname === this.props.zoneName ? `${hostname} is the apex of its zone, where no CNAME can be` : undefined;
  }

  private get times(): Omit<SwitchoverTimes, 'checkIds' | 'recordIds'> {
    const { propagation, clientCache, connectionAge } = this.assumedSeconds;
    return {
      healthCheck: this.healthCheck,
      ttlSeconds: this.ttlSeconds,
      propagationSeconds: propagation,
      clientCacheSeconds: clientCache,
      connectionSeconds: connectionAge,
    };
  }

  private get assumedSeconds() {
    const { propagation, clientCache, connectionAge } = this.props;
    const seconds = (given: Duration | undefined, otherwise: number): number =>
      given?.toSeconds({ integral: false }) ?? otherwise;
    return {
      propagation: seconds(propagation, 10),
      clientCache: seconds(clientCache, 30),
      connectionAge: seconds(connectionAge, 30),
    };
  }
}
