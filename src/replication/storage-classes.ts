import type { IAppHost } from '../model/app-host';

/** Copies of volumes name their StorageClass: it has to be there, under one name. */
export function storageClassProblems(host: IAppHost): string[] {
  const classes = host.dataSites.map(({ name, storageClass }) => ({ name, storageClass }));
  const missing = classes.filter(({ storageClass }) => storageClass === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    return [
      `sites ${missing.join(', ')} state no storageClass, and replicated volumes cannot be of a default one, which may change; set storageClass of each site to the class that is replicated`,
    ];
  }
  if (new Set(classes.map(({ storageClass }) => storageClass)).size === 1) return [];
  const stated = classes.map(({ name, storageClass }) => `${storageClass} in ${name}`).join(', ');
  return [
    `storageClass is ${stated}; a claim that is made in another site names the class of the first: set storageClass of all sites to a class of one name, provisioner and parameters`,
  ];
}
