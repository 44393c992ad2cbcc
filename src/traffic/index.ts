export type { GeolocationRoutingProps } from './geolocation';
export { GlobalLoadBalancer } from './global-load-balancer';
export { HealthCheck, type HealthCheckProps } from './health-check';
export { Latch } from './latch';
export type { ObjectLatchProps } from './object-latch';
export type { Route53Props } from './route53';
export type { RoutingControlLatchProps } from './routing-control-latch';
export { type LatencyRoutingProps, RoutingPolicy, type WeightedRoutingProps } from './routing-policy';
