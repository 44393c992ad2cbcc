import type { IAppHost } from '../model/app-host';
import type { TrafficBinding } from '../model/load-balancer';
import type { WorkloadProfile } from '../model/profile';
import type { IReplication, ReplicationBinding } from '../model/replication';
import type { WorkloadBinding } from '../model/workload';
import { addRunbooks } from '../runbook/runbooks';
import type { FrontEnd } from '../workloads/front-end/front-end';
import type { ActivePassiveShape, RecoveryBinding } from './shape';

/** What an application with one active site is made of. */
export interface RecoveryParts {
  readonly profile: WorkloadProfile;
  readonly workload: WorkloadBinding;
  readonly frontEnd?: FrontEnd;
  readonly traffic?: TrafficBinding;
  readonly roles?: ActivePassiveShape;
}

/** Replicates the data to the passive sites, and renders what decides on a failover and what does it. */
export function addRecovery(host: IAppHost, parts: RecoveryParts): RecoveryBinding | undefined {
  const { roles, frontEnd, traffic } = parts;
  if (!roles) return undefined;
  const replication = replicate(host, parts, roles.replication);
  if (!replication) return undefined;
  const trigger = roles.trigger.bind(host, { healthUrls: frontEnd?.healthUrls });
  const runbooks = addRunbooks(host, {
    data: replication.switching,
    frontEnd: frontEnd?.switching,
    latch: traffic?.latch,
    automatic: roles.trigger.kind === 'automatic',
    decision: trigger.decision,
  });
  return { replication, trigger, runbooks, frontEndStart: frontEnd?.startGap };
}

function replicate(
  host: IAppHost,
  { profile, workload }: RecoveryParts,
  by: IReplication | undefined,
): ReplicationBinding | undefined {
  if (!by && workload.replication) return workload.replication;
  if (!by) {
    host.refuse(
      `workload ${profile.system} does not replicate itself to a passive site; set replication, such as Replication.volSync() or Replication.backupRestore()`,
    );
    return undefined;
  }
  if (!workload.storage) {
    host.refuse(
      `replication is ${by.kind}, but workload ${profile.system} has no volumes that may be copied${profile.volumeReplicationRefusal === undefined ? '' : `: ${profile.volumeReplicationRefusal}`}; remove replication where the workload replicates itself, or use another pattern`,
    );
    return undefined;
  }
  return by.bind(host, workload.storage);
}
