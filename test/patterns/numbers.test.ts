import { Duration, Size } from 'cdk8s';
import {
  CsiAddonsMode,
  EventualConsistencyDR,
  Fleet,
  Replication,
  StatefulWorkload,
  type StrongConsistencyDRProps,
} from 'cndr';
import { type AppPlan, Synthesized } from 'cndr/testing';
import { DATA, type Changes, synthesize } from '../replication/active-passive';
import { refusals } from '../support/errors';
import { THREE, deploy, fleetProps, sites } from '../support/fleet';

const planOf = (output: Synthesized): AppPlan => output.plan.apps[0]!;
const strong = (dr: Partial<StrongConsistencyDRProps> = {}) =>
  planOf(Synthesized.of((app) => void deploy(app, { dr })));
const millis = ({ writeLatency }: AppPlan) =>
  Object.fromEntries(writeLatency.map(({ site, tree }) => [site, Math.round(tree.seconds! * 1000)]));
const volumes = [DATA, { ...DATA, name: 'index', mountPath: '/index' }];
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';
const OBJECTIVES = { rpo: Duration.minutes(10), rto: Duration.minutes(5) };
const VOLSYNC = Replication.volSync({ schedule: '*/30 * * * *' });
const orders = strong();

const kafka = planOf(
  Synthesized.of((app) => {
    new EventualConsistencyDR(app, 'orders', {
      fleet: new Fleet(app, 'prod', fleetProps()),
      workload: StatefulWorkload.kafka(),
      objectives: OBJECTIVES,
      waivers: [{ rule: 'BCK-05', reason: 'an archive outside of this application has them', expires: '2999-12-31' }],
    });
  }),
);

describe('the write latency', () => {
  test('of CockroachDB is the way to the lease of a range, and from there to the nearest site', () => {
    expect(millis(orders)).toEqual({ use1: 62 + 50, use2: 50 + 50, usw2: 62 + 12 });
  });

  test('of Cassandra and DynamoDB is one round trip, since no leader is asked first', () => {
    for (const workload of [StatefulWorkload.cassandra(), StatefulWorkload.dynamoDb({ backupRoleArn: ROLE })]) {
      const objectives = { rpo: Duration.seconds(0), rto: Duration.minutes(5) };
      expect(millis(strong({ workload, objectives }))).toEqual({ use1: 12, use2: 12, usw2: 50 });
    }
  });

  test('of a system that copies afterwards is nothing between sites', () => {
    expect(millis(kafka)).toEqual({ use1: 0, use2: 0, usw2: 0 });
  });

  test('of volumes that are copied before a write is acknowledged is the way to the other site', () => {
    const near = sites(['use1', 'use2'], {
      use1: { rttMillis: { use2: 8 }, storageClass: 'stretched' },
      use2: { storageClass: 'stretched' },
    });
    const nodes = { use1: '10.11.0.0/16', use2: '10.12.0.0/16' };
    const fences = Object.entries(nodes).map(([site, cidr]) => ({ site, cidrs: [cidr] }));
    const stretched = Replication.csiAddons({ mode: CsiAddonsMode.synchronous({ fences }) });
    const plan = planOf(synthesize(stretched, { sites: near, volumes }).output);
    expect(millis(plan)).toEqual({ use1: 8, use2: 8 });
    expect(plan.consistencySkew!.parts![0]).toMatchObject({ name: 'copy by csi-addons', seconds: 0, basis: 'derived' });
  });

  test('takes what was measured in the place of what somebody stated', () => {
    const measured = {
      term: 'round trip use1 - usw2',
      time: Duration.millis(71),
      source: 'ping of 2026-10-02, longest of a day',
    };
    expect(millis(strong({ measurements: [measured] }))).toEqual({ use1: 71 + 50, use2: 100, usw2: 71 + 12 });
  });
});

describe('the capacity after a loss', () => {
  test('compares what the autoscalers of the other sites allow with the load of all', () => {
    expect(orders.capacity[0]).toEqual({
      component: 'front-end',
      sites: THREE.map((site) => ({ site, pods: 7 })),
      needed: 9,
      left: 14,
      lost: ['use1'],
      sufficient: true,
    });
  });

  test('of a quorum has the nodes that hold a majority', () => {
    expect(orders.capacity[1]).toMatchObject({ component: 'CockroachDB', needed: 3, left: 6, sufficient: true });
  });

  test('that is too small is refused by name, unless somebody accepts it for a time', () => {
    const frontEnd = { image: 'registry.example.com/orders:1.4.2', replicas: 6, maxReplicas: 6 };
    expect(refusals((app) => void deploy(app, { dr: { frontEnd } }))).toEqual([
      expect.stringMatching(/^CAP-02: front-end may have 12 pods without use1, .* takes 18; .* to 9 or more/),
    ]);
    const waivers = [{ rule: 'CAP-02', reason: 'a third of the clients may wait', expires: '2999-12-31' }];
    expect(strong({ frontEnd, waivers }).capacity[0]).toMatchObject({ left: 12, sufficient: false });
  });

  test('with one active site is what any other site may have by itself', () => {
    const frontEnd = { image: 'registry.example.com/orders:1.4.2', replicas: 4 };
    const plan = planOf(synthesize(VOLSYNC, { dr: { frontEnd } }).output);
    expect(plan.capacity).toEqual([expect.objectContaining({ needed: 4, left: 9, lost: ['use1'], sufficient: true })]);
  });
});

