import { Duration, Size } from 'cdk8s';
import { Backup, type BackupRestoreProps, Basis, Replication } from 'cndr';
import type { Synthesized } from 'cndr/testing';
import { checkOutput } from '../support/conformance';
import { sites } from '../support/fleet';
import { type Changes, leaves, refused, synthesize } from './active-passive';

const PROPS: BackupRestoreProps = { dataSize: Size.gibibytes(10), throughput: Size.mebibytes(50) };
const monthly = { rpo: Duration.days(31), rto: Duration.days(1) };
const years = { rpo: Duration.days(3650), rto: Duration.days(3650) };

const synthesized = (props: Partial<BackupRestoreProps> = {}, changes: Changes = {}) =>
  synthesize(Replication.backupRestore({ ...PROPS, ...props }), changes);
const template = (of: Synthesized, site: string) =>
  (of.object(site, 'Schedule', `orders-${site}`)['spec'] as { template: Record<string, unknown> }).template;
const scheduled = (schedule: string, retention = Duration.days(3000)) =>
  synthesized(
    {},
    {
      dr: { protection: { schedule, retention }, objectives: years },
      fleet: { backup: longKept() },
    },
  ).binding.lag.seconds;

const longKept = () =>
  Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', objectRetention: Duration.days(3600) });

const { output, binding } = synthesized();

describe('the backups', () => {
  test('hold the contents of the volumes, moved out of the region', () => {
    expect(template(output, 'use1')).toMatchObject({ snapshotVolumes: true, snapshotMoveData: true });
  });

  test('do not fail over what VolSync makes and removes meanwhile', () => {
    expect(template(output, 'use1')['labelSelector']).toEqual({
      matchExpressions: [{ key: 'app.kubernetes.io/created-by', operator: 'NotIn', values: ['volsync'] }],
    });
  });

  test('of the active site are seen by the passive one, which cannot change them', () => {
    const location = (site: string) => output.object(site, 'BackupStorageLocation', 'dr-use1')['spec'];
    const { objectStorage } = location('use1') as { objectStorage: object };
    expect(location('use1')).toMatchObject({ accessMode: 'ReadWrite' });
    expect(location('usw2')).toMatchObject({ accessMode: 'ReadOnly', objectStorage });
  });

  test('are restored by nothing that GitOps applies', () => {
    const kinds = ['use1', 'usw2'].flatMap((site) => output.objects(site, 'orders')).map(({ kind }) => kind);
    expect(kinds).not.toContain('Restore');
  });

  test('are alerted on when they are late, also in the site that would restore them', () => {
    expect(JSON.stringify(output.objects('usw2', 'orders'))).toContain('BackupOverdueUse1');
  });
});

describe('the recovery point', () => {
  test('is the largest gap, the duration of a backup, and its wait for others', () => {
    expect(leaves(binding.lag)).toEqual([
      ['largest gap between two backups', 1800],
      ['duration of a backup', 900],
      ['backup waits for those of other applications', 900],
    ]);
    expect(binding.lag.seconds).toBe(3600);
    expect(binding.lag.basis).toBe(Basis.ASSUMED);
    expect(synthesized({ queue: Duration.seconds(0) }).binding.lag.seconds).toBe(2700);
  });

  const DAY = 86_400;
  test.each<[string, string, number]>([
    ['every 31st: March to May and the like', '0 3 31 * *', 61 * DAY],
    ['every 30th: the end of January to the end of March of a leap year', '0 3 30 * *', 60 * DAY],
    ['29 February: every fourth year', '0 3 29 2 *', 1461 * DAY],
    ['Mondays', '0 3 * * 1', 7 * DAY],
  ])('knows that a schedule may fire rarely: %s', (_, schedule, gap) => {
    expect(scheduled(schedule)).toBe(gap + 900 + 900);
  });

  test.each<[string, string]>([
    ['never fires', '0 3 30 2 *'],
    ['is none', '0 3 * *'],
  ])('is refused where a schedule %s', (_, schedule) => {
    const dr = { protection: { schedule } };
    expect(refused(Replication.backupRestore(PROPS), { dr }).join('\n')).toContain('protection.schedule');
  });

  test('is refused where the objective is shorter than the rarest gap', () => {
    const dr = { protection: { schedule: '0 3 31 * *', retention: Duration.days(80) }, objectives: monthly };
    expect(refused(Replication.backupRestore(PROPS), { dr }).join('\n')).toMatch(
      /STO-11: backup and restore copies every/,
    );
  });
});

describe('the recovery time', () => {
  test('is that of the contents at the throughput that was stated, and of everything around them', () => {
    const own = leaves(binding.promotion).slice(0, 6);
    // 10 GiB at 50 MiB/s: 10240 / 50 = 204.8 s.
    expect(own).toEqual([
      ['backup is looked at, and pods are made', 120],
      ['lost site is given up on', 60],
      ['the other site learns of the backup', 60],
      ['objects are restored', 60],
      ['contents are read: 10Gi at 50Mi in a second', 204.8],
      ['volumes are made', 120],
    ]);
    expect(binding.promotion.seconds).toBeGreaterThan(624.8);
  });

  test('is as good as the throughput is known', () => {
    const read = (props: Partial<BackupRestoreProps>) =>
      synthesized(props).binding.promotion.parts.find(({ name }) => name.startsWith('contents are read'))?.basis;
    expect(read({})).toBe(Basis.ASSUMED);
    expect(read({ throughputBasis: Basis.MEASURED })).toBe(Basis.MEASURED);
  });

  test('of a switchover loses nothing, at the price of a backup and a restore without writes', () => {
    expect(binding.switchoverLag.seconds).toBe(0);
    expect(leaves(binding.switchoverGap)).toEqual(
      expect.arrayContaining([
        ['last backup', 900],
        ['backup waits for those of other applications', 900],
        ['contents are read: 10Gi at 50Mi in a second', 204.8],
      ]),
    );
  });
});

describe('refused are', () => {
  test.each<[string, Partial<BackupRestoreProps>, RegExp]>([
    ['a restore that reads nothing', { throughput: Size.kibibytes(0) }, /throughput is 0Ki in a second/],
    ['no data', { dataSize: Size.gibibytes(0) }, /dataSize is 0Gi/],
    ['more data than fits', { dataSize: Size.gibibytes(21) }, /dataSize is 21Gi.*data-workload-0 \(20Gi\)/],
    ['a throughput that follows from nothing', { throughputBasis: Basis.DERIVED }, /throughputBasis is derived/],
    ['parts of seconds', { queue: Duration.millis(1500) }, /queue is 1.5 s/],
    ['resources that are none', { resources: ['Secret'] }, /resources has "Secret"/],
  ])('%s', (_, props, message) => {
    expect(refused(Replication.backupRestore({ ...PROPS, ...props })).join('\n')).toMatch(message);
  });

  test('a fleet without backups', () => {
    const fleet = { backup: undefined };
    expect(refused(Replication.backupRestore(PROPS), { fleet }).join('\n')).toContain('the fleet has none');
  });

  test('sites whose StorageClasses have different names: a restored claim would wait forever', () => {
    const changed = sites(['use1', 'usw2'], { usw2: { storageClass: 'fast' } });
    expect(refused(Replication.backupRestore(PROPS), { sites: changed }).join('\n')).toMatch(
      /use1 has gp3.*usw2 has fast/,
    );
  });
});

test.each<[string, Changes]>([
  ['as it is by default', {}],
  ['with the roles swapped', { dr: { activeSite: 'usw2' } }],
])('an API server accepts it %s', (_, changes) => {
  expect(checkOutput(synthesized({}, changes).output)).toEqual([]);
});
