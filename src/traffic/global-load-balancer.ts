import type { IGlobalLoadBalancer } from '../model/load-balancer';
import { Route53, type Route53Props } from './route53';

/** What sends clients to a healthy site. */
export class GlobalLoadBalancer {
  /**
   * DNS records with health checks in an Amazon Route 53 hosted zone. A site is taken out, and back in, by the checks
   * alone: no record is written when it counts, since the API for that is in us-east-1 only. When no site is healthy,
   * Route 53 answers as if all were.
   *
   * Clients of an application with one active site go there, and to the passive ones in their order when it is lost, each
   * behind a latch. When no site is healthy Route 53 answers with the active site of the props, latched or not: set
   * `activeSite` to where the clients are soon after a failover.
   */
  public static route53(props: Route53Props): IGlobalLoadBalancer {
    return new Route53(props);
  }

  private constructor() {}
}
