import type { Route53HealthCheckConfig } from '@cdktf/provider-aws/lib/route53-health-check';
import type { IAppHost } from '../model/app-host';
import type { ITrafficLatch, TrafficRequest } from '../model/load-balancer';
import type { Site } from '../model/site';
import type { SupportLoss } from '../model/support-loss';
import type { HealthCheck } from './health-check';

/** A way to keep clients away from a site whatever its health says. */
export interface LatchMechanism {
  /** What is wrong with it for an application: one message each. */
  check(host: IAppHost, request: TrafficRequest): string[];
  /** Makes what the latches of an application are kept in, and states what has to be there. */
  render(host: IAppHost, request: TrafficRequest): void;
  /**
   * A check that is healthy while the latch of a site is open.
   *
   * @param like the check of the site's own health, whose pace it takes
   */
  healthCheck(host: IAppHost, site: Site, like: HealthCheck): Route53HealthCheckConfig;
  /** What it means that the latches of an application are lost; not there for those that no single region can take along. */
  losses?(host: IAppHost, request: TrafficRequest): SupportLoss[];
  /** What runbooks close and open the latches of an application with. */
  latchOf(host: IAppHost): ITrafficLatch;
}
