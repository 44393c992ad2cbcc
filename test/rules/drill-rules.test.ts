import { BackupMethod } from '../../src/rules/vocabulary';
import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';

const { backups, drills } = appFacts();
const DAY = 86_400;
const ofVolumes = backups.map((backup) => ({ ...backup, method: BackupMethod.VOLUMES }));
const covering = (covers: BackupMethod) => drills.map((drill) => ({ ...drill, covers }));

describe('DRL-01: a backup that was never restored is found out in the disaster', () => {
  test('a weekly test is fine, and so is one every 90 days', () => {
    expect(checkApp('DRL-01')).toEqual([]);
    expect(checkApp('DRL-01', { drills: drills.map((drill) => ({ ...drill, scheduleSeconds: 90 * DAY })) })).toEqual(
      [],
    );
  });

  test('volumes have to be restored with their contents', () => {
    expect(checkApp('DRL-01', { backups: ofVolumes, drills: covering(BackupMethod.VOLUMES) })).toEqual([]);
    expect(checkApp('DRL-01', { backups: ofVolumes })).toEqual([
      '0 of 3 restore tests of orders restore the volumes, so that whether its backups can be used is found out in the disaster; leave protection.drill.enabled out, or waive DRL-01 and say how restores are tested',
    ]);
  });

  test('no test at all', () => {
    expect(checkApp('DRL-01', { drills: [] })).toEqual([
      expect.stringContaining('0 of 0 restore tests of orders restore anything'),
    ]);
  });

  test('a test that is too seldom names its schedule and what is allowed', () => {
    const seldom = drills.map((drill) => ({ ...drill, schedule: '0 6 1 1,7 *', scheduleSeconds: 184 * DAY }));
    expect(checkApp('DRL-01', { drills: seldom })).toEqual([
      'up to 184 days pass between two restore tests of orders (0 6 1 1,7 *); allowed are 90 days: run protection.drill.schedule more often, weekly for example',
    ]);
  });

  test('an application without backups is not judged', () => {
    expect(checkApp('DRL-01', { backups: [] })).toBeUndefined();
  });
});
