import { Basis, Bound, Effort, type Lever } from '../recovery/bound';
import type { HealthCheck } from './health-check';

/** What the time to a switchover depends on, in seconds. */
export interface SwitchoverTimes {
  readonly healthCheck: HealthCheck;
  readonly ttlSeconds: number;
  readonly propagationSeconds: number;
  readonly clientCacheSeconds: number;
}

const FAST_INTERVAL_SECONDS = 10;
const LOWEST_TTL_SECONDS = 10;
/** One lost check alone must not take a site out. */
const LOWEST_THRESHOLD = 2;

/** From a site's health path failing to clients being sent elsewhere. */
export function switchover(times: SwitchoverTimes): Bound {
  const { intervalSeconds, timeoutSeconds, failureThreshold } = times.healthCheck;
  return Bound.sum('clients sent elsewhere', [
    Bound.term({
      name: 'health check interval x threshold',
      seconds: intervalSeconds * failureThreshold,
      basis: Basis.DERIVED,
      source: `aws_route53_health_check: request_interval ${intervalSeconds}, failure_threshold ${failureThreshold}`,
      lever:
        intervalSeconds > FAST_INTERVAL_SECONDS
          ? {
              change: `set the health check's interval to ${FAST_INTERVAL_SECONDS} s (now ${intervalSeconds} s)`,
              seconds: FAST_INTERVAL_SECONDS * failureThreshold,
              effort: Effort.PAID_SETTING,
            }
          : fewerFailures(times.healthCheck, intervalSeconds),
    }),
    Bound.term({
      // The interval runs from the end of a check to the start of the next, so each failing check adds its whole timeout.
      name: 'probe timeout x threshold',
      seconds: timeoutSeconds * failureThreshold,
      basis: Basis.DERIVED,
      source: `Route 53 Developer Guide, how health is determined: ${timeoutSeconds} s for connection and response; failure_threshold ${failureThreshold}`,
      lever: fewerFailures(times.healthCheck, timeoutSeconds),
    }),
    Bound.term({
      name: 'propagation of the health status',
      seconds: times.propagationSeconds,
      basis: Basis.ASSUMED,
      source: 'propagation of the load balancer; AWS publishes no time from a failed check to all of its name servers',
    }),
    Bound.term({
      name: 'record TTL',
      seconds: times.ttlSeconds,
      basis: Basis.DERIVED,
      source: `aws_route53_record: ttl ${times.ttlSeconds}`,
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

/** The lever of a term that is `perFailure` seconds for each failure; it is the same change in all of them. */
function fewerFailures({ failureThreshold }: HealthCheck, perFailure: number): Lever {
  return {
    change: `set failureThreshold to ${LOWEST_THRESHOLD} (now ${failureThreshold})`,
    seconds: LOWEST_THRESHOLD * perFailure,
    effort: Effort.SETTING,
  };
}
