import { Basis, type Bound } from '../recovery/bound';
import type { FaultOutcome } from '../recovery/fault';
import type { KnownTime } from '../recovery/known-time';
import type { SiteLatency } from '../recovery/write-latency';
import { writeLatency } from './plan-latency';
import { skewOf } from './plan-skew';
import type { DisasterRecoveryProps, KnownTimeProps } from './props';
import type { Application, RecoveryBounds } from './shape';

/** Everything that is promised of an application. */
export interface AppBounds extends RecoveryBounds {
  /** Age of the newest backup; undefined without backups. */
  readonly backupAge?: Bound;
  /** A planned switchover: how long it takes no writes, and what it loses; undefined where all sites serve. */
  readonly switchover?: { readonly gap: Bound; readonly lag: Bound };
  /** How long writes take between sites. */
  readonly writeLatency: SiteLatency[];
  /** How far parts of the data may be from each other after a failover or a restore. */
  readonly consistencySkew: Bound;
}

/** What the pattern and the parts of an application promise, as they say it. */
export function statedBounds(promise: RecoveryBounds, application: Application): AppBounds {
  const { workload, recovery } = application;
  const replication = recovery?.replication;
  return {
    ...promise,
    backupAge: workload.backupAge,
    switchover: replication && { gap: replication.switchoverGap, lag: replication.switchoverLag },
    writeLatency: writeLatency(application),
    consistencySkew: skewOf(application, promise.rpo),
  };
}

/** The same when as many runs of each schedule in a row may fail. */
export function boundsWithMisses(bounds: AppBounds, misses: number): AppBounds {
  return misses === 0 ? bounds : eachBound(bounds, (bound) => bound.withMissedRuns(misses));
}

/** The same with times that somebody knows better than the library assumes. */
export function knownBounds(bounds: AppBounds, known: KnownTime[]): AppBounds {
  return known.length === 0 ? bounds : eachBound(bounds, (bound) => bound.withKnownTimes(known));
}

function eachBound(bounds: AppBounds, better: (bound: Bound) => Bound): AppBounds {
  const { switchover } = bounds;
  return {
    rpo: better(bounds.rpo),
    rto: better(bounds.rto),
    faults: bounds.faults.map((fault) => knownFault(fault, better)),
    backupAge: bounds.backupAge && better(bounds.backupAge),
    switchover: switchover && { gap: better(switchover.gap), lag: better(switchover.lag) },
    writeLatency: bounds.writeLatency.map(({ site, bound }) => ({ site, bound: better(bound) })),
    consistencySkew: better(bounds.consistencySkew),
  };
}

function knownFault(fault: FaultOutcome, better: (bound: Bound) => Bound): FaultOutcome {
  const { workloadGap, clientGap, grace } = fault;
  return { ...fault, workloadGap: better(workloadGap), clientGap: better(clientGap), grace: grace && better(grace) };
}

/** All bounds, in the order of the plan. */
export function allBounds({ rpo, rto, faults, backupAge, switchover, ...between }: AppBounds): Bound[] {
  const ofFaults = faults.flatMap(({ workloadGap, clientGap, grace }) => [
    workloadGap,
    clientGap,
    ...(grace ? [grace] : []),
  ]);
  const others = [backupAge, switchover?.gap, switchover?.lag].filter((bound) => bound !== undefined);
  const latencies = between.writeLatency.map(({ bound }) => bound);
  return [rpo, rto, between.consistencySkew, ...others, ...latencies, ...ofFaults];
}

/** Names of the terms that somebody may know better, each once, in their order. */
export function assumedTerms(bounds: AppBounds): string[] {
  const terms = allBounds(bounds).flatMap((bound) => bound.terms);
  return [...new Set(terms.filter(({ basis }) => basis === Basis.ASSUMED).map(({ name }) => name))];
}

/** What the props say; of two times for a term the measured one counts. */
export function knownTimes({ measurements = [], assumptions = [] }: DisasterRecoveryProps): KnownTime[] {
  const as =
    (basis: Basis) =>
    (props: KnownTimeProps): KnownTime => ({
      term: props.term,
      seconds: props.time.toSeconds({ integral: false }),
      basis,
      source: props.source,
    });
  return [...measurements.map(as(Basis.MEASURED)), ...assumptions.map(as(Basis.ASSUMED))];
}
