import type { IReplication } from '../model/replication';
import { BackupRestoreReplication } from './backup-restore/backup-restore';
import type { BackupRestoreProps } from './backup-restore/props';
import type { CsiAddonsProps } from './csi-addons/props';
import { CsiAddonsReplication } from './csi-addons/csi-addons';
import type { RamenProps } from './ramen/props';
import { RamenReplication } from './ramen/ramen';
import type { VolSyncProps } from './volsync/props';
import { VolSyncReplication } from './volsync/volsync';

/** How the data of a workload with one active site gets to the others. Anything else: implement IReplication. */
export class Replication {
  /**
   * The storage copies the volumes, told to by the csi-addons controller: Ceph RBD with Rook, and other CSI drivers that speak
   * csi-addons. Several volumes are copied as of one moment.
   */
  public static csiAddons(props: CsiAddonsProps = {}): IReplication {
    return new CsiAddonsReplication(props);
  }

  /** Ramen, in a hub of Open Cluster Management, has the storage copy the volumes and moves them. Two sites. */
  public static ramen(props: RamenProps): IReplication {
    return new RamenReplication(props);
  }

  /**
   * VolSync copies the volumes on a schedule, by rsync through the network of the sites: for storage that replicates nothing
   * itself. Each volume is copied by itself, so that several are of different moments.
   */
  public static volSync(props: VolSyncProps): IReplication {
    return new VolSyncReplication(props);
  }

  /**
   * Nothing is replicated: the runbook restores the newest backup of the application's volumes in the site that takes over. The
   * simplest and the cheapest, with the largest recovery point and time. The schedule is that of `protection`.
   */
  public static backupRestore(props: BackupRestoreProps): IReplication {
    return new BackupRestoreReplication(props);
  }

  private constructor() {}
}
