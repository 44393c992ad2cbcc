import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { versionOf } from './image';
import type { EtcdSettings } from './settings';
import { largestRtt } from './timing';

/** What etcd is, for the plan. */
export function etcdProfile(settings: EtcdSettings): WorkloadProfile {
  const rtt = largestRtt(settings);
  return {
    system: 'etcd',
    version: versionOf(settings.image),
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'Raft',
    shardConsensus: 'none',
    replicaTerm: 'member',
    shardTerm: 'none',
    quorumRule:
      'a write is acknowledged when more than half of the members, floor(n/2)+1, have it on disk; a read asks as many whether the leader still leads',
    majoritySide: 'keeps or elects a leader, and serves reads and writes',
    minoritySide:
      'takes no writes and answers no linearizable read, so that /readyz fails; only reads that ask for stale data (serializable) are answered',
    onHeal:
      'the members follow the leader again by themselves and get the entries they missed, or a snapshot; entries without a majority are discarded. Since etcd 3.5 connections from before a partition may wait for TCP, up to about 2 minutes after it is over (etcd-io/etcd#18052): wait for etcd_network_active_peers before anything else, or delete the pod of the member. A member that lost its volume is removed first (etcdctl member remove), then added as a learner (joiningSites), and only then rebuilt: one that starts empty while it is cut off would vote twice',
    detection:
      'a member that hears no heartbeat for a random time between one and two election timeouts asks for votes; a leader without a majority steps down after one',
    election:
      'a pre-vote and a vote, one round trip each; a split vote costs up to two election timeouts more. Requests that were under way to the lost leader fail after 5 s and two election timeouts, or at the deadline of the client',
    sources: [
      'https://etcd.io/docs/v3.6/learning/api_guarantees/',
      'https://etcd.io/docs/v3.6/op-guide/failures/',
      'https://etcd.io/docs/v3.6/op-guide/recovery/',
      'https://etcd.io/docs/v3.6/op-guide/runtime-configuration/',
      'https://etcd.io/docs/v3.6/op-guide/monitoring/',
      'https://etcd.io/docs/v3.6/tuning/',
      'https://github.com/etcd-io/raft/blob/main/raft.go',
      'https://github.com/etcd-io/etcd/blob/release-3.6/server/embed/config.go',
    ],
    refusals: [
      {
        pattern: Pattern.EVENTUAL_CONSISTENCY,
        reason:
          'etcd has one leader and resolves no conflicts, so that a site cut off from the majority takes no writes; use StrongConsistencyDR with 3 sites or more, where a witness may be the third',
      },
      {
        pattern: Pattern.ACTIVE_PASSIVE,
        reason:
          'etcd is one group over all sites here, and restoring a snapshot into another site by a runbook is not built; use StrongConsistencyDR with 3 sites or more',
      },
    ],
    volumeSnapshotRefusal:
      "a snapshot of one member's volume has no integrity hash (etcdutl restores it with --skip-hash-check only), and members restored from different snapshots do not agree; etcdctl snapshot save is taken instead",
    // Members send proposals and reads to the leader themselves (raft.go: MsgProp, MsgReadIndex); since they ask before they vote
    // and heed a leader that others hear (PreVote, CheckQuorum), the leader stays whoever does not reach it.
    moveLeader: 'etcdctl move-leader with the id of a member of that site, sent to the leader',
    restore:
      'restore one snapshot from before the error in all sites: stop all members, run etcdutl snapshot restore with the emitted --name, --initial-cluster, --initial-cluster-token and --initial-advertise-peer-urls, and with --bump-revision 1000000000 --mark-compacted for clients that watch, and start them',
    maxRttMillis: rtt.millis,
    maxRttSource: rtt.source,
  };
}
