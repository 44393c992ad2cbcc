import { Duration } from 'cdk8s';

/** Properties of backups by Velero. */
export interface VeleroProps {
  /** Name of the S3 bucket. */
  readonly bucket: string;
  /** Region of the bucket. Backups that lie in the region of the data are lost with it, so it must be that of no site. */
  readonly region: string;
  /**
   * True when somebody else made the bucket. The fleet then makes no cloud resources for it, and neither its versioning,
   * its encryption nor its lifecycle are known to the rules.
   *
   * @default false - the fleet's stack makes the bucket: versioned, encrypted, closed to the public, protected from
   * destruction (`prevent_destroy`)
   */
  readonly existingBucket?: boolean;
  /**
   * Endpoint of an S3-compatible store, `https` only. Velero then uses path-style addresses. Needs `existingBucket`.
   *
   * @default - AWS S3 of the region
   */
  readonly endpoint?: string;
  /**
   * KMS key of the bucket's region that encrypts the backups, as id, ARN or alias. Whoever restores needs
   * `kms:Decrypt`, also when a site's region is lost: a key of a site's own region would be lost with it.
   *
   * @default - SSE-S3 (AES256): encrypted at rest with keys of S3
   */
  readonly kmsKeyId?: string;
  /**
   * How long objects below `native/`, the backups that engines write themselves, are kept: engines delete none of them,
   * so the bucket's lifecycle does. Whole days, longer than the retention of every application, since an incremental
   * backup is worthless once its full backup is gone.
   *
   * @default - 90 days
   */
  readonly objectRetention?: Duration;
  /**
   * Object Lock: no version of an object can be deleted for this long, in GOVERNANCE mode, unless with
   * `s3:BypassGovernanceRetention`. Whole days. It can be switched on only when the bucket is made, and never off.
   * Velero does not support it formally: it rewrites a backup's metadata after the backup is complete and merges volume
   * data in the background, which writes new versions and keeps the old ones, so that the bucket grows by what is
   * rewritten in that time; an attacker can hide backups behind delete markers, but not destroy them.
   *
   * @default - none: versioning alone undoes deletions, for 30 days
   */
  readonly objectLock?: Duration;
  /**
   * Namespace of Velero, the same in every site.
   *
   * @default velero
   */
  readonly namespace?: string;
  /**
   * Secret in Velero's namespace whose key `cloud` is an AWS credentials file.
   *
   * @default velero-object-store
   */
  readonly credentialsSecret?: string;
  /**
   * Secret in each application's namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, for engines that write
   * their own backups.
   *
   * @default object-store-credentials
   */
  readonly appCredentialsSecret?: string;
}

/** The properties with their defaults. */
export interface VeleroSettings {
  readonly bucket: string;
  readonly region: string;
  readonly existingBucket: boolean;
  readonly endpoint?: string;
  readonly kmsKeyId?: string;
  readonly objectRetention: Duration;
  readonly objectLock?: Duration;
  readonly namespace: string;
  readonly credentialsSecret: string;
  readonly appCredentialsSecret: string;
}

/** Fills in the defaults. */
export function settingsOf(props: VeleroProps): VeleroSettings {
  return {
    ...props,
    existingBucket: props.existingBucket ?? false,
    objectRetention: props.objectRetention ?? Duration.days(90),
    namespace: props.namespace ?? 'velero',
    credentialsSecret: props.credentialsSecret ?? 'velero-object-store',
    appCredentialsSecret: props.appCredentialsSecret ?? 'object-store-credentials',
  };
}
