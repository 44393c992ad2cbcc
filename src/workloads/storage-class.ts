import type { IAppHost } from '../model/app-host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';

/** States what the volumes of a system are to be made of in a site; the cluster's default class needs no mention. */
export function requireStorageClass(host: IAppHost, site: Site, system: string): void {
  if (site.storageClass === undefined) return;
  host.require(site, {
    kind: PrerequisiteKind.STORAGE_CLASS,
    name: site.storageClass,
    why: `volumes of ${system}: SSD, as every write waits for a sync to disk, volumeBindingMode WaitForFirstConsumer, reclaimPolicy Retain`,
  });
}
