import type { QuorumPath } from '../recovery/site-graph';

/** Choice that a system makes in a partition, and otherwise (PACELC, Abadi 2012). */
export enum Pacelc {
  /** Consistency in a partition, consistency else. */
  PC_EC = 'PC/EC',
  /** Consistency in a partition, latency else. */
  PC_EL = 'PC/EL',
  /** Availability in a partition, consistency else. */
  PA_EC = 'PA/EC',
  /** Availability in a partition, latency else. */
  PA_EL = 'PA/EL',
}

/** The three ways of Cloud Native Disaster Recovery. */
export enum Pattern {
  STRONG_CONSISTENCY = 'StrongConsistencyDR',
  EVENTUAL_CONSISTENCY = 'EventualConsistencyDR',
  ACTIVE_PASSIVE = 'ActivePassiveDR',
}

/** Why a system cannot be used with a pattern. */
export interface PatternRefusal {
  /** The pattern that is refused. */
  readonly pattern: Pattern;
  /** Why, and which pattern fits instead. Lower case, no final period. */
  readonly reason: string;
}

/** What a stateful system is, in the words of the field and in its own. Facts for the plan, with their sources. */
export interface WorkloadProfile {
  /** Name of the system, such as `etcd`. */
  readonly system: string;
  /** Version that is deployed. */
  readonly version: string;
  /** PACELC class. */
  readonly pacelc: Pacelc;
  /** Consensus between replicas of one shard. */
  readonly replicaConsensus: string;
  /** Consensus between shards; `none` where there is only one. */
  readonly shardConsensus: string;
  /** What the system calls a replica. */
  readonly replicaTerm: string;
  /** What the system calls a shard; `none` where data is not sharded. */
  readonly shardTerm: string;
  /** When a write is acknowledged. */
  readonly quorumRule: string;
  /** What the side with the majority does in a partition. */
  readonly majoritySide: string;
  /** What the side without it does. */
  readonly minoritySide: string;
  /** What happens when a lost or cut-off site comes back. */
  readonly onHeal: string;
  /**
   * When a site that comes back answers reads with data that nothing brings up to date by itself, and until when clients must be
   * kept away from it, in EventualConsistencyDR. Lower case, no final period.
   *
   * @default - it catches up by itself, however long it was away
   */
  readonly staleReturn?: string;
  /** How long the loss of a leader takes to be noticed, and why. */
  readonly detection: string;
  /** How long until there is a new one, and why. */
  readonly election: string;
  /** Documents that the facts come from. */
  readonly sources: string[];
  /**
   * How two writes to the same thing in two sites end: which one wins, and who finds out. Required by EventualConsistencyDR.
   *
   * @default - conflicts are not resolved: the system cannot take writes in several sites
   */
  readonly conflictResolution?: string;
  /**
   * What the application must not rely on although the system is up in every site, one sentence each: eventual consistency is
   * not eventual correctness.
   *
   * @default - nothing to add
   */
  readonly notGuaranteed?: string[];
  /**
   * How a write gets its quorum: who serves when two sites do not reach each other follows from it. Of systems with a quorum.
   *
   * @default QuorumPath.LEADER - the leader must be reached, so that one of the two sites may be without service
   */
  readonly quorumPath?: QuorumPath;
  /**
   * How a human moves the leader to another site: a command. Lower case, no final period.
   *
   * @default - nobody can, or there is none
   */
  readonly moveLeader?: string;
  /**
   * How a human gets back what an error destroyed that replication has spread, such as a dropped table: the command, and which
   * moments can be restored. Lower case, no final period.
   *
   * @default - the newest backup from before the error is restored
   */
  readonly restore?: string;
  /**
   * Why its volumes must not be replicated by the storage as the way to fail over: it replicates itself, or is corrupted.
   *
   * @default - they may be
   */
  readonly volumeReplicationRefusal?: string;
  /** Patterns that the system is refused for. */
  readonly refusals: PatternRefusal[];
  /**
   * Why snapshots of its volumes are no backup.
   *
   * @default - they are one
   */
  readonly volumeSnapshotRefusal?: string;
  /**
   * True when peers dial pod addresses, so that the network must not translate them.
   *
   * @default false
   */
  readonly needsPodIps?: boolean;
  /**
   * True when sites are set up one after the other; otherwise the first apply goes to all sites together, as none is ready before
   * a quorum is there.
   *
   * @default false
   */
  readonly sequentialBootstrap?: boolean;
  /**
   * Pod Security Standard that all pods of the namespace satisfy, generated ones included: `restricted` or `baseline`.
   *
   * @default restricted
   */
  readonly podSecurity?: string;
  /**
   * Largest round trip between sites that the emitted timeouts allow, in milliseconds.
   *
   * @default - none known
   */
  readonly maxRttMillis?: number;
  /**
   * Where `maxRttMillis` comes from.
   *
   * @default - not stated
   */
  readonly maxRttSource?: string;
}
