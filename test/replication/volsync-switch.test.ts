import { Duration } from 'cdk8s';
import { type ISwitchable, Replication, type Site } from 'cndr';
import { sites } from '../support/fleet';
import { CLAIM, synthesize } from './active-passive';
import { Clusters, type FakeObject, inOrder, unreadable } from './clusters';

const [use1, usw2] = sites(['use1', 'usw2']) as [Site, Site];
const { switching } = synthesize(
  Replication.volSync({ schedule: '*/10 * * * *', transfer: Duration.minutes(2) }),
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
const claim = (origin?: string): FakeObject => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: CLAIM },
  spec: origin === undefined ? {} : { dataSource: { name: origin } },
});

/** Clusters in which one site is active and the other has a copy of some age. */
function copying(from: Site, to: Site, age = 5, more: Record<string, unknown> = {}): Clusters {
  const pair = `${CLAIM}-${to.name}`;
  clusters = new Clusters({
    copiesTo: to.name,
    [from.name]: [
      workload(1),
      claim(),
      { kind: 'ReplicationSource', metadata: { name: pair }, spec: { trigger: { schedule: '*/10 * * * *' } } },
    ],
    [to.name]: [
      workload(0),
      {
        kind: 'ReplicationDestination',
        metadata: { name: pair },
        spec: {},
        status: { lastSyncTime: minutesAgo(age), latestImage: { name: 'image-0' } },
      },
    ],
    ...more,
  });
  return clusters;
}

const claims = (of: Clusters, { name }: Site) => of.objects(name, 'PersistentVolumeClaim');
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

describe.each(directions)('a switchover %s', (_, from, to) => {
  const steps = inOrder(switching.switchover(from, to));

  test('copies what was written last, and goes on with that', () => {
    const run = copying(from, to);
    expect(run.runAll(steps)).toEqual([]);
    expect([replicas(run, from), replicas(run, to)]).toEqual([0, 1]);
    // The third copy is taken only once the second, which holds the last write, was kept.
    expect(claims(run, to)).toMatchObject([
      {
        metadata: { name: CLAIM, labels: { 'app.kubernetes.io/name': 'workload' } },
        spec: {
          dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'image-3' },
          resources: { requests: { storage: '20Gi' } },
          storageClassName: 'gp3',
          accessModes: ['ReadWriteOnce'],
        },
      },
    ]);
  });

  test('writes nothing in the old site once the last copies begin', () => {
    const run = copying(from, to);
    run.runAll(steps);
    const stopped = run.calls.findIndex((call) => call.startsWith(`${from.name} scale`));
    const copied = run.calls.findIndex((call) => call.includes('patch replicationsources'));
    expect(stopped).toBeGreaterThan(-1);
    expect(copied).toBeGreaterThan(stopped);
  });

  test('replaces the volumes that the site has from the time when it was active', () => {
    const run = copying(from, to);
    run.change({
      [to.name]: [claim(), ...run.objects(to.name, 'StatefulSet'), ...run.objects(to.name, 'ReplicationDestination')],
    });
    expect(run.runAll(steps)).toEqual([]);
    expect(claims(run, to)).toMatchObject([{ spec: { dataSource: { name: 'image-3' } } }]);
  });

  test('stops before anything is changed when copies are older than three intervals', () => {
    const run = copying(from, to, 31);
    expect(run.runAll(steps).join()).toMatch(/newest copy of data-workload-0 in \w+ is of 20.*copying was broken/);
    expect(replicas(run, from)).toBe(1);
  });
});

describe('a switchover', () => {
  const [from, to] = [use1, usw2];
  const steps = inOrder(switching.switchover(from, to));

  test('may run again after it was cut off anywhere', () => {
    for (let cut = 1; cut <= steps.length; cut++) {
      const run = copying(from, to);
      expect(run.runAll(steps.slice(0, cut))).toEqual([]);
      expect(run.runAll(steps)).toEqual([]);
      expect([replicas(run, from), replicas(run, to)]).toEqual([0, 1]);
      expect(claims(run, to)).toHaveLength(1);
      run.dispose();
      clusters = undefined;
    }
  });

  test('promotes nothing when the last copy does not arrive', () => {
    const run = copying(from, to);
    run.change({ copiesTo: from.name });
    expect(run.runAll(steps).join()).toContain(`copy 1 of ${CLAIM}-${to.name} is not complete after 240 s`);
    expect([claims(run, to), replicas(run, to)]).toEqual([[], 0]);
  });
});

