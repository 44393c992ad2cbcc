import { Duration } from 'cdk8s';
import {
  GlobalLoadBalancer,
  HealthCheck,
  type Route53Props,
  RoutingPolicy,
  type SiteProps,
  type StrongConsistencyDRProps,
  StateBackend,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { deploy, sites, THREE } from '../../support/fleet';

/** Addresses of the sites' ingresses, for answers that are no names. */
export const ADDRESSES: Record<string, Partial<SiteProps>> = {
  use1: { ingressIpv4: '52.0.2.1', ingressIpv6: '2600::1' },
  use2: { ingressIpv4: '52.0.2.2', ingressIpv6: '2600::2' },
  usw2: { ingressIpv4: '52.0.2.3', ingressIpv6: '2600::3' },
};

/** Bucket for the state of Terraform. */
export const STATE_BUCKET = 'example-terraform-state';

const image = 'registry.example.com/orders:1.4.2';

/** A way to route clients, and what is written for it. */
export interface Routing {
  readonly traffic: Partial<Route53Props>;
  readonly sites?: Record<string, Partial<SiteProps>>;
  readonly dr?: Partial<StrongConsistencyDRProps>;
}

export const ROUTINGS = {
  latency: { traffic: {}, dr: { frontEnd: { image, healthPath: '/healthz' } } },
  weighted: {
    traffic: {
      routing: RoutingPolicy.weighted({ weights: { use1: 200, use2: 55, usw2: 0 } }),
      healthCheck: HealthCheck.https({ interval: Duration.seconds(30), failureThreshold: 2, port: 8443 }),
      recordTtl: Duration.seconds(20),
    },
    dr: { backend: StateBackend.s3({ bucket: STATE_BUCKET, region: 'eu-west-3' }) },
  },
  geolocation: {
    traffic: {
      routing: RoutingPolicy.geolocation({
        continents: { EU: 'use2' },
        countries: { US: 'usw2' },
        defaultSite: 'use1',
      }),
      ipv6: true,
    },
    sites: ADDRESSES,
  },
  multivalue: { traffic: { routing: RoutingPolicy.multivalue() }, sites: ADDRESSES },
} satisfies Record<string, Routing>;

export type RoutingName = keyof typeof ROUTINGS;

/** A fleet and its application `orders` in a hosted zone of example.com. */
export function synthesizeRouting(hostedZoneId: string, routing: Routing): Synthesized {
  const traffic = GlobalLoadBalancer.route53({ hostedZoneId, zoneName: 'example.com', ...routing.traffic });
  return Synthesized.of((app) =>
    deploy(app, {
      fleet: { traffic, sites: sites(THREE, routing.sites) },
      dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) }, ...routing.dr },
    }),
  );
}
