/**
 * The clocks of Cassandra that the bounds are made of, in milliseconds, the same on all nodes. They are the defaults of
 * conf/cassandra.yaml, pinned so that no upgrade changes what the plan states.
 */
export const TIMEOUTS = {
  read_request_timeout: 5000,
  range_request_timeout: 10_000,
  write_request_timeout: 2000,
  counter_write_request_timeout: 5000,
  cas_contention_timeout: 1800,
  request_timeout: 10_000,
} as const;

/** Gossip, as the failure detector takes part in it. */
export const GOSSIP = {
  /** `Gossiper.intervalInMillis`: every node tells another one once in it, and asks the failure detector. */
  intervalSeconds: 1,
  /** `phi_convict_threshold`. */
  phi: 8,
  /**
   * `cassandra.fd_max_interval_ms`: longer gaps between two signs of life do not count towards the mean. Stated because its
   * default in Cassandra 4.1 and 5.0 is a number of nanoseconds that is read as milliseconds: no limit at all.
   */
  maxIntervalSeconds: 2,
} as const;

/** Options of Java that hold the failure detector to these clocks. */
export function failureDetectorOptions(): string[] {
  return [`-Dcassandra.fd_initial_value_ms=${GOSSIP.maxIntervalSeconds * 1000}`, longestIntervalOption()];
}

/** The longest gap between two signs of life that counts. */
export function longestIntervalOption(): string {
  return `-Dcassandra.fd_max_interval_ms=${GOSSIP.maxIntervalSeconds * 1000}`;
}

/** The timeouts as cassandra.yaml reads them. */
export function timeoutSettings(): Record<string, string> {
  return Object.fromEntries(Object.entries(TIMEOUTS).map(([name, millis]) => [name, millisText(millis)]));
}

/** As cassandra.yaml reads durations: `5000ms`. */
export function millisText(millis: number): string {
  return `${millis}ms`;
}

/**
 * Silence after which a node is taken for dead: phi is the time since the last sign of life by the mean of the intervals before,
 * over ln 10 (FailureDetector.java, ArrivalWindow), and the mean is at most the longest interval that counts.
 */
export function convictionSeconds(): number {
  return GOSSIP.phi * Math.LN10 * GOSSIP.maxIntervalSeconds;
}
