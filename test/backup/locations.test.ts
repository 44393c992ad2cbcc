import { Backup, Fleet, PrerequisiteKind, type VeleroProps } from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import { THREE, fleetProps } from '../support/fleet';

interface LocationSpec {
  readonly accessMode: string;
  readonly default: boolean;
  readonly backupSyncPeriod: string;
  readonly validationFrequency: string;
  readonly objectStorage: { readonly bucket: string; readonly prefix: string };
  readonly config: Record<string, string>;
  readonly credential: { readonly name: string; readonly key: string };
}

function fleetWith(props: Partial<VeleroProps> = {}): Synthesized {
  const backup = Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', ...props });
  return Synthesized.of((app) => new Fleet(app, 'prod', fleetProps({ backup })));
}

function locations(output: Synthesized, cluster: string): ManifestObject[] {
  return output.objects(cluster, 'prod').filter(({ kind }) => kind === 'BackupStorageLocation');
}

const specOf = (location?: ManifestObject) => location?.['spec'] as LocationSpec;

describe('each of three sites', () => {
  const output = fleetWith();

  test.each(THREE)('%s writes to its own location, and to no other', (site) => {
    const writable = locations(output, site).filter((location) => specOf(location).accessMode === 'ReadWrite');
    expect(writable.map(({ metadata }) => metadata.name)).toEqual([`dr-${site}`]);
    expect(specOf(writable[0])).toMatchObject({ default: true, objectStorage: { prefix: `velero/prod/${site}` } });
  });

  test.each(THREE)('%s can read what every other site wrote', (reader) => {
    for (const writer of THREE.filter((site) => site !== reader)) {
      const written = specOf(output.object(writer, 'BackupStorageLocation', `dr-${writer}`));
      const read = specOf(output.object(reader, 'BackupStorageLocation', `dr-${writer}`));
      expect(read.objectStorage).toEqual(written.objectStorage);
      expect(read).toMatchObject({ accessMode: 'ReadOnly', default: false });
    }
  });

  test('and none marks the location of another as broken by writing below its prefix', () => {
    const prefixes = locations(output, 'use1').map((location) => `${specOf(location).objectStorage.prefix}/`);
    const nested = prefixes.filter((one) => prefixes.some((other) => other !== one && other.startsWith(one)));
    expect(prefixes).toHaveLength(3);
    expect(nested).toEqual([]);
  });

  test('looks for news as often as the alerts assume', () => {
    for (const location of locations(output, 'usw2')) {
      expect(specOf(location)).toMatchObject({ backupSyncPeriod: '1m', validationFrequency: '1m' });
    }
  });
});

test('a fleet of another name has other prefixes, so that two can share a bucket', () => {
  const backup = Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', existingBucket: true });
  const output = Synthesized.of((app) => new Fleet(app, 'staging', fleetProps({ backup })));
  expect(specOf(output.object('use1', 'BackupStorageLocation', 'dr-use1')).objectStorage.prefix).toBe(
    'velero/staging/use1',
  );
});

test('a location says how the store encrypts what is written', () => {
  const config = (props: Partial<VeleroProps>) => specOf(locations(fleetWith(props), 'use1')[0]).config;
  expect(config({})).toEqual({ region: 'eu-central-1', serverSideEncryption: 'AES256' });
  expect(config({ kmsKeyId: 'alias/dr' })).toEqual({ region: 'eu-central-1', kmsKeyId: 'alias/dr' });
});

test('a store other than AWS is reached at its endpoint', () => {
  const output = fleetWith({ existingBucket: true, region: 'minio', endpoint: 'https://minio.example.com:9000' });
  expect(specOf(locations(output, 'use1')[0]).config).toEqual({
    region: 'minio',
    s3Url: 'https://minio.example.com:9000',
    s3ForcePathStyle: 'true',
  });
});

describe('the plan says what Velero needs in a site', () => {
  const needs = (output: Synthesized) => output.plan.fleets[0]!.prerequisites.filter(({ site }) => site === 'use2');

  test('Velero with the plugin that goes with it, and Secrets with their keys', () => {
    const found = needs(fleetWith({ namespace: 'backup', credentialsSecret: 's3' }));
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'operator', name: 'velero', namespace: 'backup', version: '1.18.1' }),
        expect.objectContaining({ kind: 'operator', name: 'velero-plugin-for-aws', version: '1.14' }),
        expect.objectContaining({ kind: 'Namespace', name: 'backup' }),
        expect.objectContaining({ kind: 'Secret', name: 's3', namespace: 'backup', keys: ['cloud'] }),
        expect.objectContaining({ kind: 'Secret', name: 'velero-repo-credentials', keys: ['repository-password'] }),
      ]),
    );
  });

  test('rights to delete below its own prefix only', () => {
    const iam = needs(fleetWith({ kmsKeyId: 'alias/dr' })).find(
      ({ kind, name }) => kind === PrerequisiteKind.IAM && name === 'velero-use2',
    );
    expect(iam?.why).toContain(
      's3:DeleteObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts on dr-backups/velero/prod/use2/*',
    );
    expect(iam?.why).toContain('s3:GetObject on dr-backups/velero/prod/*');
    expect(iam?.why).toContain('kms:Decrypt');
  });
});
