import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { IAppHost } from '../model/app-host';
import { appTags } from './tags';

/** Folder of the objects that everybody may read, and nothing else. */
export const LATCH_PREFIX = 'latches';

/** Makes the bucket of an application's latches. Names are written out: the stack must not depend on what another one knows. */
export function makeLatchBucket(host: IAppHost, name: string, region: string): void {
  const { stack } = host;
  const provider = new AwsProvider(stack, 'latch-region', { region, alias: 'latch', defaultTags: [appTags(host)] });
  const { id: bucket } = new S3Bucket(stack, 'latch-bucket', {
    provider,
    bucket: name,
    // Without the bucket all latches are open.
    lifecycle: { preventDestroy: true },
  });
  // Each version says when a latch was closed or opened. They are empty, and kept.
  new S3BucketVersioningA(stack, 'latch-versioning', {
    provider,
    bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new S3BucketServerSideEncryptionConfigurationA(stack, 'latch-encryption', {
    provider,
    bucket,
    // Keys of S3: whoever reads without credentials could not use one of KMS.
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
  });
  const access = new S3BucketPublicAccessBlock(stack, 'latch-public-access', {
    provider,
    bucket,
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  });
  new S3BucketPolicy(stack, 'latch-policy', {
    provider,
    bucket,
    // A new bucket refuses public policies until it is told otherwise.
    dependsOn: [access],
    policy: JSON.stringify(readableByAll(name)),
  });
}

function readableByAll(bucket: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'HealthCheckersSeeClosedLatches',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${bucket}/${LATCH_PREFIX}/*`,
      },
    ],
  };
}
