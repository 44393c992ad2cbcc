import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { versionOf } from '../etcd/image';
import type { PostgresqlSettings } from './settings';

/** What happens to a site that was taken for lost. */
export const ON_HEAL =
  'the lost site still calls itself primary, with writes that the others never got: set activeSite to the site that took over, then run the reprotect runbook, which deletes its Cluster and has it cloned again; its own writes since the failover are discarded, and stay in its archive. A third site that got more of the log than the one that was promoted cannot follow it, and is cloned again too';

/** What PostgreSQL is, for the plan. */
export function postgresqlProfile(settings: PostgresqlSettings): WorkloadProfile {
  return {
    system: 'postgresql',
    version: versionOf(settings.image),
    pacelc: Pacelc.PA_EL,
    replicaConsensus:
      'none: one primary ships its log; inside a site a commit waits for one standby, and the API server of the site elects the primary',
    shardConsensus: 'none',
    replicaTerm: 'standby; designated primary where a passive site follows the active one',
    shardTerm: 'none',
    quorumRule:
      'a write is acknowledged when the primary and one standby of the same site have it on disk; the other sites get it afterwards',
    majoritySide:
      'there are no sides: the active site goes on alone, and is ever further ahead of those it does not reach',
    minoritySide:
      'a passive site goes on with the archive of the active one where it reaches that, and takes no writes',
    onHeal: `without a failover the copy catches up by itself, from the archive where the log is gone. After one: ${ON_HEAL}`,
    detection:
      'inside a site CloudNativePG fails over by itself when the primary is gone. The loss of the site is seen from outside only',
    election: 'none between sites: a runbook promotes the passive one',
    sources: [
      'https://cloudnative-pg.io/docs/1.30/replica_cluster',
      'https://cloudnative-pg.io/docs/1.30/replication',
      'https://cloudnative-pg.io/docs/1.30/recovery',
      'https://cloudnative-pg.io/docs/1.30/certificates',
      'https://cloudnative-pg.io/plugin-barman-cloud/docs/usage',
      'https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/reconciler/replicaclusterswitch/reconciler.go',
      'https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/config/manager/default-monitoring.yaml',
      'https://github.com/cloudnative-pg/cloudnative-pg/issues/9273',
      'https://github.com/cloudnative-pg/cloudnative-pg/issues/11044',
      'https://github.com/cloudnative-pg/cloudnative-pg/issues/11074',
    ],
    notGuaranteed: [
      'reads in a passive site are of the past',
      'sequences, locks and sessions do not survive a failover: clients connect again',
    ],
    refusals: [
      {
        pattern: Pattern.STRONG_CONSISTENCY,
        reason:
          'a Cluster of CloudNativePG is in one Kubernetes cluster, and nothing agrees on a write between sites; use ActivePassiveDR, or cockroachDb with 3 sites',
      },
      {
        pattern: Pattern.EVENTUAL_CONSISTENCY,
        reason: 'PostgreSQL has one primary and resolves no conflicts; use ActivePassiveDR, or cassandra',
      },
    ],
    restore:
      'make a new Cluster with bootstrap.recovery from the archive of the active site and recoveryTarget.targetTime a moment before the error, and take what was destroyed from it; any moment of the archive can be restored, in a new Cluster only',
    volumeReplicationRefusal:
      'PostgreSQL ships its own log to the passive sites, where instances run on volumes of their own; a volume that is replaced below them is another history',
    volumeSnapshotRefusal:
      'a snapshot has the log beside the data only when both volumes are taken at one moment, and ends where it was taken; base backups and the archived log restore any moment',
    // The Job that clones the active site is tried seven times and never again (cloudnative-pg#11044).
    sequentialBootstrap: true,
  };
}
