import type { IAppHost } from '../model/app-host';

/** Copies of volumes name their StorageClass: it has to be there, under one name, of the storage that copies. */
export function storageClassProblems(host: IAppHost): string[] {
  const classes = host.dataSites;
  const missing = classes.filter(({ statesStorageClass }) => !statesStorageClass);
  if (missing.length > 0) {
    const defaults = [...new Set(missing.map(({ storageClass }) => storageClass ?? 'the default of the cluster'))];
    return [
      `sites ${missing.map(({ name }) => name).join(', ')} state no storageClass, and their volumes would be of ${defaults.join(' and ')}, which nobody chose as one that the storage replicates; set storageClass of each site to the class that is replicated`,
    ];
  }
  if (new Set(classes.map(({ storageClass }) => storageClass)).size === 1) return [];
  const stated = classes.map(({ name, storageClass }) => `${storageClass} in ${name}`).join(', ');
  return [
    `storageClass is ${stated}; a claim that is made in another site names the class of the first: set storageClass of all sites to a class of one name, provisioner and parameters`,
  ];
}
