import { Duration } from 'cdk8s';
import { Backup, Fleet, type VeleroProps } from 'cndr';
import { refusals } from '../support/errors';
import { deploy, fleetProps, sites } from '../support/fleet';
import { FileStore } from './file-store';

const VALID: VeleroProps = { bucket: 'dr-backups', region: 'eu-central-1' };

test.each<[string, Partial<VeleroProps>, RegExp[]]>([
  ['upper case in the bucket', { bucket: 'DR' }, [/bucket "DR"/, /3 to 63/]],
  ['a dot in a new bucket, which its certificate does not cover', { bucket: 'dr.backups' }, [/"dr\.backups"/]],
  ['a name that S3 keeps for itself', { bucket: 'dr-s3alias' }, [/bucket "dr-s3alias"/, /"-s3alias"/]],
  ['an address for a bucket', { existingBucket: true, bucket: '192.168.0.1' }, [/bucket "192\.168\.0\.1"/]],
  ['two dots in a bucket', { existingBucket: true, bucket: 'a..b' }, [/bucket "a\.\.b"/]],
  [
    'a port of the endpoint that is none',
    { endpoint: 'https://minio:99999', existingBucket: true },
    [/endpoint "https:\/\/minio:99999"/],
  ],
  [
    'no region of a store of another kind',
    { endpoint: 'https://minio', existingBucket: true, region: '' },
    [/region ""/, /MinIO/],
  ],
  ['a KMS key without a name', { kmsKeyId: '' }, [/kmsKeyId ""/, /alias\//]],
  ['more than a century of Object Lock', { objectLock: Duration.days(36_501) }, [/objectLock is 36501 days/, /36500/]],
  ['a part of a day of retention', { objectRetention: Duration.millis(1500) }, [/objectRetention is /]],
  ['a zone for a region', { region: 'eu-central-1a' }, [/region "eu-central-1a"/, /eu-central-1\b/]],
  [
    'plain http',
    { endpoint: 'http://minio:9000', existingBucket: true },
    [/endpoint "http:\/\/minio:9000"/, /https:\/\//],
  ],
  [
    'a path in the endpoint',
    { endpoint: 'https://minio/backups', existingBucket: true },
    [/"https:\/\/minio\/backups"/, /no path/],
  ],
  ['a new bucket in a store of another kind', { endpoint: 'https://minio' }, [/https:\/\/minio/, /existingBucket/]],
  [
    'a KMS key outside of AWS',
    { endpoint: 'https://minio', existingBucket: true, kmsKeyId: 'alias/dr' },
    [/alias\/dr/, /AWS S3/],
  ],
  [
    'a KMS key of another region',
    { kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1' },
    [/us-east-1/, /eu-central-1/],
  ],
  ['half a day of retention', { objectRetention: Duration.hours(60) }, [/objectRetention is 2\.5 days/, /whole days/]],
  ['a lock of no days', { objectLock: Duration.days(0) }, [/objectLock is 0 days/]],
  [
    'a lock on a bucket of somebody else',
    { existingBucket: true, objectLock: Duration.days(14) },
    [/objectLock/, /dr-backups/, /existingBucket/],
  ],
  [
    'a lifecycle of a bucket of somebody else',
    { existingBucket: true, objectRetention: Duration.days(14) },
    [/objectRetention/, /existingBucket/],
  ],
  ['a namespace with a dot', { namespace: 'dr.velero' }, [/namespace "dr\.velero"/]],
  ['a Secret with an underscore', { credentialsSecret: 'my_secret' }, [/credentialsSecret "my_secret"/]],
  ['a Secret of applications in upper case', { appCredentialsSecret: 'S3' }, [/appCredentialsSecret "S3"/]],
])('%s is refused', (_, props, parts) => {
  const backup = Backup.velero({ ...VALID, ...props });
  const found = refusals((app) => new Fleet(app, 'prod', fleetProps({ backup })));
  const [message] = found.filter((one) => parts.every((part) => part.test(one)));
  expect(message).toMatch(/^INPUT: /);
  expect(message).not.toMatch(/\.$/);
});

test('all mistakes are told at once', () => {
  const backup = Backup.velero({ bucket: 'DR', region: 'mars', namespace: 'Velero' });
  expect(refusals((app) => new Fleet(app, 'prod', fleetProps({ backup })))).toHaveLength(3);
});

const files = { workload: new FileStore(), frontEnd: undefined, hostname: undefined };

test('a schedule whose backups would have names too long for labels is refused', () => {
  const found = refusals((app) => deploy(app, { id: 'a-name-that-is-longer-than-it-should-ever-be', dr: files }));
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/a-name-that-is-longer-than-it-should-ever-be-use1" has 49 .* 48 are/),
    ]),
  );
});

test('an application in the namespace of Velero is refused', () => {
  const backup = Backup.velero({ ...VALID, namespace: 'dr-velero' });
  const found = refusals((app) => deploy(app, { fleet: { backup }, dr: { ...files, namespace: 'dr-velero' } }));
  expect(found).toContainEqual(expect.stringMatching(/INPUT: namespace "dr-velero" is that of Velero.* of its own$/));
});

test('a retention that the lifecycle of the bucket cuts short is refused', () => {
  const found = refusals((app) => deploy(app, { dr: { ...files, protection: { retention: Duration.days(90) } } }));
  expect(found).toEqual([expect.stringMatching(/kept for 90 days.* after 90 days.*objectRetention/)]);
});

test('nothing is known of the lifecycle of an existing bucket', () => {
  const backup = Backup.velero({ ...VALID, existingBucket: true });
  const long = { ...files, protection: { retention: Duration.days(3650) } };
  const found = () => refusals((app) => deploy(app, { fleet: { backup }, dr: long }));
  expect(found).toThrow('the tree was accepted');
});

test('snapshots of an engine whose volumes are not consistent are refused by their own rule', () => {
  const found = refusals((app) => deploy(app, { dr: { protection: { volumeSnapshots: true } } }));
  const names = sites(['use1', 'use2', 'usw2']).map(({ name }) => `orders-${name}`);
  for (const name of names)
    expect(found.filter((one) => one.startsWith('BCK-10') && one.includes(name))).toHaveLength(1);
});
