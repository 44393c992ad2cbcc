export type { GeolocationRoutingProps } from './geolocation';
export { GlobalLoadBalancer } from './global-load-balancer';
export { HealthCheck, type HealthCheckProps } from './health-check';
export type { Route53Props } from './route53';
export { type LatencyRoutingProps, RoutingPolicy, type WeightedRoutingProps } from './routing-policy';
