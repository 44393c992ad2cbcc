import { Basis, Bound } from '../recovery/bound';
import { Effort, type Lever } from '../recovery/term';
import { type EmittedField, resourceField } from '../recovery/emitted-field';
import type { HealthCheck } from './health-check';

/** What the time to a switchover depends on, in seconds. */
export interface SwitchoverTimes {
  readonly healthCheck: HealthCheck;
  readonly ttlSeconds: number;
  readonly propagationSeconds: number;
  readonly clientCacheSeconds: number;
  readonly connectionSeconds: number;
  /** Ids of the health checks that are made from `healthCheck`. */
  readonly checkIds: string[];
  /** Ids of the records that have the TTL. */
  readonly recordIds: string[];
}

const FAST_INTERVAL_SECONDS = 10;
const LOWEST_TTL_SECONDS = 10;
/** Shorter, and clients spend their time on handshakes. */
const LOWEST_CONNECTION_SECONDS = 10;
/** One lost check alone must not take a site out. */
const LOWEST_THRESHOLD = 2;

/**
 * From a site's health path failing to clients being sent elsewhere.
 *
 * @param siteLives whether the site still takes connections, as one that is cut off does
 */
export function switchover(times: SwitchoverTimes, siteLives: boolean): Bound {
  const { timeoutSeconds, failureThreshold } = times.healthCheck;
  return Bound.sum('clients sent elsewhere', [
    checksInARow(times),
    Bound.term({
      // The interval runs from the end of a check to the start of the next, so each failing check adds its whole timeout.
      name: 'probe timeout x threshold',
      seconds: timeoutSeconds * failureThreshold,
      basis: Basis.DERIVED,
      source: `Route 53 Developer Guide, how health is determined: ${timeoutSeconds} s for connection and response; failure_threshold ${failureThreshold}`,
      fields: thresholdFields(times),
      lever: fewerFailures(times.healthCheck, timeoutSeconds),
    }),
    propagation(times),
    clientsLetGo(times, siteLives),
  ]);
}

/**
 * From the health path of a passive site succeeding, with its latch open, to clients reaching it. The site that gives up may be
 * cut off and go on taking connections until its latch is closed: that is noticed in the same time, and begins earlier.
 */
export function activation(times: SwitchoverTimes): Bound {
  const { timeoutSeconds, failureThreshold } = times.healthCheck;
  return Bound.sum('clients sent to the site that takes over', [
    checksInARow(times),
    Bound.term({
      // Each check that succeeds may take its whole timeout, and so may the one before, which was sent too early.
      name: 'probe timeout x (threshold + 1)',
      seconds: timeoutSeconds * (failureThreshold + 1),
      basis: Basis.DERIVED,
      source: `Route 53 Developer Guide, how health is determined: ${timeoutSeconds} s for connection and response; failure_threshold ${failureThreshold}, of successes as well, and a check under way`,
      fields: thresholdFields(times),
      lever: { ...fewerFailures(times.healthCheck, timeoutSeconds), seconds: (LOWEST_THRESHOLD + 1) * timeoutSeconds },
    }),
    propagation(times),
    clientsLetGo(times, true),
  ]);
}

function checksInARow(times: SwitchoverTimes): Bound {
  const { healthCheck } = times;
  const { intervalSeconds, failureThreshold } = healthCheck;
  return Bound.term({
    name: 'health check interval x threshold',
    seconds: intervalSeconds * failureThreshold,
    basis: Basis.DERIVED,
    source: `aws_route53_health_check: request_interval ${intervalSeconds}, failure_threshold ${failureThreshold}`,
    fields: [...checkFields(times, '/request_interval', intervalSeconds), ...thresholdFields(times)],
    lever:
      intervalSeconds > FAST_INTERVAL_SECONDS
        ? {
            change: `set the health check's interval to ${FAST_INTERVAL_SECONDS} s (now ${intervalSeconds} s)`,
            seconds: FAST_INTERVAL_SECONDS * failureThreshold,
            effort: Effort.PAID_SETTING,
          }
        : fewerFailures(healthCheck, intervalSeconds),
  });
}

function thresholdFields(times: SwitchoverTimes): EmittedField[] {
  return checkFields(times, '/failure_threshold', times.healthCheck.failureThreshold);
}

function checkFields({ checkIds }: SwitchoverTimes, path: string, value: number): EmittedField[] {
  return checkIds.map((id) => resourceField(`aws_route53_health_check ${id}`, path, value));
}

function propagation({ propagationSeconds }: SwitchoverTimes): Bound {
  return Bound.term({
    name: 'propagation of the health status',
    seconds: propagationSeconds,
    basis: Basis.ASSUMED,
    source: 'propagation of the load balancer; AWS publishes no time from a failed check to all of its name servers',
  });
}

/**
 * A lost site takes no new connection, and one that ends late was opened by an answer that has run out by then: the longer of
 * the two counts. A site that lives takes connections until the last answer has run out, and each of them lasts its whole age.
 */
function clientsLetGo(times: SwitchoverTimes, siteLives: boolean): Bound {
  const parts = [answersRunOut(times), connectionsEnd(times)];
  return siteLives ? Bound.sum('clients let go of the site', parts) : Bound.worst('clients let go of the site', parts);
}

function answersRunOut(times: SwitchoverTimes): Bound {
  return Bound.sum('DNS answers run out', [
    Bound.term({
      name: 'record TTL',
      seconds: times.ttlSeconds,
      basis: Basis.DERIVED,
      source: `aws_route53_record: ttl ${times.ttlSeconds}`,
      fields: times.recordIds.map((id) => resourceField(`aws_route53_record ${id}`, '/ttl', times.ttlSeconds)),
      lever: {
        change: `set recordTtl to ${LOWEST_TTL_SECONDS} s (now ${times.ttlSeconds} s)`,
        seconds: LOWEST_TTL_SECONDS,
        effort: Effort.SETTING,
      },
    }),
    Bound.term({
      name: "clients' own DNS cache",
      seconds: times.clientCacheSeconds,
      basis: Basis.ASSUMED,
      source:
        'clientCache of the load balancer; Java keeps answers for 30 s whatever their TTL (networkaddress.cache.ttl)',
    }),
  ]);
}

function connectionsEnd(times: SwitchoverTimes): Bound {
  return Bound.term({
    name: 'open connections of clients end',
    seconds: times.connectionSeconds,
    basis: Basis.ASSUMED,
    source:
      'connectionAge of the load balancer: the Gateway closes connections of clients after this time (a prerequisite); a front end without its database still answers on them',
    lever: {
      change: `let the Gateway close connections after ${LOWEST_CONNECTION_SECONDS} s, and set connectionAge to it (now ${times.connectionSeconds} s)`,
      seconds: LOWEST_CONNECTION_SECONDS,
      effort: Effort.SETTING,
    },
  });
}

/**
 * Shortest time of failing that may take a site out, with the levers that `switchover` offers pulled: what they gain must not be
 * lost by sites that go out during an election.
 */
export function shortestOutageSeconds({ intervalSeconds, failureThreshold }: HealthCheck): number {
  return Math.min(intervalSeconds, FAST_INTERVAL_SECONDS) * (Math.min(failureThreshold, LOWEST_THRESHOLD) - 1);
}

/** The lever of a term that is `perFailure` seconds for each failure; it is the same change in all of them. */
function fewerFailures({ failureThreshold }: HealthCheck, perFailure: number): Lever {
  return {
    change: `set failureThreshold to ${LOWEST_THRESHOLD} (now ${failureThreshold})`,
    seconds: LOWEST_THRESHOLD * perFailure,
    effort: Effort.SETTING,
  };
}
