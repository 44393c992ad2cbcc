import type { EnvVar, Probe } from 'kubernetes-types/core/v1';

/**
 * The clocks of CockroachDB that the bounds are made of, the same on all nodes. The values are the defaults of
 * pkg/base/config.go and pkg/kv/kvserver/storeliveness, pinned so that no upgrade changes what the plan states.
 */
export const CLOCKS = {
  /** Leases of system ranges, and the liveness record of a node. */
  rangeLeaseSeconds: 6,
  /** Support that a store gives to the leaders of another one. */
  supportSeconds: 3,
  supportHeartbeatSeconds: 1,
  withdrawalSeconds: 0.1,
  raftTickSeconds: 0.5,
  /** Ticks of the election timeout, and of the random delay on top of it. */
  electionTicks: 4,
  pingSeconds: 1,
  networkTimeoutSeconds: 2,
  rpcHeartbeatTimeoutSeconds: 6,
  /** `--max-offset`: a node that is off by 80 % of it against most others ends itself. */
  maxOffsetSeconds: 0.5,
} as const;

/** The clocks by the variables of the nodes' environment that set them. */
export function clockVariables() {
  return {
    COCKROACH_NETWORK_TIMEOUT: goDuration(CLOCKS.networkTimeoutSeconds),
    COCKROACH_PING_INTERVAL: goDuration(CLOCKS.pingSeconds),
    COCKROACH_RAFT_ELECTION_TIMEOUT_JITTER_TICKS: String(CLOCKS.electionTicks),
    COCKROACH_RAFT_ELECTION_TIMEOUT_TICKS: String(CLOCKS.electionTicks),
    COCKROACH_RAFT_TICK_INTERVAL: goDuration(CLOCKS.raftTickSeconds),
    COCKROACH_RANGE_LEASE_DURATION: goDuration(CLOCKS.rangeLeaseSeconds),
    COCKROACH_RPC_HEARTBEAT_TIMEOUT: goDuration(CLOCKS.rpcHeartbeatTimeoutSeconds),
    COCKROACH_STORE_LIVENESS_HEARTBEAT_INTERVAL: goDuration(CLOCKS.supportHeartbeatSeconds),
    COCKROACH_STORE_LIVENESS_SUPPORT_DURATION: goDuration(CLOCKS.supportSeconds),
    COCKROACH_STORE_LIVENESS_SUPPORT_EXPIRY_INTERVAL: goDuration(CLOCKS.withdrawalSeconds),
  };
}

/** The clocks as environment of the nodes. */
export function clockEnvironment(): EnvVar[] {
  return Object.entries(clockVariables()).map(([name, value]) => ({ name, value }));
}

/** Flags of `cockroach start` that do not depend on where a node is. */
export function sharedFlags(): string[] {
  return [
    `--max-offset=${goDuration(CLOCKS.maxOffsetSeconds)}`,
    // Parts of the container's memory limit.
    '--cache=0.25',
    '--max-sql-memory=0.25',
    // SQL reads and writes no files of the nodes.
    '--external-io-dir=disabled',
  ];
}

/** How long a node takes to stop, in the order of its phases, in seconds. */
export const SHUTDOWN = {
  /** Not ready but serving: until its Service and the pools of clients have let go of it. */
  initialWaitSeconds: 30,
  /** For clients to close connections of their own accord: pools do not, so waiting gains nothing. */
  connectionsSeconds: 0,
  /** For transactions, once for local and once for distributed ones. */
  transactionsSeconds: 10,
  /** One attempt at handing over leases; it is repeated until all are gone. */
  leaseTransferSeconds: 5,
} as const;

/** Kubernetes kills a node that has not stopped after this time; what `SHUTDOWN` leaves of it is for leases. */
export const TERMINATION_GRACE_SECONDS = 300;

/** After this time without a node, its replicas are made anew elsewhere. */
const STORE_DEAD_SECONDS = 300;

/** Cluster settings that time a shutdown and a repair. */
export function clusterSettings(): Record<string, string> {
  return {
    'server.shutdown.connections.timeout': goDuration(SHUTDOWN.connectionsSeconds),
    'server.shutdown.initial_wait': goDuration(SHUTDOWN.initialWaitSeconds),
    'server.shutdown.lease_transfer_iteration.timeout': goDuration(SHUTDOWN.leaseTransferSeconds),
    'server.shutdown.transactions.timeout': goDuration(SHUTDOWN.transactionsSeconds),
    'server.time_until_store_dead': goDuration(STORE_DEAD_SECONDS),
  };
}

/**
 * How kubelet asks whether a node can serve, in seconds. While the leases of a lost site are moved, the liveness records of
 * the other sites' nodes run out as well, 3 s after the loss at the earliest: they must not leave their Service for that.
 * A node that stops is waited for longer (`SHUTDOWN.initialWaitSeconds`).
 */
export const READINESS = { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 4 } as const;

/** The probes of a node. */
export function nodeProbes(): { startupProbe: Probe; readinessProbe: Probe; livenessProbe: Probe } {
  // Answers from the process itself, also before `cockroach init`: a node without a quorum is alive, and a restart would
  // not give it one.
  const alive = { ...get('/health'), timeoutSeconds: 5 };
  return {
    // 10 minutes to replay the log of a large store after a crash.
    startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...get('/health?ready=1'), ...READINESS, successThreshold: 1 },
    livenessProbe: { ...alive, periodSeconds: 10, failureThreshold: 6 },
  };
}

function get(path: string): Probe {
  return { httpGet: { path, port: 'http', scheme: 'HTTPS' } };
}

/** As Go reads durations: `6s`, `100ms`. */
function goDuration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${seconds * 1000}ms`;
}
