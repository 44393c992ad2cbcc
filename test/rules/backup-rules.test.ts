import type { BackupFact } from '../../src/rules/facts';
import { BackupMethod } from '../../src/rules/vocabulary';
import { checkApp, checkFleet } from './check-rule';
import { appFacts, changedAt } from './facts-fixture';

const { backups } = appFacts();
const atUse1 = (change: Partial<BackupFact>): { backups: BackupFact[] } => ({
  backups: changedAt('use1', backups, change),
});
const STORE = { bucket: 'dr-backups', region: 'eu-central-1', versioned: true, objectLock: true };

describe('BCK-01: the disaster that takes the data takes backups in its region', () => {
  test('a bucket in a region without a site is fine', () => {
    expect(checkFleet('BCK-01')).toEqual([]);
  });

  test('the message has the bucket, the region, the site, and the regions to avoid', () => {
    expect(checkFleet('BCK-01', { store: { ...STORE, region: 'us-west-2' } })).toEqual([
      'bucket dr-backups is in region us-west-2, which is the region of usw2, whose data it protects; use a bucket in a region without a site (sites are in us-east-1, us-east-2, us-west-2)',
    ]);
  });

  test('a fleet without a store is not judged', () => {
    expect(checkFleet('BCK-01', { store: undefined })).toBeUndefined();
  });
});

describe('BCK-09: an intruder deletes backups that can be deleted', () => {
  test('a bucket with versioning and Object Lock is fine', () => {
    expect(checkFleet('BCK-09')).toEqual([]);
  });

  test.each([
    ['off', { versioned: true, objectLock: false }, 'bucket dr-backups has no Object Lock, so that'],
    [
      'unknown',
      { versioned: undefined, objectLock: undefined },
      'is not known to have versioning and is not known to have Object Lock',
    ],
    [
      'one off, one unknown',
      { versioned: false, objectLock: undefined },
      'has no versioning and is not known to have Object Lock',
    ],
  ])('%s: the message tells what is off from what is unknown', (_, change, state) => {
    const [message] = checkFleet('BCK-09', { store: { ...STORE, ...change } }) ?? [];
    expect(message).toContain(state);
    expect(message).toContain('turn both on, or let the fleet make the bucket');
  });

  test('a fleet without a store is not judged', () => {
    expect(checkFleet('BCK-09', { store: undefined })).toBeUndefined();
  });
});

describe('BCK-02: replication copies a dropped table to every site', () => {
  test('an application with backups is fine', () => {
    expect(checkApp('BCK-02')).toEqual([]);
  });

  test('the message says why replicas do not count, and how to accept it', () => {
    expect(checkApp('BCK-02', { backups: [] })).toEqual([
      '0 backups of etcd in use1, use2 and usw2: replication is not backup, since it copies errors as well; give the fleet a backup, or waive BCK-02 and say why the data may be lost',
    ]);
  });
});

describe('BCK-04: a backup that goes before the next one is complete leaves none', () => {
  test.each([
    ['kept for longer than the next one takes', { ttlSeconds: 2_701 }],
    ['as long as the time between runs', { durationSeconds: 1_800 }],
  ])('%s is fine', (_, change) => {
    expect(checkApp('BCK-04', atUse1(change))).toEqual([]);
  });

  test('the message does the sum, and names the prop and the schedule', () => {
    expect(checkApp('BCK-04', atUse1({ ttlSeconds: 2_700 }))).toEqual([
      'backup orders-use1 of site use1 is kept for 45 min, and the next one may take 45 min to be complete (30 min between runs + 15 min for a run); set protection.retention above 45 min, or run it more often than */30 * * * *',
    ]);
  });

  test('runs that overlap', () => {
    expect(checkApp('BCK-04', atUse1({ durationSeconds: 2_400 }))).toEqual([
      'backup orders-use1 of site use1 starts every 30 min (*/30 * * * *) and may run for 40 min, so that runs overlap; set protection.maxDuration to 30 min or less, or run it less often',
    ]);
  });

  test('both at once', () => {
    expect(checkApp('BCK-04', atUse1({ durationSeconds: 3_600, ttlSeconds: 90 }))).toHaveLength(2);
  });

  test('an application without backups is not judged', () => {
    expect(checkApp('BCK-04', { backups: [] })).toBeUndefined();
  });
});

