import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { NATIVE_PREFIX } from './layout';
import type { VeleroSettings } from './props';

/** How long a deleted or overwritten object can be brought back, in days: a wrong deletion is noticed within a month. */
const UNDELETE_DAYS = 30;
/** When the parts of an upload that was never completed are removed, in days; no backup runs that long. */
const INCOMPLETE_UPLOAD_DAYS = 7;

/**
 * Makes the bucket in the stack. All its resources name a provider of their own, since the bucket lies in another region
 * than anything else in the stack.
 */
export function makeBucket(stack: Construct, settings: VeleroSettings): void {
  const { region, objectLock } = settings;
  const provider = new AwsProvider(stack, 'backup-region', { region, alias: 'backup' });
  const { id: bucket } = new S3Bucket(stack, 'backup-bucket', {
    provider,
    bucket: settings.bucket,
    ...(objectLock && { objectLockEnabled: true }),
    // Another region or name, or Object Lock, would replace the bucket, and the backups with it.
    lifecycle: { preventDestroy: true },
  });
  const versioning = new S3BucketVersioningA(stack, 'backup-versioning', {
    provider,
    bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new S3BucketServerSideEncryptionConfigurationA(stack, 'backup-encryption', {
    provider,
    bucket,
    rule: [encryption(settings)],
  });
  new S3BucketPublicAccessBlock(stack, 'backup-public-access', {
    provider,
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  // S3 wants versioning first for both of these.
  new S3BucketLifecycleConfiguration(stack, 'backup-lifecycle', {
    provider,
    bucket,
    dependsOn: [versioning],
    rule: lifecycleRules(settings),
  });
  if (!objectLock) return;
  new S3BucketObjectLockConfigurationA(stack, 'backup-object-lock', {
    provider,
    bucket,
    dependsOn: [versioning],
    rule: { defaultRetention: { mode: 'GOVERNANCE', days: objectLock.toDays() } },
  });
}

function encryption({ kmsKeyId }: VeleroSettings) {
  return kmsKeyId === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
    : // Without a bucket key, S3 asks KMS for every one of Velero's many small objects.
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyId },
        bucketKeyEnabled: true,
      };
}

function lifecycleRules({ objectRetention, objectLock }: VeleroSettings) {
  return [
    {
      id: 'expire-native-backups',
      status: 'Enabled',
      filter: [{ prefix: `${NATIVE_PREFIX}/` }],
      expiration: [{ days: objectRetention.toDays() }],
    },
    {
      // Velero deletes its own expired backups, which leaves their versions behind.
      id: 'forget-deleted-objects',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      noncurrentVersionExpiration: [{ noncurrentDays: Math.max(UNDELETE_DAYS, objectLock?.toDays() ?? 0) }],
      expiration: [{ expiredObjectDeleteMarker: true }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: INCOMPLETE_UPLOAD_DAYS }],
    },
  ];
}
