import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { versionOf } from '../etcd/image';
import { knownSystem } from '../known-systems';
import type { ValkeySettings } from './settings';

/** What Valkey is, for the plan. */
export function valkeyProfile({ image }: ValkeySettings): WorkloadProfile {
  const known = knownSystem('valkey');
  return {
    system: 'valkey',
    version: versionOf(image),
    pacelc: Pacelc.PA_EL,
    replicaConsensus: 'none: asynchronous replication, the last failover wins',
    shardConsensus: 'none',
    replicaTerm: 'replica',
    shardTerm: 'none',
    quorumRule:
      'a write is acknowledged when the primary has it in memory; it is on its disk within about a second (appendfsync everysec), and in the other sites after the lag',
    majoritySide: 'there are no sides: the primary goes on taking writes, cut off or not',
    minoritySide: 'a passive site serves stale reads and refuses writes (READONLY); its health path fails',
    onHeal:
      'the leader of a site that comes back does not start as a primary as long as it sees another one. One that was merely cut off, or that comes back while it is, goes on as a primary, and takes the writes of whoever reaches it, programs inside of the site included. Reprotection makes it a copy, and discards what it wrote',
    detection: 'none in Valkey: the trigger of the application watches the health path, which is a write',
    election: 'none: a runbook promotes; a node that is lost inside of a site costs the restart of its pod elsewhere',
    sources: [
      'https://valkey.io/topics/replication/',
      'https://valkey.io/commands/failover/',
      'https://valkey.io/topics/persistence/',
      'https://valkey.io/topics/encryption/',
      ...(known?.sources.slice(0, 1) ?? []),
      'https://github.com/oliver006/redis_exporter',
    ],
    notGuaranteed: [
      'a write that was acknowledged is there after a failover: what the lag had not copied is lost',
      'WAIT narrows that window and does not close it',
    ],
    restore:
      'scale the pods of the active site to nothing, delete their claims, and restore the newest backup from before the error: velero restore create --from-backup NAME --include-resources persistentvolumeclaims,persistentvolumes, then scale them up again; the other sites discard what they have and copy what was restored',
    volumeReplicationRefusal: 'valkey replicates itself, and its own replica is newer than any copy of the volume',
    refusals: [
      { pattern: Pattern.STRONG_CONSISTENCY, reason: known?.strong ?? '' },
      { pattern: Pattern.EVENTUAL_CONSISTENCY, reason: known?.eventual ?? '' },
    ],
  };
}
