import { type GeolocationRoutingProps, GeolocationRouter } from './geolocation';
import type { Router } from './record-plan';
import { LatencyRouter, MultivalueRouter, WeightedRouter } from './routers';

/** Which clients go to which site by latency. */
export interface LatencyRoutingProps {
  /**
   * AWS region that stands for a site, by site name: for sites that are in none.
   *
   * @default - the site's own region, which must then be one of AWS
   */
  readonly regions?: Record<string, string>;
}

/** Which share of the clients goes to which site. */
export interface WeightedRoutingProps {
  /**
   * Weight of each site, by site name: 0 to 255. A site gets its part of the sum; one of weight 0 gets clients only while
   * no other is healthy.
   */
  readonly weights: Record<string, number>;
}

/** How clients are spread over the sites that are healthy. */
export class RoutingPolicy {
  /** To the site with the shortest round trip, as Route 53 measured it from the client's network. */
  public static latency(props: LatencyRoutingProps = {}): RoutingPolicy {
    return new RoutingPolicy(new LatencyRouter(props.regions ?? {}));
  }

  /** To each site by its weight. */
  public static weighted(props: WeightedRoutingProps): RoutingPolicy {
    return new RoutingPolicy(new WeightedRouter(props.weights));
  }

  /** By the place of the client; when the site of that place is not healthy, to any other one. */
  public static geolocation(props: GeolocationRoutingProps): RoutingPolicy {
    return new RoutingPolicy(new GeolocationRouter(props));
  }

  /**
   * To any site: the answer holds the addresses of all healthy sites, up to 8, and clients try the next one by themselves.
   * Sites need `ingressIpv4`.
   */
  public static multivalue(): RoutingPolicy {
    return new RoutingPolicy(new MultivalueRouter());
  }

  private constructor(
    /**
     * What makes the records.
     *
     * @jsii ignore
     */
    public readonly router: Router,
  ) {}
}
