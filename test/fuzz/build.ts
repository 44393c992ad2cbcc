import { Duration, Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  Backup,
  CsiAddonsMode,
  EventualConsistencyDR,
  type EventualConsistencyDRProps,
  Fleet,
  GlobalLoadBalancer,
  HealthCheck,
  type HealthCheckProps,
  type IFleet,
  type IGlobalLoadBalancer,
  type IReplication,
  type ISiteNetwork,
  type IStatefulWorkload,
  type ITrigger,
  Latch,
  Replication,
  RoutingPolicy,
  Site,
  SiteNetwork,
  StateBackend,
  StatefulWorkload,
  StrongConsistencyDR,
  type StrongConsistencyDRProps,
  type SubmarinerProps,
  Trigger,
  type VeleroProps,
} from 'cndr';
import { Construct } from 'constructs';
import type {
  AppSpec,
  LatchSpec,
  NetworkSpec,
  ReplicationSpec,
  RoutingSpec,
  Spec,
  TrafficSpec,
  TriggerSpec,
  WorkloadSpec,
} from './spec';

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
  ...['acknowledge', 'archiveTimeout', 'decide', 'detection', 'failover', 'hintTolerance', 'hintWindow'],
  ...['maxLag', 'maxReplicationLag', 'period', 'promotion', 'provisioning', 'queue', 'repairEvery', 'startTimeout'],
  ...['stopTimeout', 'syncTimeout', 'timeout', 'transfer'],
];
const SIZES = ['databaseQuota', 'dataSize', 'heap', 'memory', 'size', 'storage', 'throughput', 'walStorage'];
/** Records by name hold no durations, whatever their keys are. */
const STRUCTS = ['objectives', 'protection', 'frontEnd', 'health', 'backupHooks', 'topics', 'volumes'];

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

function deploy(scope: Construct, fleet: IFleet, spec: AppSpec): void {
  const { id, pattern, workload, replication, trigger, stateBucket, ...props } = spec;
  const usual = {
    ...revived(props),
    fleet,
    workload: workloadOf(workload),
    backend: stateBucket === undefined ? undefined : StateBackend.s3({ bucket: stateBucket, region: 'eu-south-1' }),
  };
  if (pattern === 'eventual') new EventualConsistencyDR(scope, id, usual as EventualConsistencyDRProps);
  else if (pattern === undefined) new StrongConsistencyDR(scope, id, usual as StrongConsistencyDRProps);
  else {
    const moving = { replication: replication && replicationOf(replication), trigger: trigger && triggerOf(trigger) };
    new ActivePassiveDR(scope, id, { ...(usual as ActivePassiveDRProps), ...moving });
  }
}

function networkOf({ kind, submariner, routed }: NetworkSpec): ISiteNetwork {
  if (kind === 'routed') return SiteNetwork.routed(routed);
  return SiteNetwork.submariner(revived(submariner ?? {}) as SubmarinerProps);
}

function trafficOf({ routing, protocol, healthCheck, latch, ...props }: TrafficSpec): IGlobalLoadBalancer {
  const check = revived(healthCheck ?? {}) as HealthCheckProps;
  return GlobalLoadBalancer.route53({
    ...(revived(props) as Omit<TrafficSpec, 'recordTtl' | 'propagation' | 'clientCache' | 'connectionAge'>),
    routing: routing && routingOf(routing),
    latch: latch && latchOf(latch),
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

function latchOf({ object, routingControl }: LatchSpec): Latch {
  if (routingControl) return Latch.routingControl(routingControl);
  return Latch.object(object ?? { bucketPrefix: 'latch', region: 'sa-east-1' });
}

function workloadOf({ kind, ...props }: WorkloadSpec): IStatefulWorkload {
  return StatefulWorkload[kind](revived(props[kind] ?? {}) as never);
}

function replicationOf({ kind, synchronous, interval, transfer, ...props }: ReplicationSpec): IReplication {
  const own = revived(props[kind] ?? {});
  if (kind !== 'csiAddons') return Replication[kind](own as never);
  const times = revived({ interval, transfer });
  const mode = synchronous === true ? CsiAddonsMode.synchronous() : CsiAddonsMode.asynchronous(times);
  return Replication.csiAddons({ ...own, mode });
}

function triggerOf({ kind, manual, automatic }: TriggerSpec): ITrigger {
  return kind === 'automatic' ? Trigger.automatic(revived(automatic ?? {})) : Trigger.manual(revived(manual ?? {}));
}

/** The props of plain data: durations and sizes are known by the names of the props. */
function revived(plain: object): object {
  const entries = Object.entries(plain).map(([key, value]: [string, unknown]) => [key, revivedValue(key, value)]);
  return Object.fromEntries(entries) as object;
}

function revivedValue(key: string, value: unknown): unknown {
  if (typeof value === 'string' && DURATIONS.includes(key)) return durationOf(value);
  if (typeof value === 'string' && SIZES.includes(key)) return sizeOf(value);
  if (typeof value !== 'object' || value === null || !STRUCTS.includes(key)) return value;
  return Array.isArray(value) ? value.map((item: object) => revived(item)) : revived(value);
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
