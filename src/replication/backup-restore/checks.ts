import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { StoredVolume, WorkloadStorage } from '../../model/replication';
import { Basis } from '../../recovery/bound';
import { listed } from '../../rules/wording';
import type { BackupRestoreSettings } from './props';

/** What cannot be kept, or not be computed: one message each. */
export function backupRestoreProblems(
  host: IAppHost,
  settings: BackupRestoreSettings,
  storage: WorkloadStorage,
): string[] {
  return [
    ...storeProblems(host),
    ...sizeProblems(settings, storage),
    ...basisProblems(settings),
    ...durationProblems(settings),
    ...settings.resources
      .filter((resource) => !/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/.test(resource))
      .map(
        (resource) =>
          `backupRestore resources has "${resource}"; allowed are resources in the plural with their API group; write secrets or widgets.example.com`,
      ),
    ...classProblems(host),
  ];
}

function storeProblems({ fleet }: IAppHost): string[] {
  if (!fleet.backup) {
    return ['backupRestore restores backups, and the fleet has none; give the fleet one, such as Backup.velero'];
  }
  if (fleet.backup.volumeRestore) return [];
  return ['backupRestore restores volumes, which the backup of the fleet cannot; use Backup.velero'];
}

function sizeProblems({ dataSize, throughput }: BackupRestoreSettings, { volumes }: WorkloadStorage): string[] {
  const room = volumes.reduce((total, { size }) => total + kibibytes(size), 0);
  const data = kibibytes(dataSize);
  return [
    ...(kibibytes(throughput) > 0
      ? []
      : [
          `backupRestore throughput is ${throughput.asString()} in a second; allowed is more than nothing: measure a restore, or assume what the storage and the network give`,
        ]),
    ...(data > 0 && data <= room
      ? []
      : [
          `backupRestore dataSize is ${dataSize.asString()}; allowed is more than nothing, and at most what the volumes can hold: ${listed(volumes.map(described))}; give what is on them`,
        ]),
  ];
}

function described({ claim, size }: StoredVolume): string {
  return `${claim} (${size.asString()})`;
}

function basisProblems({ throughputBasis }: BackupRestoreSettings): string[] {
  if (throughputBasis !== Basis.DERIVED) return [];
  return [
    'backupRestore throughputBasis is derived, but no field that is emitted makes storage fast; give Basis.MEASURED or Basis.ASSUMED',
  ];
}

function durationProblems({ queue, provisioning }: BackupRestoreSettings): string[] {
  return Object.entries({ queue, provisioning })
    .filter(([, duration]) => !Number.isInteger(duration.toSeconds({ integral: false })))
    .map(
      ([prop, duration]) =>
        `backupRestore ${prop} is ${duration.toSeconds({ integral: false })} s; allowed are whole seconds; round it up`,
    );
}

/** A restored claim asks for the StorageClass that it had. */
function classProblems({ dataSites }: IAppHost): string[] {
  const classes = new Set(dataSites.map(({ storageClass }) => storageClass));
  if (classes.size <= 1) return [];
  const named = dataSites.map(
    ({ name, storageClass }) => `${name} has ${storageClass ?? 'the default of its cluster'}`,
  );
  return [
    `backupRestore restores claims with the StorageClass that they had, and ${listed(named)}; make one of the same name in every site, and give it as storageClass of each`,
  ];
}

function kibibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
}
