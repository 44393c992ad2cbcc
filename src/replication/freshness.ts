/** Copies may be this many intervals old; older ones say that copying was broken before the site was lost. */
const FRESH_INTERVALS = 3;
/** Copies stand still from the loss of a site to the start of a failover, which waits for people. */
const DECISION_SECONDS = 3600;

/** How old the newest copy may be when a switchover begins, with both sites live. */
export function oldestOfLiving(gapSeconds: number): number {
  return FRESH_INTERVALS * gapSeconds;
}

/** The same when a failover begins. */
export function oldestOfLost(gapSeconds: number): number {
  return oldestOfLiving(gapSeconds) + DECISION_SECONDS;
}

/** Line of POSIX shell that sets a variable to the time so many seconds ago, as Kubernetes writes times. */
export function momentAgo(variable: string, seconds: number): string {
  // GNU and BusyBox both know @seconds; of the other forms each knows its own.
  return `${variable}=$(date -u -d "@$(($(date +%s) - ${seconds}))" +%Y-%m-%dT%H:%M:%SZ)`;
}
