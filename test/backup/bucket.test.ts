import { Duration } from 'cdk8s';
import { Backup, Fleet, type VeleroProps } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { fleetProps } from '../support/fleet';

function fleetWith(props: Partial<VeleroProps> = {}): Synthesized {
  const backup = Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', ...props });
  const waivers = [
    { rule: 'BCK-09', reason: 'this test looks at the bucket without Object Lock', expires: '2999-12-31' },
  ];
  return Synthesized.of((app) => new Fleet(app, 'prod', fleetProps({ backup, waivers })));
}

/** The one resource of the type. */
function resource(output: Synthesized, type: string): Record<string, unknown> {
  const found = Object.values(output.resources('prod', type));
  expect(found).toHaveLength(1);
  return found[0]!;
}

interface LifecycleRule {
  readonly id: string;
  readonly filter: { readonly prefix: string }[];
  readonly expiration: { readonly days?: number }[];
  readonly noncurrent_version_expiration?: { readonly noncurrent_days: number }[];
  readonly abort_incomplete_multipart_upload?: { readonly days_after_initiation: number }[];
}

const lifecycle = (output: Synthesized) =>
  resource(output, 'aws_s3_bucket_lifecycle_configuration')['rule'] as LifecycleRule[];

function s3Resources(output: Synthesized): Record<string, unknown>[] {
  return Object.entries(output.terraform('prod').resource ?? {})
    .filter(([type]) => type.startsWith('aws_s3_'))
    .flatMap(([, resources]) => Object.values(resources));
}

describe('the bucket that the fleet makes', () => {
  const output = fleetWith();

  test('is versioned, encrypted and closed to the public', () => {
    expect(resource(output, 'aws_s3_bucket_versioning')).toMatchObject({
      versioning_configuration: { status: 'Enabled' },
    });
    expect(resource(output, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
    expect(resource(output, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test('is never destroyed with what it holds', () => {
    const bucket = resource(output, 'aws_s3_bucket');
    expect(bucket).toMatchObject({ bucket: 'dr-backups', lifecycle: { prevent_destroy: true } });
    expect(bucket).not.toHaveProperty('force_destroy');
  });

  test('lies in its own region, by its provider: version 5 of the provider knows no region of a resource', () => {
    const found = s3Resources(output);
    expect(output.terraform('prod')['provider']).toMatchObject({
      aws: expect.arrayContaining([{ alias: 'backup', region: 'eu-central-1' }]) as unknown,
    });
    expect(found).toHaveLength(5);
    expect(found.filter(({ provider }) => provider !== 'aws.backup')).toEqual([]);
    expect(found.filter((one) => 'region' in one)).toEqual([]);
  });

  test('forgets native backups after 90 days, since no engine deletes them, and nothing that Velero keeps', () => {
    const expiring = lifecycle(output).filter(({ expiration }) => expiration.some(({ days }) => days !== undefined));
    expect(expiring).toMatchObject([{ filter: [{ prefix: 'native/' }], expiration: [{ days: 90 }] }]);
  });

  test('brings back what was deleted in the last 30 days', () => {
    const kept = lifecycle(output).flatMap((rule) => rule.noncurrent_version_expiration ?? []);
    expect(kept).toEqual([{ noncurrent_days: 30 }]);
  });

  test('does not keep the parts of uploads that failed', () => {
    const aborted = lifecycle(output).flatMap((rule) => rule.abort_incomplete_multipart_upload ?? []);
    expect(aborted).toEqual([{ days_after_initiation: 7 }]);
  });
});

test('a retention of native backups becomes the lifecycle', () => {
  const output = fleetWith({ objectRetention: Duration.days(400) });
  expect(lifecycle(output)[0]).toMatchObject({ expiration: [{ days: 400 }] });
});

test('a KMS key encrypts the bucket, with a bucket key in between', () => {
  const output = fleetWith({ kmsKeyId: 'alias/dr' });
  expect(resource(output, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
    rule: [
      {
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: 'alias/dr' },
        bucket_key_enabled: true,
      },
    ],
  });
});

describe('Object Lock', () => {
  const output = fleetWith({ objectLock: Duration.days(45) });

  test('is on from the first object, in governance mode', () => {
    expect(resource(output, 'aws_s3_bucket')).toMatchObject({ object_lock_enabled: true });
    expect(resource(output, 'aws_s3_bucket_object_lock_configuration')).toMatchObject({
      rule: { default_retention: { mode: 'GOVERNANCE', days: 45 } },
    });
  });

  test('outlasts no deleted version: S3 would have to keep what the lifecycle removes', () => {
    expect(lifecycle(output).flatMap((rule) => rule.noncurrent_version_expiration ?? [])).toEqual([
      { noncurrent_days: 45 },
    ]);
  });

  test('is known to the rules', () => {
    expect(output.plan.fleets[0]?.facts.store).toMatchObject({ versioned: true, objectLock: true });
    expect(fleetWith().plan.fleets[0]?.facts.store).toMatchObject({ versioned: true, objectLock: false });
  });
});

test('an existing bucket is left alone, and nothing is claimed of it', () => {
  const output = fleetWith({ existingBucket: true });
  expect(s3Resources(output)).toEqual([]);
  expect(output.plan.fleets[0]?.facts.store).toEqual({ bucket: 'dr-backups', region: 'eu-central-1' });
});
