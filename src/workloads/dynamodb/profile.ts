import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { QuorumPath } from '../../recovery/site-graph';

/** What DynamoDB global tables are, for the plan. The consistency mode follows the pattern. */
export function dynamoDbProfile(): WorkloadProfile {
  return {
    system: 'dynamodb',
    version: 'global tables 2019.11.21',
    pacelc: Pacelc.PA_EL,
    replicaConsensus:
      'Multi-Paxos in each Region; between Regions none (MREC), or a commit in two of three Regions (MRSC, in StrongConsistencyDR, PC/EC)',
    shardConsensus: 'none between Regions',
    replicaTerm: 'replica table',
    shardTerm: 'partition',
    quorumRule:
      'MREC: a write is acknowledged by its own Region and sent to the others afterwards. MRSC: it is acknowledged when another Region has it too',
    majoritySide: 'serves reads and writes',
    minoritySide: 'MREC: serves reads and writes too. MRSC: takes no writes, and no strongly consistent reads',
    onHeal: 'the Region gets what it missed by itself; nothing has to be promoted or failed back',
    detection: 'the health check of each site writes and reads an item of its own',
    election: 'none: requests go to the Region of their site, and the load balancer moves the clients',
    sources: [
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html',
      'https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/overview.html',
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html',
    ],
    conflictResolution:
      'MREC: the last writer wins, item by item, by an internal timestamp; the write that lost is recorded nowhere. MRSC: the later of two writes under way is refused (ReplicatedWriteConflictException)',
    notGuaranteed: [
      'two Regions that write to one item at the same time lose one of the writes without an error',
      'a conditional write sees what its own Region has, so that two Regions may both pass the same condition',
      'items of one transaction reach the other Regions one by one',
      'strongly consistent reads see writes of the same Region only',
      'of a counter that several Regions add to, additions are lost',
    ],
    refusals: [
      {
        pattern: Pattern.ACTIVE_PASSIVE,
        reason:
          'every replica of a global table takes writes, so that nothing has to be promoted; use EventualConsistencyDR, or StrongConsistencyDR with 3 Regions',
      },
    ],
    // Each Region commits with whichever other one it reaches.
    quorumPath: QuorumPath.DIRECT,
    restore:
      'aws dynamodb restore-table-to-point-in-time makes a new table as of any second of the last 35 days; take what was destroyed from it, as it is not a replica of the global table',
    volumeSnapshotRefusal: 'it has no volumes in the cluster; point-in-time recovery and AWS Backup keep its backups',
  };
}
