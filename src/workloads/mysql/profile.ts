import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import type { MysqlSettings } from './settings';

/** What has to be done when the lost site comes back. */
export const ON_HEAL =
  'it keeps taking writes from whoever reaches it, if it was not fenced, until the reprotect runbook makes it read-only; that restores it from a new backup of the active site, which discards what it had alone, and lets it follow. A planned switchover leaves the former active site read-only and without a copy: run reprotect for it too, since a change of direction without a clone breaks on transactions that the other side never saw';

/** Facts of the plan. */
export function mysqlProfile({ image }: MysqlSettings): WorkloadProfile {
  return {
    system: 'MySQL (Percona XtraDB Cluster)',
    version: image.split(':').pop() ?? image,
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'Galera inside a site: write sets are certified by a majority of its nodes; none between sites',
    shardConsensus: 'none',
    replicaTerm: 'node',
    shardTerm: 'none',
    quorumRule:
      'a commit is acknowledged when all nodes of the active site have its write set; no other site is waited for',
    majoritySide: 'the active site goes on, whether or not a passive one follows',
    minoritySide:
      'a passive site stays read-only with what it has received; a node without the majority of its site serves nobody',
    onHeal: `without a failover the copy fetches what it missed, as long as the active site has its binary log. After one: ${ON_HEAL}`,
    detection:
      'inside a site Galera and HAProxy leave a lost node by themselves. The loss of the site is seen from outside only',
    election: 'none between sites: a runbook promotes the passive one',
    sources: [
      'https://docs.percona.com/percona-operator-for-mysql/pxc/replication.html',
      'https://docs.percona.com/percona-operator-for-mysql/pxc/dr-failover.html',
      'https://docs.percona.com/percona-operator-for-mysql/pxc/dr-restore.html',
      'https://docs.percona.com/percona-operator-for-mysql/pxc/backups-pitr.html',
      'https://github.com/percona/percona-xtradb-cluster-operator/blob/v1.19.0/pkg/controller/pxc/replication.go',
      'https://github.com/percona/percona-xtradb-cluster-operator/pull/1101',
      'https://dev.mysql.com/doc/refman/8.4/en/replication-asynchronous-connection-failover.html',
    ],
    notGuaranteed: [
      'a passive site is a copy only after it was cloned: run its reprotect runbook once after the first deployment, and see that MysqlCopyBehind is silent',
      'reads in a passive site are of the past',
      'accounts with CONNECTION_ADMIN or SUPER write where a site is read-only: no application may have one',
      'locks and sessions do not survive a failover: clients connect again',
      'a transaction that another node of the site changed the rows of fails at its commit: clients try it again',
    ],
    refusals: [
      {
        pattern: Pattern.STRONG_CONSISTENCY,
        reason:
          'no operator of MySQL makes a group over several Kubernetes clusters, and nothing agrees on a write between sites; use ActivePassiveDR, or cockroachDb with 3 sites',
      },
      {
        pattern: Pattern.EVENTUAL_CONSISTENCY,
        reason: 'MySQL resolves no conflicts between sites; use ActivePassiveDR, or cassandra',
      },
    ],
    restore:
      'make a PerconaXtraDBClusterRestore of the newest backup from before the error with pitr.type date and a moment before it; it stops the cluster of the site, and passive sites are cloned again by their reprotect runbooks',
    volumeReplicationRefusal:
      'MySQL ships its own log to the passive sites, where nodes run on volumes of their own; a volume that is replaced below them is another history',
    volumeSnapshotRefusal:
      'a snapshot of one node ends where it was taken, and Galera would take its state for that of the group; backups of XtraBackup and the uploaded binary log restore any moment',
    // Pods of the operator's own Jobs take no security context of ours for their scratch containers.
    podSecurity: 'baseline',
    sequentialBootstrap: true,
  };
}
