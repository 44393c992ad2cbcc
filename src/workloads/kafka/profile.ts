import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { KAFKA_VERSION, LEAST_IN_SYNC, REPLICAS } from './settings';

/** What Kafka is, with a cluster in each site and MirrorMaker between them. */
export function kafkaProfile(): WorkloadProfile {
  return {
    system: 'kafka',
    version: KAFKA_VERSION,
    // Inside a site a write waits for two replicas (PC); between sites for none.
    pacelc: Pacelc.PA_EL,
    replicaConsensus:
      'in-sync replicas of each partition, and KRaft (Raft) for metadata, inside of each site; between sites none',
    shardConsensus: 'transactions by two-phase commit inside of a site; between sites none',
    replicaTerm: 'replica',
    shardTerm: 'partition',
    quorumRule: `acks=all and min.insync.replicas ${LEAST_IN_SYNC}: a write is acknowledged by ${LEAST_IN_SYNC} of ${REPLICAS} replicas of its own site, and copied to the other sites afterwards`,
    majoritySide: 'serves reads and writes',
    minoritySide: 'serves reads and writes too',
    onHeal:
      'MirrorMaker of each site goes on with the other one from the offset that it stopped at; nothing has to be promoted or failed back. What is older than the retention is not copied any more',
    detection: 'the health check of each site writes a record with acks=all and reads one back',
    election: 'none between sites: each has its own controllers, and the load balancer moves the clients',
    sources: [
      'https://kafka.apache.org/documentation/#georeplication',
      'https://strimzi.io/docs/operators/latest/deploying#con-config-mirrormaker2-str',
      'strimzi/proposals#129 and strimzi/strimzi-kafka-operator#3697: clusters over several Kubernetes clusters are a proposal',
    ],
    conflictResolution:
      'there are none: a record stays in the topic of the site that took it, and its copy is in <site>.<topic> of the others (DefaultReplicationPolicy). Two sites that write about one thing leave two records; which of them counts, consumers decide',
    notGuaranteed: [
      'records of two sites have no order between them, not even with the same key: order holds within a partition of one topic',
      'a consumer that reads <topic> alone sees the records of its own site only; the others are in <site>.<topic>',
      'after a consumer group has moved to another site it gets records a second time: offsets are translated every 30 s, rounded down, and only while the group is idle there',
      'copies are made at least once: a worker that is restarted copies some records twice',
      'records of one transaction reach the other sites one by one, and exactly-once processing ends at the site',
      'records of a new topic, or of new partitions, are copied from 30 s after it is made',
      'what is deleted or compacted in one site stays in the copies of the others until their own retention',
    ],
    volumeReplicationRefusal:
      'volumes of brokers that are copied at different moments disagree on what is committed; MirrorMaker copies the records instead',
    refusals: [
      {
        pattern: Pattern.STRONG_CONSISTENCY,
        reason:
          'Strimzi runs the brokers of a cluster in one Kubernetes cluster only, and MirrorMaker copies records after they were acknowledged; use EventualConsistencyDR, or a workload with a quorum over 3 sites, such as StatefulWorkload.cockroachDb',
      },
      {
        pattern: Pattern.ACTIVE_PASSIVE,
        reason:
          'a one-way mirror under the same topic names is not built, and would have to be turned around and emptied at each failback; use EventualConsistencyDR, in which clients may all be sent to one site as well',
      },
    ],
    volumeSnapshotRefusal:
      'brokers are snapshotted at different moments, so that replicas disagree and offsets of consumers lead nowhere',
  };
}
