import type { IBackup } from '../model/backup';
import { VeleroBackup } from './velero';
import type { VeleroProps } from './props';

/** Catalogue of what keeps copies of the data and of the Kubernetes objects outside of the sites. */
export class Backup {
  /**
   * Velero in every site, writing to one S3 bucket in a region that no site is in. Every site reads what the others
   * wrote, so that any survivor can restore a lost one. Engines that write their own backups use the same bucket.
   *
   * Velero keeps all objects of an application's namespace, Secrets included: who may read the bucket, and decrypt it,
   * may read them.
   */
  public static velero(props: VeleroProps): IBackup {
    return new VeleroBackup(props);
  }

  private constructor() {}
}