describe('BCK-05: objects of Kubernetes restore an empty database', () => {
  const objects = (site: string): BackupFact[] => changedAt(site, backups, { method: BackupMethod.OBJECTS });
  const ofVolumes = backups.map((backup) => ({ ...backup, method: BackupMethod.VOLUMES }));

  test('native backups and backups of volumes are fine', () => {
    expect(checkApp('BCK-05')).toEqual([]);
    expect(checkApp('BCK-05', { backups: ofVolumes })).toEqual([]);
  });

  test('one native backup holds what the engine holds, in every site', () => {
    expect(checkApp('BCK-05', { backups: backups.slice(0, 1) })).toEqual([]);
  });

  test('where sites take writes on their own, each needs its own', () => {
    expect(checkApp('BCK-05', { backups: backups.slice(0, 2), pattern: 'EventualConsistencyDR' })).toEqual([
      'the data of etcd in site usw2 is in no backup (usw2 has no backup); add a native backup or one of its volumes in site usw2',
    ]);
  });

  test('volumes are those of one site', () => {
    expect(checkApp('BCK-05', { backups: ofVolumes.slice(0, 2) })).toEqual([
      expect.stringContaining('in site usw2 is in no backup'),
    ]);
  });

  test('one site without its data is found among others that have theirs', () => {
    expect(checkApp('BCK-05', { backups: changedAt('use1', ofVolumes, { method: BackupMethod.OBJECTS }) })).toEqual([
      expect.stringContaining('in site use1 is in no backup (use1 has a backup of Kubernetes objects only)'),
    ]);
  });

  test('a backup of objects is named for what it is', () => {
    expect(checkApp('BCK-05', { backups: objects('use1').slice(0, 1) })).toEqual([
      expect.stringContaining('in site use1 is in no backup (use1 has a backup of Kubernetes objects only)'),
      expect.stringContaining('in site use2 is in no backup (use2 has no backup)'),
      expect.stringContaining('in site usw2 is in no backup (usw2 has no backup)'),
    ]);
  });

  test('a witness has no data to lose', () => {
    expect(checkApp('BCK-05', { backups: ofVolumes.slice(0, 2), witness: 'usw2' })).toEqual([]);
  });

  test('without any backup BCK-02 says it all', () => {
    expect(checkApp('BCK-05', { backups: [] })).toBeUndefined();
  });
});

describe('BCK-06: a restore takes the newest backup of a name, of whichever site', () => {
  test.each(['orders-use1', 'use1-orders', 'orders-use1-objects', 'use1'])('%s names its site', (name) => {
    expect(checkApp('BCK-06', atUse1({ name }))).toEqual([]);
  });

  test.each(['orders', 'orders-use2', 'orders-use10', 'ordersuse1'])(
    '%s does not: the message has the name to use',
    (name) => {
      expect(checkApp('BCK-06', atUse1({ name }))).toEqual([
        `backup ${name} of site use1 does not name its site, so that a restore may take the backup of another one; call it ${name}-use1`,
      ]);
    },
  );

  test('an application without backups is not judged', () => {
    expect(checkApp('BCK-06', { backups: [] })).toBeUndefined();
  });
});

describe('BCK-10: snapshots of a running cluster complete and cannot be restored', () => {
  test('native backups are fine', () => {
    expect(checkApp('BCK-10')).toEqual([]);
  });

  test("the message carries the system's own reason", () => {
    expect(checkApp('BCK-10', atUse1({ method: BackupMethod.VOLUMES }))).toEqual([
      'backup orders-use1 of site use1 takes snapshots of the volumes of etcd: snapshots of several members do not fit together; use the native backup of etcd',
    ]);
  });

  test('a system that starts from a snapshot is not judged', () => {
    expect(
      checkApp('BCK-10', { ...atUse1({ method: BackupMethod.VOLUMES }), volumeSnapshotRefusal: undefined }),
    ).toBeUndefined();
  });
});
