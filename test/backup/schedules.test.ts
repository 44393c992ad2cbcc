import { Duration } from 'cdk8s';
import { Backup, BackupMethod, type StrongConsistencyDRProps } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { THREE, deploy } from '../support/fleet';
import { FileStore } from './file-store';

interface ScheduleSpec {
  readonly schedule: string;
  readonly useOwnerReferencesInBackup: boolean;
  readonly template: Record<string, unknown>;
}

function appWith(dr: Partial<StrongConsistencyDRProps> = {}): Synthesized {
  const workload = new FileStore();
  return Synthesized.of((app) => deploy(app, { dr: { workload, frontEnd: undefined, hostname: undefined, ...dr } }));
}

function scheduleIn(output: Synthesized, site: string): ScheduleSpec {
  return output.object(site, 'Schedule', `orders-${site}`)['spec'] as ScheduleSpec;
}

describe('the backups of an application', () => {
  const output = appWith({
    namespace: 'shop',
    protection: { schedule: '15 */2 * * *', retention: Duration.days(45), maxDuration: Duration.minutes(90) },
  });

  test.each(THREE)('are taken in %s under a name that says so, into the location of the site', (site) => {
    const { schedule, template } = scheduleIn(output, site);
    expect(schedule).toBe('15 */2 * * *');
    expect(template).toMatchObject({
      includedNamespaces: ['shop'],
      storageLocation: `dr-${site}`,
      ttl: '1080h',
      itemOperationTimeout: '1h30m',
    });
  });

  test('outlive their Schedule, which GitOps may prune', () => {
    const { useOwnerReferencesInBackup, template } = scheduleIn(output, 'use1');
    expect(useOwnerReferencesInBackup).toBe(false);
    // Labels of their own, or Velero copies those of the Schedule, by which GitOps would take them for its own.
    expect(template).toMatchObject({ metadata: { labels: { 'app.kubernetes.io/part-of': 'orders' } } });
  });
});

describe('volumes', () => {
  test('are copied to the store, since a snapshot of a disk cannot leave its region', () => {
    const { template } = scheduleIn(appWith(), 'use1');
    expect(template).toMatchObject({
      snapshotVolumes: true,
      snapshotMoveData: true,
      defaultVolumesToFsBackup: false,
      csiSnapshotTimeout: '10m',
    });
    expect(template).not.toHaveProperty('hooks');
    // Only applications with one active site have copies of volumes to leave out.
    expect(template).not.toHaveProperty('labelSelector');
  });

  test('need the node agent and the snapshot controller', () => {
    const needs = appWith()
      .plan.apps[0]!.prerequisites.filter(({ site }) => site === 'use1')
      .map(({ name }) => name);
    expect(needs).toEqual(expect.arrayContaining(['velero', 'velero-node-agent', 'snapshot-controller']));
  });

  test('are read while the engine is quiesced, or the backup fails', () => {
    const hook = {
      name: 'freeze',
      podLabels: { app: 'files' },
      container: 'files',
      before: ['files', 'freeze'],
      after: ['files', 'thaw'],
      timeout: Duration.seconds(90),
    };
    const workload = new FileStore({ backup: { method: BackupMethod.VOLUMES, hooks: [hook] } });
    const { template } = scheduleIn(appWith({ workload, namespace: 'shop' }), 'use1');
    const run = (command: string[]) => ({ exec: { container: 'files', command, onError: 'Fail', timeout: '1m30s' } });
    expect(template['hooks']).toEqual({
      resources: [
        {
          name: 'freeze',
          includedNamespaces: ['shop'],
          labelSelector: { matchLabels: { app: 'files' } },
          pre: [run(['files', 'freeze'])],
          post: [run(['files', 'thaw'])],
        },
      ],
    });
  });

  test('have no longer to be snapshotted than the backup may take', () => {
    const { template } = scheduleIn(appWith({ protection: { maxDuration: Duration.minutes(4) } }), 'use1');
    expect(template).toMatchObject({ csiSnapshotTimeout: '4m' });
  });
});

test('of an engine with native backups only the objects are kept', () => {
  const output = Synthesized.of(deploy);
  const { template } = scheduleIn(output, 'use1');
  expect(template).toMatchObject({ snapshotVolumes: false, snapshotMoveData: false, defaultVolumesToFsBackup: false });
});

/** What the platform is told about the credentials of native backups in use1. */
function credentials(output = Synthesized.of(deploy)) {
  const { prerequisites } = output.plan.apps[0]!;
  return prerequisites.find(({ site, name }) => site === 'use1' && name === 'object-store-credentials');
}

test('native backups lie beside those of Velero, with credentials that only who writes them asks for', () => {
  expect(credentials()).toMatchObject({ namespace: 'orders', keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] });
  expect(credentials()?.why).toContain('put, get and list objects below native/prod/orders/cockroachdb of bucket');
  expect(credentials(appWith())).toBeUndefined();
});

test('who writes into an encrypted bucket is told of the rights on its key', () => {
  const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const backup = Backup.velero({
    bucket: 'dr-backups',
    region: 'eu-central-1',
    kmsKeyId: key,
    objectLock: Duration.days(14),
  });
  const output = Synthesized.of((app) => void deploy(app, { fleet: { backup } }));
  expect(credentials(output)?.why).toContain(`kms:Decrypt and kms:GenerateDataKey on ${key}`);
});

test('a witness has no data to back up', () => {
  const output = appWith({ witnessSite: 'usw2' });
  const schedules = (site: string) => output.objects(site, 'orders').filter(({ kind }) => kind === 'Schedule');
  expect(THREE.map((site) => schedules(site).length)).toEqual([1, 1, 0]);
});
