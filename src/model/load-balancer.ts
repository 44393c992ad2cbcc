import type { Bound } from '../recovery/bound';
import type { IAppHost } from './app-host';
import type { RunbookStep } from './runbook';
import type { Site } from './site';
import type { SupportLoss } from './support-loss';

/** What an application asks of the load balancer. */
export interface TrafficRequest {
  /** DNS name that clients use. */
  readonly hostname: string;
  /** Sites that may serve clients. */
  readonly sites: Site[];
  /**
   * The only site that may serve, until a runbook moves clients; then `sites` holds it and the passive ones in the order of
   * failover. The load balancer must not send clients back by itself (a latch).
   *
   * @default - every healthy site serves
   */
  readonly activeSite?: Site;
  /** Path on each site's ingress that answers 200 only while the site's workload and front end can serve. */
  readonly siteHealthPath: string;
  /**
   * Health path of the front end itself, which must hold as well.
   *
   * @default - the front end has none of its own
   */
  readonly frontEndHealthPath?: string;
}

/** What keeps clients away from a site whatever its health says, until somebody decides otherwise. */
export interface ITrafficLatch {
  /** Step, run in the cluster of `runner`, that keeps clients away from `site`. Needs nothing of `site` itself. */
  close(site: Site, runner: Site): RunbookStep;
  /** Step, run in the cluster of `runner`, that lets clients come to `site` again. */
  open(site: Site, runner: Site): RunbookStep;
}

/** What the load balancer adds to recovery. */
export interface TrafficBinding {
  /** From a site's health path failing to clients being sent elsewhere, when the site is lost. */
  readonly switchover: Bound;
  /** The same for a site that is cut off: it still takes connections, and answers errors on them. */
  readonly switchoverFromLiving: Bound;
  /**
   * Shortest time of failing that may take a site out, in seconds. All sites fail while leaders are elected; an election
   * that takes longer makes the load balancer start over when it is done.
   */
  readonly shortestOutageSeconds: number;
  /**
   * From a passive site's health path succeeding to clients reaching it, once the active one is lost or latched.
   *
   * @default - every site is active
   */
  readonly activation?: Bound;
  /**
   * The latch of an active and its passive sites.
   *
   * @default - every site is active
   */
  readonly latch?: ITrafficLatch;
  /**
   * What it means that its checks fail, or that it cannot be changed.
   *
   * @default - not stated
   */
  readonly losses?: SupportLoss[];
  /** DNS names or ids of the records that were made. */
  readonly records: string[];
}

/** What sends clients to a healthy site. */
export interface IGlobalLoadBalancer {
  /** Kind of load balancer, such as `route53`. */
  readonly kind: string;
  /** Renders records and health checks into the application's stack. */
  bind(host: IAppHost, request: TrafficRequest): TrafficBinding;
}
