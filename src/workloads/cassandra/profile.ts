import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { QuorumPath } from '../../recovery/site-graph';
import { duration } from '../../rules/wording';
import type { CassandraSettings } from './settings';

/** What Cassandra is, for the plan. */
export function cassandraProfile(settings: CassandraSettings): WorkloadProfile {
  const { version, replicationFactor } = settings;
  const hintWindow = duration(settings.hintWindow.toSeconds({ integral: false }));
  return {
    system: 'Cassandra',
    version,
    pacelc: Pacelc.PA_EL,
    replicaConsensus:
      'none for plain writes: quorums of replicas, hints, read repair and anti-entropy repair, and the last write wins; Paxos for each conditional write',
    shardConsensus: 'none: a logged batch is applied whole or not at all, and is not isolated',
    replicaTerm: 'replica',
    shardTerm: 'token range',
    quorumRule: `in EventualConsistencyDR a write is acknowledged when more than half of the ${replicationFactor} replicas in its own site have it (LOCAL_QUORUM), and is sent to all sites at once; in StrongConsistencyDR when more than half of the replicas of all sites have it (QUORUM). Nodes refuse weaker writes (write_consistency_levels_disallowed); reads are as strong as the client asks for`,
    majoritySide:
      'serves reads and writes at QUORUM; at LOCAL_QUORUM both sides serve, and writes for the other side are kept as hints',
    minoritySide:
      'refuses QUORUM, so that its health fails in StrongConsistencyDR; in EventualConsistencyDR it serves its clients at LOCAL_QUORUM, which the others see when it is back',
    onHeal: `hints are delivered by themselves when the site was away for less than ${hintWindow}; after a longer time they are incomplete, and its replicas lack writes until a full repair is through (nodetool repair --full on each of its nodes, or a run of Reaper). A site that does not come back is taken out: ALTER KEYSPACE without it, then out of the sites; as a new one it is rebuilt from another (K8ssandraTask, command rebuild), and gets traffic after that`,
    staleReturn: `where it was away for longer than ${hintWindow} (max_hint_window), until nodetool repair --full is through on each of its nodes, since reads at LOCAL_QUORUM miss what was written meanwhile`,
    detection:
      'gossip: a node that is not heard of is taken for dead by the phi accrual failure detector; requests that wait for it meanwhile end at their timeout',
    election: 'none: every node coordinates requests, and no replica leads',
    sources: [
      'https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html',
      'https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html',
      'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/hints.html',
      'https://github.com/apache/cassandra/blob/cassandra-5.0/conf/cassandra.yaml',
      'https://github.com/apache/cassandra/blob/cassandra-5.0/src/java/org/apache/cassandra/gms/FailureDetector.java',
      'https://docs.k8ssandra.io/components/k8ssandra-operator/',
      'https://docs.k8ssandra.io/tasks/backup-restore/',
      'https://github.com/k8ssandra/management-api-for-apache-cassandra/blob/master/management-api-server/src/main/java/com/datastax/mgmtapi/resources/K8OperatorResources.java',
      'https://github.com/k8ssandra/k8ssandra-operator/issues/618',
    ],
    conflictResolution:
      'the last write wins, column by column, by the timestamp that the client or the coordinator gave it; of equal timestamps a deletion wins, then the larger value. Nobody is told of the write that lost',
    notGuaranteed: [
      'no update is kept because it was acknowledged: two clients that write the same column at once, in one site or in two, leave one of the two values',
      'the later write wins by its timestamp, and clocks differ: a node or client whose clock is ahead wins over writes that came after its own',
      'a counter is no ledger: an increment that timed out may have been counted, and sent again is counted twice',
      'conditional writes (IF) at LOCAL_SERIAL are ordered within a site only: two sites can both succeed in taking the same name; at SERIAL they need a majority of all sites',
      'a row that was deleted in one site may be changed in another at the same time: the later of the two wins',
      'what a client wrote in one site is not what it reads in another a moment later: after a move of its traffic it may see older data',
      'reads are as strong as the client asks for: a front end that ignores CASSANDRA_CONSISTENCY reads stale data, and in StrongConsistencyDR breaks what the plan promises for reads; superusers are not held to the refusal of weak writes either',
      'a node that dies takes with it the copies that it had not sent and not yet kept as hints: until the next repair its own site may be the only one with these writes',
      'batches over several partitions and secondary indexes are not isolated: readers see parts of them',
    ],
    refusals: [
      {
        pattern: Pattern.ACTIVE_PASSIVE,
        reason:
          'Cassandra takes writes in every site, and a passive one restored from Medusa by a runbook is not built; use EventualConsistencyDR with 2 sites or more, and send all clients to one of them if only one is to be written to',
      },
    ],
    volumeReplicationRefusal:
      'Cassandra replicates itself, and a copy of the volumes of one moment is of the nodes of another: a node that comes up with the identity and the data of one that lives answers for it with what it has missed',
    volumeSnapshotRefusal:
      'snapshots of several nodes are of different moments and hold commit logs that were not flushed; Medusa takes snapshots of tables in all nodes of a datacenter instead',
    quorumPath: QuorumPath.DIRECT,
    restore:
      'make a MedusaRestoreJob of the newest backup from before the error (kubectl get medusabackups) for the datacenter of each site: it replaces all tables of the datacenter, and what came after the backup is gone; a single table is loaded from the files of the backup with sstableloader',
    needsPodIps: true,
    // The operator adds containers without a security context of their own.
    podSecurity: 'baseline',
  };
}
