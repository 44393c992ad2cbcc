import { Duration, Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  Backup,
  Fleet,
  GlobalLoadBalancer,
  HealthCheck,
  type HealthCheckProps,
  type IFleet,
  type IGlobalLoadBalancer,
  type ISiteNetwork,
  type IStatefulWorkload,
  RoutingPolicy,
  Site,
  SiteNetwork,
  StateBackend,
  StatefulWorkload,
  StrongConsistencyDR,
  type StrongConsistencyDRProps,
  type SubmarinerProps,
  type VeleroProps,
} from 'cndr';
import { Construct } from 'constructs';
import type { AppSpec, NetworkSpec, RoutingSpec, Spec, TrafficSpec, WorkloadSpec } from './spec';

const DURATIONS = [
  ...[
    'clientCache',
    'connectionAge',
    'electionTimeout',
    'healthCheckInterval',
    'heartbeatInterval',
    'interval',
    'maxDuration',
  ],
  ...['objectLock', 'objectRetention', 'propagation', 'recordTtl', 'retention', 'rpo', 'rto'],
];
const SIZES = ['databaseQuota', 'memory', 'storage'];

/**
 * Builds the tree of a spec through the public API; when it is `moved`, under a scope of its own and with the applications in
 * the other order.
 */
export function build(app: App, spec: Spec, moved: boolean = false): void {
  const scope = moved ? new Construct(new Construct(app, 'platform'), 'team') : app;
  const { id, sites, network, traffic, backup, ...props } = spec.fleet;
  const fleet = new Fleet(scope, id, {
    ...props,
    sites: sites.map(({ name, ...site }) => Site.of(name, site)),
    network: networkOf(network),
    traffic: traffic && trafficOf(traffic),
    backup: backup && Backup.velero(revived(backup) as VeleroProps),
  });
  for (const one of moved ? [...spec.apps].reverse() : spec.apps) deploy(scope, fleet, one);
}

function deploy(scope: Construct, fleet: IFleet, { id, workload, stateBucket, ...props }: AppSpec): void {
  new StrongConsistencyDR(scope, id, {
    ...(revived(props) as StrongConsistencyDRProps),
    fleet,
    workload: workloadOf(workload),
    backend: stateBucket === undefined ? undefined : StateBackend.s3({ bucket: stateBucket, region: 'eu-south-1' }),
  });
}

function networkOf({ kind, submariner, routed }: NetworkSpec): ISiteNetwork {
  if (kind === 'routed') return SiteNetwork.routed(routed);
  return SiteNetwork.submariner(revived(submariner ?? {}) as SubmarinerProps);
}

function trafficOf({ routing, protocol, healthCheck, ...props }: TrafficSpec): IGlobalLoadBalancer {
  const check = revived(healthCheck ?? {}) as HealthCheckProps;
  return GlobalLoadBalancer.route53({
    ...(revived(props) as Omit<TrafficSpec, 'recordTtl' | 'propagation' | 'clientCache' | 'connectionAge'>),
    routing: routing && routingOf(routing),
    healthCheck:
      protocol === 'tcp' ? HealthCheck.tcp(check) : healthCheck === undefined ? undefined : HealthCheck.https(check),
  });
}

function routingOf({ kind, regions, weighted, geolocation }: RoutingSpec): RoutingPolicy {
  if (kind === 'multivalue') return RoutingPolicy.multivalue();
  if (kind === 'weighted') return RoutingPolicy.weighted(weighted ?? { weights: {} });
  if (kind === 'geolocation') return RoutingPolicy.geolocation(geolocation ?? { defaultSite: 'nowhere' });
  return RoutingPolicy.latency({ regions });
}

function workloadOf({ kind, etcd, cockroachDb }: WorkloadSpec): IStatefulWorkload {
  return kind === 'etcd'
    ? StatefulWorkload.etcd(revived(etcd ?? {}))
    : StatefulWorkload.cockroachDb(revived(cockroachDb ?? {}));
}

/** The props of plain data: durations and sizes are known by the names of the props. */
function revived(plain: object): object {
  const entries = Object.entries(plain).map(([key, value]: [string, unknown]) => [key, revivedValue(key, value)]);
  return Object.fromEntries(entries) as object;
}

function revivedValue(key: string, value: unknown): unknown {
  if (typeof value === 'string' && DURATIONS.includes(key)) return durationOf(value);
  if (typeof value === 'string' && SIZES.includes(key)) return sizeOf(value);
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  // Records by name hold no durations, whatever their keys are.
  return isRecord && ['objectives', 'protection', 'frontEnd'].includes(key) ? revived(value) : value;
}

const DURATION_UNITS: Record<string, (amount: number) => Duration> = {
  ms: (amount) => Duration.millis(amount),
  s: (amount) => Duration.seconds(amount),
  m: (amount) => Duration.minutes(amount),
  h: (amount) => Duration.hours(amount),
  d: (amount) => Duration.days(amount),
};

const SIZE_UNITS: Record<string, (amount: number) => Size> = {
  Ki: (amount) => Size.kibibytes(amount),
  Mi: (amount) => Size.mebibytes(amount),
  Gi: (amount) => Size.gibibytes(amount),
  Ti: (amount) => Size.tebibytes(amount),
};

/** `30s`, `1.5h` */
export function durationOf(text: string): Duration {
  return inUnit(text, DURATION_UNITS);
}

/** `20Gi` */
export function sizeOf(text: string): Size {
  return inUnit(text, SIZE_UNITS);
}

function inUnit<T>(text: string, units: Record<string, (amount: number) => T>): T {
  const [, amount, unit = ''] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  const make = units[unit];
  if (make === undefined || amount === undefined) throw new Error(`the fuzz has a mistake: "${text}" has no unit`);
  return make(Number(amount));
}
