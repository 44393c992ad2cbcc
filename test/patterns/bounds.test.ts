import { Duration } from 'cdk8s';
import { type EtcdProps, GlobalLoadBalancer, HealthCheck, type Route53Props, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { refusals } from '../support/errors';
import { deploy } from '../support/fleet';

type Workload = ReturnType<typeof StatefulWorkload.etcd>;

/** The RTO of an application with a front end and a hostname: what its clients notice. */
function rtoOf(workload: Workload, traffic: Partial<Route53Props> = {}): BoundTree {
  const zone = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
  const output = Synthesized.of((app) =>
    deploy(app, {
      fleet: { traffic: GlobalLoadBalancer.route53({ ...zone, ...traffic }) },
      dr: { workload, objectives: { rpo: Duration.seconds(0), rto: Duration.hours(1) } },
    }),
  );
  return output.plan.apps[0]!.rto.tree;
}

/** Every bound of a tree with its seconds, by name. */
const named = (tree: BoundTree, name: string): BoundTree[] => [
  ...(tree.name === name ? [tree] : []),
  ...(tree.parts ?? []).flatMap((part) => named(part, name)),
];
const one = (tree: BoundTree, name: string): BoundTree => {
  const [found] = named(tree, name);
  if (!found) throw new Error(`no "${name}" in ${JSON.stringify(tree)}`);
  return found;
};

const cockroach = () => StatefulWorkload.cockroachDb();
const etcd = (props: EtcdProps = {}) => StatefulWorkload.etcd(props);
const httpsEvery = (seconds: number, failureThreshold: number) => ({
  healthCheck: HealthCheck.https({ interval: Duration.seconds(seconds), failureThreshold }),
});

const SWITCHOVER = 'clients sent elsewhere';
const ALL_OUT = 'all sites out while leaders are elected';

describe('an election that may take all sites out comes before the switchover', () => {
  const rto = rtoOf(cockroach());

  test('CockroachDB by default: 20 s of failover, longer than two checks that are 10 s apart, then the switchover', () => {
    // 3 x (10 + 6) s of checks, 10 s of propagation, 60 s until answers have run out: 118 s. A site that is cut off takes
    // connections until then, and each lasts 30 s.
    for (const [name, switchover] of [
      ['site lost', 118],
      ['site cut off', 148],
    ] as const) {
      const allOut = one(one(rto, name), ALL_OUT);
      expect(allOut).toMatchObject({ combine: 'sum', seconds: 20 + switchover });
      expect(allOut.parts!.map(({ seconds }) => seconds)).toEqual([20, switchover]);
      expect(allOut.parts![1]!.name).toBe(SWITCHOVER);
    }
    expect(rto.seconds).toBe(168);
  });

  test('a site that is cut off first has to notice it: that is beside the election, not on top of it', () => {
    const cutOff = one(rto, 'site cut off');
    expect(cutOff.combine).toBe('max');
    expect(cutOff.parts!.map(({ name }) => name)).toEqual(['clients of the cut-off site', ALL_OUT]);
    const [detection, moved] = cutOff.parts![0]!.parts!;
    expect(cutOff.parts![0]!.seconds).toBe(detection!.seconds! + moved!.seconds!);
  });

  test('the parts of the time in which clients move are those of Route 53', () => {
    const longer = rtoOf(cockroach(), { connectionAge: Duration.minutes(5) });
    expect(one(longer, 'open connections of clients end').seconds).toBe(300);
    expect(longer.seconds).toBe(168 - 30 + 300);
  });
});

describe('an election that is over before a check may take a site out runs beside the switchover', () => {
  test('etcd with a front end', () => {
    const rto = rtoOf(etcd());
    expect(named(rto, ALL_OUT)).toEqual([]);
    const lost = one(rto, 'site lost');
    expect(lost.combine).toBe('max');
    expect(lost.parts!.map(({ name, seconds }) => [name, seconds])).toEqual([
      ['etcd without a leader', 5.856],
      [SWITCHOVER, 118],
    ]);
    expect(lost.seconds).toBe(118);
    const cutOff = one(rto, 'site cut off');
    expect(cutOff.parts!.map(({ name }) => name)).toEqual(['etcd without a leader', 'clients of the cut-off site']);
    expect(cutOff.seconds).toBe(one(cutOff, 'clients of the cut-off site').seconds);
  });
});

test.each([
  ['one failed check takes a site out, however short the election is', etcd(), httpsEvery(10, 1), true],
  ['two checks are 10 s apart, etcd elects in 6 s', etcd(), httpsEvery(10, 2), false],
  ['an election of 20 s outlasts the two checks that levers may come down to', cockroach(), httpsEvery(30, 4), true],
  [
    'an election of etcd that takes longer than two checks',
    etcd({ electionTimeout: Duration.seconds(10) }),
    httpsEvery(10, 3),
    true,
  ],
])('what counts is the shortest time of failing that may take a site out: %s', (_, workload, traffic, takesOut) => {
  const rto = rtoOf(workload, traffic);
  for (const name of ['site lost', 'site cut off'])
    expect(named(one(rto, name), ALL_OUT)).toHaveLength(takesOut ? 1 : 0);
});

test('the changes that a refusal proposes are enough when they are made', () => {
  // GIVEN an objective that is missed, and the one change that is said to meet it
  const objectives = { rpo: Duration.seconds(0), rto: Duration.seconds(155) };
  const [message] = refusals((app) => deploy(app, { dr: { objectives } }));
  expect(message).toContain('cheapest change: set failureThreshold to 2 (now 3) gives 152 s');

  // WHEN it is made THEN the application is accepted with that bound
  expect(rtoOf(cockroach(), httpsEvery(10, 2)).seconds).toBe(152);
});
