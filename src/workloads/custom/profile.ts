import { Pacelc, Pattern, type WorkloadProfile } from '../../model/profile';
import { versionOf } from '../etcd/image';
import { knownSystem, repositoryName } from '../known-systems';
import type { CustomSettings } from './settings';

/** What can be said of any system that runs in one site at a time. */
export function customProfile({ system, image }: CustomSettings): WorkloadProfile {
  const known = knownSystem(system);
  const resembled = knownSystem(repositoryName(image));
  return {
    system,
    version: versionOf(image),
    pacelc: Pacelc.PC_EC,
    replicaConsensus: 'none',
    shardConsensus: 'none',
    replicaTerm: 'pod of the active site',
    shardTerm: 'none',
    quorumRule: 'a write is acknowledged by one pod, when its image says so; no other site has it yet',
    majoritySide: 'there are no sides: the active site serves, cut off or not, and passive sites hold copies',
    minoritySide: 'a passive site runs no pods, and serves nobody until a runbook makes it the active one',
    onHeal:
      'a site that was failed away from comes back with its old volumes; its pods stay scaled to nothing until the replication has taken the copy of the active site over them',
    detection: 'nothing in the workload: the trigger of the application watches the health path',
    election: 'none: a runbook scales the pods up in the other site, on the copies of the volumes',
    sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/', ...(known?.sources ?? [])],
    // Another name for the same image is the user's word, and stands in the plan.
    ...(resembled && resembled !== known
      ? {
          notGuaranteed: [
            `the image is called like ${resembled.name}, and \`system\` says that it is ${system}: nothing that ${resembled.name} is refused for was checked`,
          ],
        }
      : {}),
    restore:
      'scale the pods of the active site to nothing, delete their claims, and restore the newest backup from before the error: velero restore create --from-backup NAME --include-resources persistentvolumeclaims,persistentvolumes',
    volumeReplicationRefusal: known?.volumes,
    refusals: [
      {
        pattern: Pattern.STRONG_CONSISTENCY,
        reason:
          known?.strong ??
          'it is a plain image: no write waits for another site, and nothing elects a leader over sites; use ActivePassiveDR, or a workload with a quorum such as cockroachDb or etcd',
      },
      {
        pattern: Pattern.EVENTUAL_CONSISTENCY,
        reason:
          known?.eventual ??
          'it is a plain image: nothing tells one site what was written in another, and no rule says which of two writes wins; use ActivePassiveDR',
      },
    ],
  };
}
