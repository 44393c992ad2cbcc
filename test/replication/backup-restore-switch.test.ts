import { Size } from 'cdk8s';
import { Replication, type Site } from 'cndr';
import { sites } from '../support/fleet';
import { CLAIM, synthesize } from './active-passive';
import { Clusters, type FakeObject, inOrder, unreadable } from './clusters';

const [use1, usw2] = sites(['use1', 'usw2']) as [Site, Site];
const { switching } = synthesize(
  Replication.backupRestore({
    dataSize: Size.gibibytes(10),
    throughput: Size.mebibytes(50),
    resources: ['secrets'],
  }),
).binding;
const directions: [string, Site, Site][] = [
  ['from use1 to usw2', use1, usw2],
  ['from usw2 to use1', usw2, use1],
];

let clusters: Clusters | undefined;
afterEach(() => {
  clusters?.dispose();
  clusters = undefined;
});

const minutesAgo = (minutes: number) => `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;
const workload = (replicas: number): FakeObject => ({
  kind: 'StatefulSet',
  metadata: { name: 'workload', generation: 1 },
  spec: { replicas },
  status: { observedGeneration: 1, replicas, readyReplicas: replicas },
});
const claim = (restore?: string): FakeObject => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: CLAIM, ...(restore !== undefined && { labels: { 'velero.io/restore-name': restore } }) },
  spec: {},
});
const backup = (of: Site, name: string, age: number, phase = 'Completed'): FakeObject => ({
  kind: 'Backup',
  metadata: { name, labels: { 'velero.io/schedule-name': `orders-${of.name}` } },
  status: { phase, startTimestamp: minutesAgo(age) },
});
const restore = (name: string, of: string, phase: string): FakeObject => ({
  kind: 'Restore',
  metadata: { name, labels: { 'app.kubernetes.io/part-of': 'orders', 'app.kubernetes.io/component': 'failover' } },
  spec: { backupName: of },
  status: { phase },
});

/** Clusters in which one site is active and backed up, and the other sees the backups. */
function backedUp(from: Site, to: Site, more: FakeObject[] = [], state: Record<string, unknown> = {}): Clusters {
  const schedule = `orders-${from.name}`;
  clusters = new Clusters({
    claims: [CLAIM],
    [from.name]: [
      workload(1),
      claim(),
      {
        kind: 'Schedule',
        metadata: { name: schedule },
        spec: { template: { includedNamespaces: ['orders'], ttl: '720h' } },
      },
    ],
    [to.name]: [
      workload(0),
      {
        kind: 'BackupStorageLocation',
        metadata: { name: `dr-${from.name}` },
        status: { phase: 'Available', lastSyncedTime: 'I' },
      },
      backup(from, `${schedule}-20260301100000`, 90),
      backup(from, `${schedule}-20260301103000`, 20),
      backup(from, `${schedule}-20260301104000`, 10, 'PartiallyFailed'),
      // That of the other site, and newer.
      backup(to, `orders-${to.name}-20260301105000`, 5),
      ...more,
    ],
    ...state,
  });
  return clusters;
}

const claims = (of: Clusters, { name }: Site) => of.objects(name, 'PersistentVolumeClaim');
const restores = (of: Clusters, { name }: Site) => of.objects(name, 'Restore');
const replicas = (of: Clusters, { name }: Site) => of.objects(name, 'StatefulSet')[0]?.spec?.['replicas'];

test.each(directions)('every script %s is one that a shell reads', (_, from, to) => {
  const steps = [
    ...inOrder(switching.switchover(from, to)),
    ...inOrder(switching.failover(from, to)),
    ...switching.reprotect(to, from),
  ];
  expect(unreadable(steps)).toEqual([]);
  for (const { script } of steps) expect(script).not.toContain('{{');
});

describe.each(directions)('a failover %s', (_, from, to) => {
  const steps = inOrder(switching.failover(from, to));
  const newest = `orders-${from.name}-20260301103000`;

  test('restores the newest backup of the lost site that is complete, and nothing that Git has', () => {
    const run = backedUp(from, to, [], { unreachable: from.name });
    expect(run.runAll(steps)).toEqual([]);
    expect(restores(run, to)).toMatchObject([
      {
        spec: {
          backupName: newest,
          includedNamespaces: ['orders'],
          includedResources: ['persistentvolumeclaims', 'persistentvolumes', 'secrets'],
          existingResourcePolicy: 'none',
          restorePVs: true,
        },
      },
    ]);
    expect(claims(run, to)).toHaveLength(1);
    expect(replicas(run, to)).toBe(1);
    expect(steps.filter(({ site, mayFail }) => site === from && !mayFail)).toEqual([]);
  });

  test('gives storage that waits for a consumer one before it waits for the contents', () => {
    const order = switching.failover(from, to).promote.map(({ name }) => name);
    expect(order).toEqual([`restore-${to.name}`, `make-pods-${to.name}`, `restored-${to.name}`]);
  });

  test('says that a restore failed, and begins anew when it is run again', () => {
    const run = backedUp(from, to, [], { restorePhase: 'PartiallyFailed' });
    expect(run.runAll(steps).join()).toMatch(/restore orders-\w+-\d+ ended as PartiallyFailed: scale the workload/);
    run.change({ restorePhase: 'Completed', [to.name]: scaledDown(run, to) });
    expect(run.runAll(steps)).toEqual([]);
    expect(restores(run, to).map(({ status }) => status?.['phase'])).toEqual(['PartiallyFailed', 'Completed']);
    // The claim of the failed restore would have been left as it was.
    expect(claims(run, to)[0]!.metadata.labels).toEqual({
      'velero.io/restore-name': restores(run, to)[1]!.metadata.name,
    });
  });

  test('restores once, however often it is run', () => {
    const run = backedUp(from, to);
    run.runAll(steps.slice(0, 3));
    expect(run.runAll(steps)).toEqual([]);
    expect(run.runAll(steps)).toEqual([]);
    expect(restores(run, to)).toHaveLength(1);
  });

  test('replaces the volumes that the site has from the time when it was active', () => {
    const old = restore('orders-old', 'orders-backup-of-last-year', 'Completed');
    const run = backedUp(from, to, [claim('orders-old'), old]);
    expect(run.runAll(steps)).toEqual([]);
    expect(claims(run, to)[0]!.metadata.labels?.['velero.io/restore-name']).not.toBe('orders-old');
  });

  test('touches no data where the workload runs, and does not take that of a returned site for the backup', () => {
    const run = backedUp(from, to, [claim('live')]);
    run.change({
      [to.name]: [
        workload(1),
        ...run.objects(to.name, 'BackupStorageLocation'),
        ...run.objects(to.name, 'Backup'),
        claim('live'),
      ],
    });
    expect(run.runAll(steps).join()).toContain(`from when ${to.name} was active, and not with the copy`);
    expect([restores(run, to), claims(run, to)]).toEqual([[], [claim('live')]]);
  });
});

function scaledDown(run: Clusters, { name }: Site): FakeObject[] {
  const kinds = ['BackupStorageLocation', 'Backup', 'Restore', 'PersistentVolumeClaim'];
  return [workload(0), ...kinds.flatMap((kind) => run.objects(name, kind))];
}

describe('a failover stops before anything is changed', () => {
  const steps = inOrder(switching.failover(use1, usw2));
  const kept = (run: Clusters, change: (object: FakeObject) => FakeObject[]) => {
    const kinds = ['StatefulSet', 'BackupStorageLocation', 'Backup'];
    run.change({ usw2: kinds.flatMap((kind) => run.objects('usw2', kind)).flatMap(change) });
    return run.runAll(steps).join();
  };

  test('when there is no complete backup', () => {
    const failed = (object: FakeObject) =>
      object.kind === 'Backup' ? [{ ...object, status: { ...object.status, phase: 'PartiallyFailed' } }] : [object];
    expect(kept(backedUp(use1, usw2), failed)).toContain('there is no complete backup of orders-use1');
  });

  test('when the bucket cannot be read', () => {
    const lost = (object: FakeObject) =>
      object.kind === 'BackupStorageLocation' ? [{ ...object, status: { phase: 'Unavailable' } }] : [object];
    expect(kept(backedUp(use1, usw2), lost)).toContain('location dr-use1 is Unavailable');
  });
});

test('a failover says that backups had been failing for long, and goes on: there will be no newer one', () => {
  const steps = inOrder(switching.failover(use1, usw2));
  // Three intervals of half an hour, and an hour for people.
  const aged = (minutes: number) => {
    const run = backedUp(use1, usw2);
    const old = run.objects('usw2', 'Backup').map((one) => ({
      ...one,
      status: { ...one.status, startTimestamp: minutesAgo(minutes) },
    }));
    run.change({
      usw2: [...run.objects('usw2', 'StatefulSet'), ...run.objects('usw2', 'BackupStorageLocation'), ...old],
    });
    return run;
  };
  expect(aged(149).run(steps[0]!)).toEqual({ status: 0, stderr: '' });
  clusters!.dispose();
  const run = aged(151);
  expect(run.run(steps[0]!)).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('find out what is lost') as string,
  });
  expect(run.runAll(steps)).toEqual([]);
  clusters!.dispose();
  expect(aged(151).run(switching.switchover(use1, usw2).preflight[0]!).status).toBe(1);
});

describe.each(directions)('a switchover %s', (_, from, to) => {
  const steps = inOrder(switching.switchover(from, to));

  test('backs up what was written last, and restores that', () => {
    const run = backedUp(from, to);
    expect(run.runAll(steps)).toEqual([]);
    const [last] = run.objects(from.name, 'Backup');
    expect(last).toMatchObject({
      metadata: { labels: { 'velero.io/schedule-name': `orders-${from.name}` } },
      spec: { includedNamespaces: ['orders'], ttl: '720h' },
    });
    expect(restores(run, to)).toMatchObject([{ spec: { backupName: last!.metadata.name } }]);
    expect([replicas(run, from), replicas(run, to)]).toEqual([0, 1]);
    const called = (text: string) => run.calls.findIndex((call) => call.includes(text));
    expect(called('scale statefulset/workload --replicas=0')).toBeLessThan(called('create -f -'));
  });

  test('moves nothing when the last backup fails', () => {
    const run = backedUp(from, to, [], { backupPhase: 'PartiallyFailed' });
    expect(run.runAll(steps).join()).toMatch(/ended as PartiallyFailed: nothing was moved yet/);
    expect([restores(run, to), replicas(run, to)]).toEqual([[], 0]);
  });
});

test('steps in the namespace of Velero may do what they do, and no more', () => {
  const [begin] = switching.failover(use1, usw2).promote;
  expect(
    begin!.permissions
      .filter(({ namespace }) => namespace === 'velero')
      .map(({ resources, verbs, names }) => [resources.join(), verbs.join(), names?.join()]),
  ).toEqual([
    ['backupstoragelocations', 'get', 'dr-use1'],
    ['backups', 'get,list', undefined],
    ['restores', 'get,list,create', undefined],
  ]);
});