describe.each(directions)('a failover %s', (_, from, to) => {
  const steps = inOrder(switching.failover(from, to));

  test('needs nothing of the lost site', () => {
    const run = copying(from, to, 20, { unreachable: from.name });
    expect(run.runAll(steps)).toEqual([]);
    expect(claims(run, to)).toMatchObject([{ spec: { dataSource: { name: 'image-0' } } }]);
    expect(replicas(run, to)).toBe(1);
    expect(steps.filter(({ site, mayFail }) => site === from && !mayFail)).toEqual([]);
  });

  test('takes no more copies from a site that is only cut off', () => {
    const run = copying(from, to);
    run.runAll(steps);
    expect(run.objects(to.name, 'ReplicationDestination')[0]!.spec).toMatchObject({ paused: true });
  });

  test('says that the replication was broken before, and goes on: there will be no newer copy', () => {
    const [check] = steps;
    expect(copying(from, to, 89).run(check!)).toEqual({ status: 0, stderr: '' });
    clusters!.dispose();
    const run = copying(from, to, 91);
    expect(run.run(check!)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('find out what is lost') as string,
    });
    expect(run.runAll(steps)).toEqual([]);
    expect(replicas(run, to)).toBe(1);
  });

  test('does not take the data that a returned site runs on for the copy', () => {
    const run = copying(from, to);
    run.change({
      [to.name]: [workload(1), claim(), ...run.objects(to.name, 'ReplicationDestination')],
    });
    expect(run.runAll(steps).join()).toContain(`from when ${to.name} was active, and not with the copy`);
    expect(claims(run, to)).toEqual([claim()]);
  });

  test('says that there is no copy', () => {
    const run = copying(from, to);
    const destination = { kind: 'ReplicationDestination', metadata: { name: `${CLAIM}-${to.name}` }, spec: {} };
    run.change({ [to.name]: [workload(0), destination] });
    expect(run.runAll(steps).join()).toContain('was never copied');
  });

  test('run again while the workload serves touches no data', () => {
    const run = copying(from, to, 20);
    run.runAll(steps);
    const before = claims(run, to);
    expect(run.runAll(steps)).toEqual([]);
    expect(claims(run, to)).toEqual(before);
  });
});

describe.each(directions)('reprotection after a failover %s', (_, from, to) => {
  const steps = switching.reprotect(to, from);

  test('stops what ran on in the returned site and discards what it wrote', () => {
    const run = copying(from, to);
    run.runAll(inOrder(switching.failover(from, to)));
    expect(run.runAll(steps)).toEqual([]);
    expect([replicas(run, from), claims(run, from)]).toEqual([0, []]);
    expect(run.runAll(steps)).toEqual([]);
    expect(steps.map(({ title }) => title).join()).toContain('discarded');
  });

  test('discards nothing while the other site does not serve', () => {
    const run = copying(from, to);
    expect(run.runAll(steps).join()).toContain('see to them first');
    expect([replicas(run, from), claims(run, from).length]).toEqual([1, 1]);
  });
});

test('steps may do what they do, and no more', () => {
  const permitted = (of: ISwitchable) =>
    [...inOrder(of.switchover(use1, usw2)), ...inOrder(of.failover(use1, usw2)), ...of.reprotect(usw2, use1)].map(
      ({ name, permissions }) => [
        name,
        permissions.flatMap(({ resources, verbs }) => resources.map((resource) => `${resource}: ${verbs.join()}`)),
      ],
    );
  const of = new Map(permitted(switching) as [string, string[]][]);
  expect(of.get('copies-fresh-usw2')).toEqual([
    'statefulsets: get',
    'replicationdestinations: get',
    'persistentvolumeclaims: get',
  ]);
  expect(of.get('copy-last-writes-use1')).toEqual(['replicationsources: get,patch']);
  expect(of.get('promote-volumes-usw2')).toEqual([
    'statefulsets: get',
    'replicationdestinations: get',
    'persistentvolumeclaims: get,delete,list,watch',
    'persistentvolumeclaims: create',
  ]);
  expect(of.get('discard-use1')).toEqual(['persistentvolumeclaims: get,list,watch,delete']);
});
