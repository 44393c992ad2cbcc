import type { IAppHost } from '../../model/app-host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { VolSyncSettings } from './props';

/** Version that the manifests were checked against. */
const VOLSYNC_VERSION = '0.16.0';

/** What VolSync needs in a site, whichever role it has. */
export function requireVolSync(host: IAppHost, site: Site, settings: VolSyncSettings): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'volsync',
    namespace: 'volsync-system',
    version: VOLSYNC_VERSION,
    why: 'copies volumes from site to site; on the UTC clock, with its metrics scraped: the alerts that hold the recovery point read them',
  });
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'snapshot-controller',
    why: 'takes CSI snapshots: volumes are copied as of one moment, and copies are kept as snapshots',
  });
  host.require(site, {
    kind: PrerequisiteKind.STORAGE_CLASS,
    name: settings.copyStorageClass,
    why: `volumes that VolSync makes for itself: provisioner and parameters as of ${classOf(site)}, but reclaimPolicy Delete, or every copy leaves a volume behind`,
  });
  if (settings.volumeSnapshotClass !== undefined) {
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: `VolumeSnapshotClass ${settings.volumeSnapshotClass}`,
      why: `snapshots of volumes of ${classOf(site)}, by the same CSI driver`,
    });
  }
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: settings.keySecret,
    namespace: host.namespace,
    keys: ['psk.txt'],
    why: 'pre-shared key of the movers, the same in every site: an id, a colon and 64 random hex digits, as stunnel reads it (volsync:<hex>)',
  });
}

function classOf({ storageClass }: Site): string {
  return storageClass === undefined ? 'the default StorageClass' : `StorageClass ${storageClass}`;
}