describe('the availability', () => {
  const value = ({ availability }: AppPlan, name: string) =>
    availability.terms.find((term) => term.name.startsWith(name))?.value;

  test('says what was assumed, that of the sites being independent included', () => {
    const { terms } = orders.availability;
    expect(terms.map(({ name }) => name)).toEqual([
      'availability of one site',
      'availability of the way between a site and the others',
      '2 of 3 sites or more are up',
      'availability of load balancer route53',
      'losses of each site in a year',
      'fraction of a year without service after losses',
    ]);
    for (const { basis } of terms) expect(basis).toBe('assumed');
    expect(terms[2]!.source).toContain('assumed to fail independently');
  });

  test('takes the recovery time off for every loss of every site', () => {
    expect(value(orders, 'fraction')).toBeCloseTo((3 * orders.rto.boundSeconds!) / 31_536_000, 9);
    expect(orders.availability.availability).toBeLessThan(value(orders, '2 of 3')!);
    expect(orders.availability.secondsPerYear).toBeCloseTo((1 - orders.availability.availability) * 31_536_000, 2);
  });

  test('follows what users know of their sites', () => {
    const availability = { siteAvailability: 0.99, siteFailuresPerYear: 0 };
    const poor = strong({ availability });
    expect(value(poor, 'availability of one site')).toBe(0.99);
    const p = 0.99 * 0.9995;
    expect(poor.availability.availability).toBeCloseTo(p ** 3 + 3 * p ** 2 * (1 - p), 8);
  });

  test('has no tunnel on the way of a request where writes wait for no other site', () => {
    expect(kafka.availability.terms.map(({ name }) => name).join()).not.toContain('way between');
  });

  test.each([
    [{ siteAvailability: 0 }, 'availability.siteAvailability is 0; allowed are numbers above 0 up to 1'],
    [{ siteAvailability: 99.95 }, 'availability.siteAvailability is 99.95; allowed are numbers above 0 up to 1'],
    [{ siteFailuresPerYear: -1 }, 'availability.siteFailuresPerYear is -1; allowed are numbers from 0 to 8760'],
    [{ siteFailuresPerYear: NaN }, 'availability.siteFailuresPerYear is NaN'],
  ])('%j is refused', (availability, message) => {
    expect(refusals((app) => void deploy(app, { dr: { availability } }))[0]).toContain(message);
  });
});

describe('the consistency skew', () => {
  const STO_07 = { rule: 'STO-07', reason: 'the index is built anew after a failover', expires: '2999-12-31' };
  const copied = sites(['use1', 'usw2'], { use1: { storageClass: 'rbd' }, usw2: { storageClass: 'rbd' } });
  const several = (replication: Parameters<typeof synthesize>[0], dr: Changes['dr'] = {}) =>
    planOf(synthesize(replication, { volumes, sites: copied, dr: { waivers: [STO_07], ...dr } }).output);

  test('is nothing where no acknowledged write is lost', () => {
    expect(orders.consistencySkew).toMatchObject({ seconds: 0, basis: 'derived' });
  });

  test('of one volume is nothing, in its copies and in its backups', () => {
    const { output } = synthesize(VOLSYNC);
    expect(planOf(output).consistencySkew).toMatchObject({ seconds: 0, basis: 'derived' });
  });

  test('of several volumes that are copied one by one is as much as the copy is behind', () => {
    const { consistencySkew, rpo } = several(VOLSYNC);
    expect(rpo.boundSeconds).toBeGreaterThan(0);
    expect(consistencySkew).toMatchObject({ seconds: rpo.boundSeconds, basis: 'assumed' });
  });

  test('of volumes that are mirrored as a group is that of their backup alone', () => {
    const grouped = Replication.csiAddons({ mode: CsiAddonsMode.asynchronous() });
    const { consistencySkew } = several(grouped, { waivers: [], protection: { maxDuration: Duration.minutes(7) } });
    expect(consistencySkew!.parts!.map(({ name, seconds }) => [name, seconds])).toEqual([
      ['copy by csi-addons', 0],
      ['backup of volumes', 420],
    ]);
  });

  test('of several volumes in one backup is the time that the backup takes', () => {
    const replication = Replication.backupRestore({ dataSize: Size.gibibytes(10), throughput: Size.mebibytes(50) });
    const { consistencySkew } = several(replication, { protection: { maxDuration: Duration.minutes(7) } });
    expect(consistencySkew).toMatchObject({ seconds: 420, basis: 'assumed' });
  });

  test('of Kafka counts the offsets of consumers, by the intervals that MirrorMaker has in every site', () => {
    const offsets = kafka.consistencySkew!.parts![1]!;
    expect(offsets).toMatchObject({ name: 'offsets of consumer groups behind the records', seconds: 60 });
    const [translated] = offsets.parts![0]!.parts!;
    // Two mirrors in each of three sites.
    expect(translated!.fields!.map(({ others }) => others)).toEqual([2, 2]);
    expect(translated!.fields![0]).toMatchObject({
      object: 'KafkaMirrorMaker2 mm2-use1',
      value: '30',
      file: 'use1/orders.k8s.yaml',
    });
  });
});

test('the recovery point of Kafka is the worst of its records and of the offsets of its consumers', () => {
  expect(kafka.rpo.tree.combine).toBe('max');
  const [records, offsets] = kafka.rpo.tree.parts!.map(({ seconds }) => seconds!);
  expect(kafka.rpo.boundSeconds).toBe(Math.max(records!, offsets!));
  expect(offsets).toBe(60);
});
