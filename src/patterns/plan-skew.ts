import { Basis, Bound } from '../recovery/bound';
import { type DataCopy, consistencySkew } from '../recovery/skew';
import type { ReplicationFact } from '../rules/facts';
import { BackupMethod, ReplicationMechanism } from '../rules/vocabulary';
import type { AppHost } from './app-host';
import type { AppPlanProps } from './app-plan';
import type { Application } from './shape';

/** How far parts of the data may be from each other, in the plan. */
export function planSkew({ bounds }: AppPlanProps): Bound {
  return bounds.consistencySkew;
}

/**
 * How far parts of the data may be from each other after a failover or a restore.
 *
 * @param lost acknowledged writes that a lost site costs
 */
export function skewOf(application: Application, lost: Bound): Bound {
  const { host, workload } = application;
  const copies = host.replications.map((replication) => copyOf(replication, host, lost));
  const offsets = workload.consistencySkew;
  return consistencySkew([
    ...(copies.length > 0 ? copies : [withoutReplication(lost)]),
    ...(offsets ? [{ name: offsets.name, units: [], piecemeal: true, apart: offsets }] : []),
    ...restoredVolumes(application),
  ]);
}

function withoutReplication(lost: Bound): DataCopy {
  const together = lost.seconds === 0 ? 'no acknowledged write is lost with a site' : undefined;
  return { name: 'sites that are left', units: [], together, piecemeal: true, apart: lost };
}

function copyOf({ kind, mechanism, units, ...fact }: ReplicationFact, host: AppHost, lost: Bound): DataCopy {
  return {
    name: `copy by ${kind}`,
    units,
    together: togetherBy(fact, lost),
    // An engine copies each write by itself; a volume is of one moment.
    piecemeal: mechanism === ReplicationMechanism.APPLICATION,
    apart: mechanism === ReplicationMechanism.BACKUP ? backupDuration(host) : lost,
  };
}

function togetherBy(
  { synchronous, consistentGroup }: Pick<ReplicationFact, 'synchronous' | 'consistentGroup'>,
  lost: Bound,
): string | undefined {
  if (synchronous || lost.seconds === 0) return 'every acknowledged write is there';
  return consistentGroup ? 'all parts are copied as one' : undefined;
}

/** Of engines that keep their own backups the engine sees to it. */
function restoredVolumes({ host, workload }: Application): DataCopy[] {
  const copied = host.replications.some(({ mechanism }) => mechanism === ReplicationMechanism.BACKUP);
  if (copied || !workload.storage || !host.backups.some(({ method }) => method === BackupMethod.VOLUMES)) return [];
  const units = workload.storage.volumes.map(({ claim }) => claim);
  return [{ name: 'backup of volumes', units, piecemeal: false, apart: backupDuration(host) }];
}

function backupDuration({ protection }: AppHost): Bound {
  if (!protection) return Bound.unbounded('duration of a backup', 'the fleet has no backup');
  return Bound.term({
    name: 'duration of a backup',
    seconds: protection.maxDuration.toSeconds(),
    basis: Basis.ASSUMED,
    source: 'maxDuration of the protection; volumes are snapshotted one after the other within it',
  });
}
