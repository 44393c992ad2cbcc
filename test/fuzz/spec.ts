import type { Duration, Size } from 'cdk8s';
import type {
  CockroachDbProps,
  EtcdProps,
  FleetProps,
  GeolocationRoutingProps,
  HealthCheckProps,
  RoutedProps,
  SiteProps,
  StrongConsistencyDRProps,
  SubmarinerProps,
  VeleroProps,
  WeightedRoutingProps,
} from 'cndr';

/**
 * A run of the fuzz as plain data: the props of the public API, with durations as `30s` and sizes as `20Gi`, so that a
 * counterexample can be read, and typed into a test.
 */
export interface Spec {
  readonly fleet: FleetSpec;
  readonly apps: readonly AppSpec[];
  /** True to build the same tree a second time under another path instead of the same one. */
  readonly moved: boolean;
}

type PlainValue<V> = V extends Duration | Size ? string : V extends object ? Plain<V> : V;

/** Props without objects of classes. */
export type Plain<T> = T extends readonly (infer Item)[]
  ? readonly PlainValue<Item>[]
  : { readonly [Key in keyof T]: PlainValue<T[Key]> };

export type SiteSpec = SiteProps & { readonly name: string };

export interface NetworkSpec {
  readonly kind: 'submariner' | 'routed';
  readonly submariner?: Plain<SubmarinerProps>;
  readonly routed?: RoutedProps;
}

export interface RoutingSpec {
  readonly kind: 'latency' | 'weighted' | 'geolocation' | 'multivalue';
  readonly regions?: Record<string, string>;
  readonly weighted?: WeightedRoutingProps;
  readonly geolocation?: GeolocationRoutingProps;
}

export interface TrafficSpec {
  readonly hostedZoneId: string;
  readonly zoneName: string;
  readonly routing?: RoutingSpec;
  readonly protocol?: 'https' | 'tcp';
  readonly healthCheck?: Plain<HealthCheckProps>;
  readonly recordTtl?: string;
  readonly ipv6?: boolean;
  readonly propagation?: string;
  readonly clientCache?: string;
  readonly connectionAge?: string;
}

export interface FleetSpec extends Pick<
  FleetProps,
  'issuer' | 'certManagerNamespace' | 'monitoringNamespace' | 'gateway' | 'labels' | 'waivers'
> {
  readonly id: string;
  readonly sites: readonly SiteSpec[];
  readonly network: NetworkSpec;
  readonly traffic?: TrafficSpec;
  readonly backup?: Plain<VeleroProps>;
}

export interface WorkloadSpec {
  readonly kind: 'etcd' | 'cockroachDb';
  readonly etcd?: Plain<EtcdProps>;
  readonly cockroachDb?: Plain<CockroachDbProps>;
}

export interface AppSpec extends Plain<Omit<StrongConsistencyDRProps, 'fleet' | 'workload' | 'backend'>> {
  readonly id: string;
  readonly workload: WorkloadSpec;
  readonly stateBucket?: string;
}

/** The sites of an application, the witness included, in the order of the fleet. */
export function sitesOf(spec: Spec, app: AppSpec): SiteSpec[] {
  return spec.fleet.sites.filter(({ name }) => app.sites?.includes(name) ?? true);
}

/** The sites that hold data and serve. */
export function dataSitesOf(spec: Spec, app: AppSpec): SiteSpec[] {
  return sitesOf(spec, app).filter(({ name }) => name !== app.witnessSite);
}

/** The namespace of an application. */
export function namespaceOf(app: AppSpec): string {
  return app.namespace ?? app.id;
}

/** The DNS domain of a site's cluster. */
export function domainOf(site: SiteSpec): string {
  return site.clusterDomain ?? 'cluster.local';
}
