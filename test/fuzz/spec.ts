import type { Duration, Size } from 'cdk8s';
import type {
  ActivePassiveDRProps,
  AutomaticTriggerProps,
  BackupRestoreProps,
  CassandraProps,
  CockroachDbProps,
  CsiAddonsProps,
  CustomWorkloadProps,
  DynamoDbProps,
  EtcdProps,
  FleetProps,
  GeolocationRoutingProps,
  HealthCheckProps,
  KafkaProps,
  ManualTriggerProps,
  ObjectLatchProps,
  PostgresqlProps,
  RamenProps,
  RoutedProps,
  RoutingControlLatchProps,
  SiteProps,
  StrongConsistencyDRProps,
  SubmarinerProps,
  ValkeyProps,
  VeleroProps,
  VolSyncProps,
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
  readonly latch?: LatchSpec;
}

export interface LatchSpec {
  readonly object?: ObjectLatchProps;
  readonly routingControl?: RoutingControlLatchProps;
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
  readonly kind: 'etcd' | 'cockroachDb' | 'cassandra' | 'dynamoDb' | 'kafka' | 'custom' | 'postgresql' | 'valkey';
  readonly etcd?: Plain<EtcdProps>;
  readonly cockroachDb?: Plain<CockroachDbProps>;
  readonly cassandra?: Plain<CassandraProps>;
  readonly dynamoDb?: Plain<DynamoDbProps>;
  readonly kafka?: Plain<KafkaProps>;
  readonly custom?: Plain<CustomWorkloadProps>;
  readonly postgresql?: Plain<PostgresqlProps>;
  readonly valkey?: Plain<ValkeyProps>;
}

/** How volumes get to passive sites; the storage of csi-addons is stretched where it is `synchronous`. */
export interface ReplicationSpec {
  readonly kind: 'csiAddons' | 'volSync' | 'backupRestore' | 'ramen';
  readonly csiAddons?: Plain<Omit<CsiAddonsProps, 'mode'>>;
  readonly synchronous?: boolean;
  readonly interval?: string;
  readonly transfer?: string;
  readonly volSync?: Plain<VolSyncProps>;
  readonly backupRestore?: Plain<BackupRestoreProps>;
  readonly ramen?: Plain<RamenProps>;
}

export interface TriggerSpec {
  readonly kind: 'manual' | 'automatic';
  readonly manual?: Plain<ManualTriggerProps>;
  readonly automatic?: Plain<AutomaticTriggerProps>;
}

export interface AppSpec
  extends
    Plain<Omit<StrongConsistencyDRProps, 'fleet' | 'workload' | 'backend'>>,
    Partial<Pick<ActivePassiveDRProps, 'activeSite' | 'standby'>> {
  readonly id: string;
  /** StrongConsistencyDR when left out. */
  readonly pattern?: 'eventual' | 'activePassive';
  readonly workload: WorkloadSpec;
  readonly replication?: ReplicationSpec;
  readonly trigger?: TriggerSpec;
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

/** The sites that hold a copy; none where all sites serve. */
export function passiveSitesOf(spec: Spec, app: AppSpec): SiteSpec[] {
  return app.activeSite === undefined ? [] : sitesOf(spec, app).filter(({ name }) => name !== app.activeSite);
}

/** Clusters besides the sites that an application has objects in. */
export function hubsOf({ workload, replication, sites }: AppSpec): string[] {
  const hub = replication?.kind === 'ramen' ? replication.ramen?.hubCluster : workload.cassandra?.controlPlane;
  return hub === undefined || sites?.includes(hub) === true ? [] : [hub];
}

/** The namespace of an application. */
export function namespaceOf(app: AppSpec): string {
  return app.namespace ?? app.id;
}

/** The DNS domain of a site's cluster. */
export function domainOf(site: SiteSpec): string {
  return site.clusterDomain ?? 'cluster.local';
}
