import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { QuorumPath } from '../../recovery/site-graph';
import { CockroachDbVehicle } from './props';
import type { CockroachDbSettings } from './settings';

/** What CockroachDB is, for the plan. */
export function cockroachDbProfile({ vehicle, version }: CockroachDbSettings): WorkloadProfile {
  const operator = vehicle === CockroachDbVehicle.OPERATOR;
  return {
    system: 'CockroachDB',
    version,
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'Raft, per range',
    shardConsensus: 'two-phase commit with parallel commits, ordered by hybrid logical clocks',
    replicaTerm: 'replica',
    shardTerm: 'range',
    quorumRule:
      'a write is acknowledged when 3 of the 5 voting replicas of its range have it on disk; two are in the home region, so that at least one is in another',
    majoritySide: 'moves the leases of ranges that it holds 3 voters of, and serves reads and writes',
    minoritySide:
      'has a quorum of no range: requests wait, and fail after 60 s when the circuit breaker of the range trips; /health?ready=1 fails; only stale reads (AS OF SYSTEM TIME follower_read_timestamp()) are answered',
    onHeal:
      'nodes rejoin by themselves and their replicas catch up from the Raft log, or by a snapshot when they were away for more than 5 minutes; writes without a majority are discarded. A site that does not come back is replaced first, by a site in a third region (ALTER DATABASE ... ADD REGION), since SURVIVE REGION FAILURE keeps 3 regions; then SET PRIMARY REGION if it was the primary one, DROP REGION, and cockroach node decommission for its nodes',
    detection:
      'stores stop supporting the leaders of a store that they have not heard of for 3 s; leases of system ranges run out after 6 s',
    election:
      'a candidate asks after up to 2 s, and takes three round trips to lead and one to lease the range; ranges are leased again as they are asked for',
    sources: [
      'https://www.cockroachlabs.com/docs/v26.2/multiregion-survival-goals',
      'https://www.cockroachlabs.com/docs/v26.2/architecture/replication-layer',
      'https://www.cockroachlabs.com/docs/v26.2/monitoring-and-alerting',
      'https://www.cockroachlabs.com/docs/v26.2/node-shutdown',
      'https://www.cockroachlabs.com/docs/v26.2/create-schedule-for-backup',
      'https://github.com/cockroachdb/cockroach/blob/master/pkg/base/config.go',
      'https://github.com/cockroachdb/cockroach/issues/93503',
      ...(operator
        ? [
            'https://github.com/cockroachdb/helm-charts/tree/master/cockroachdb-parent/charts/operator/manifests/examples/crdb',
          ]
        : []),
    ],
    refusals: [
      {
        pattern: Pattern.EVENTUAL_CONSISTENCY,
        reason:
          'sites of one CockroachDB cluster commit together, and logical data replication between two clusters is not built here; use StrongConsistencyDR with 3 sites or more',
      },
      {
        pattern: Pattern.ACTIVE_PASSIVE,
        reason:
          'physical cluster replication to a standby cluster is not built here; use StrongConsistencyDR with 3 sites or more',
      },
    ],
    volumeSnapshotRefusal:
      'snapshots of several nodes are of different moments, so that transactions are torn apart and Raft logs disagree; BACKUP is taken of the whole cluster instead',
    // kv.dist_sender.proxy.enabled, on since v24.1: a follower takes what its gateway cannot bring to the leaseholder.
    quorumPath: QuorumPath.RELAYED,
    restore:
      "RESTORE TABLE or RESTORE DATABASE ... FROM LATEST IN 'external://...' AS OF SYSTEM TIME a moment before the error: SHOW SCHEDULES FOR BACKUP names the connection, and backups keep the history of revisions; within gc.ttlseconds of the table SELECT ... AS OF SYSTEM TIME needs no backup",
    needsPodIps: operator,
    // The operator adds containers of its own to the pods, which are not all made for the restricted standard.
    ...(operator ? { podSecurity: 'baseline', sequentialBootstrap: true } : {}),
    maxRttMillis: 400,
    maxRttSource:
      'pkg/base/config.go, DefaultRPCHeartbeatTimeout: clusters are stable at 400 ms with the emitted timeout of 6 s, heartbeats fail at 500 ms',
  };
}
