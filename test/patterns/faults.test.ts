import { Duration } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  CsiAddonsMode,
  Fleet,
  Replication,
  StatefulWorkload,
  Trigger,
} from 'cndr';
import type { AppPlan } from 'cndr/testing';
import { activePassive, eventual, planOf, row, rows, strong, TRAFFIC, WIKI } from '../support/fault-plans';
import { fleetProps, sites, THREE } from '../support/fleet';

describe('a database over three sites', () => {
  const plan = strong();

  test('has every single fault in its table, and no pair of sites that it does not promise to survive', () => {
    const counts = Object.entries({
      'site lost': 3,
      'site cut off': 3,
      'tunnel down': 3,
      'health checks fail': 4,
      'backup store lost': 1,
      'control plane lost': 2,
      'certificate authority lost': 1,
      'operator error': 1,
    });
    expect(counts.map(([fault]) => [fault, rows(plan, fault).length])).toEqual(counts);
    expect(plan.faults).toHaveLength(18);
  });

  test('tells an operator which site must not be lost next', () => {
    expect(row(plan, 'site lost', 'use1').human).toBe(
      'nothing; bring use1 back, or replace it, before use2 or usw2 is lost as well: no majority would be left',
    );
  });

  test('CockroachDB serves in all sites when two do not reach each other, since nodes relay for each other', () => {
    expect(row(plan, 'tunnel down', 'use1,use2')).toMatchObject({
      servedBy: THREE,
      dataLost: false,
      serviceLost: false,
    });
  });

  test('etcd serves where the leader is reached, and the plan says what moves it', () => {
    const down = row(strong({ dr: { workload: StatefulWorkload.etcd() } }), 'tunnel down', 'use1,use2');
    expect(down).toMatchObject({ servedBy: ['usw2'], servedByOneOf: ['use1', 'use2'], serviceLost: false });
    expect(down.human).toMatch(/SiteTunnelDown.*unless the leader is in usw2 \(etcdctl move-leader/);
  });

  test('with a witness, one of two sites serves when they do not reach each other', () => {
    const witnessed = strong({ dr: { workload: StatefulWorkload.etcd(), witnessSite: 'usw2' } });
    expect(row(witnessed, 'tunnel down', 'use1,use2')).toMatchObject({
      servedBy: [],
      servedByOneOf: ['use1', 'use2'],
      serviceLost: false,
    });
    // It holds certificates like the others, and has no check of the load balancer.
    expect(rows(witnessed, 'certificate authority lost')[0]!.sites).toEqual(THREE);
    expect(rows(witnessed, 'health checks fail')).toHaveLength(3);
  });

  test('that promises to survive two sites has each pair in the table, lost and cut off, and survives it', () => {
    const five = ['use1', 'use2', 'usw2', 'cac1', 'euw1'];
    const plan5 = strong({
      fleet: { sites: sites(five) },
      dr: {
        workload: StatefulWorkload.etcd(),
        toleratedSiteFailures: 2,
        objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(5) },
      },
    });
    const pairs = plan5.faults.filter(({ fault, sites: hit }) => /^site/.test(fault) && hit.length === 2);
    expect(pairs).toHaveLength(20);
    for (const pair of pairs) {
      expect(pair).toMatchObject({ dataLost: false, serviceLost: false });
      expect(pair.servedBy).toEqual(five.filter((site) => !pair.sites.includes(site)));
    }
  });
});

/** Of an image with a volume, on one storage over two near sites. */
function stretched(props: Partial<ActivePassiveDRProps> = {}): AppPlan {
  return planOf((app) => {
    const near = sites(['use1', 'use2'], {
      use1: { storageClass: 'stretched', rttMillis: { use2: 2 } },
      use2: { storageClass: 'stretched' },
    });
    new ActivePassiveDR(app, 'ledger', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: near, traffic: TRAFFIC })),
      activeSite: 'use1',
      workload: WIKI,
      replication: Replication.csiAddons({ mode: CsiAddonsMode.synchronous() }),
      frontEnd: { image: 'registry.example.com/wiki:1' },
      hostname: 'wiki.example.com',
      objectives: { rpo: Duration.hours(12), rto: Duration.hours(12) },
      ...props,
    });
  });
}

describe('one active site on storage that is stretched over two', () => {
  const plan = stretched();
  const gap = (fault: string, place: string) => row(plan, fault, place).clientGap.seconds;

  test('takes no writes until the storage has given the other site up', () => {
    const lost = row(plan, 'site lost', 'use2');
    expect(lost).toMatchObject({ servedBy: ['use1'], dataLost: false, clientGap: { seconds: 60 } });
    expect(lost.human).toContain('ceph health detail');
  });

  test.each([
    ['site cut off', 'use1'],
    ['site cut off', 'use2'],
    ['tunnel down', 'use1,use2'],
  ])('%s %s: is not promised to be the one that lives, and nobody fails over before asking', (fault, place) => {
    const apart = row(plan, fault, place);
    expect(apart).toMatchObject({ servedBy: [], servedByOneOf: ['use1', 'use2'], writesIn: [], dataLost: false });
    expect(gap(fault, place)).toBe(gap('site lost', 'use1'));
    expect(apart.human).toMatch(/^ask the storage which side lives .*before any failover; nothing is lost/);
    expect(apart.human).toContain('ledger-failover-use1-to-use2');
    expect(apart.human + apart.onHeal).not.toMatch(/copy gets older|catches up/);
  });

  test('has a recovery time that covers the decision of the storage, however long that takes', () => {
    const mode = CsiAddonsMode.synchronous({ storageDecision: Duration.hours(2) });
    const slow = stretched({ replication: Replication.csiAddons({ mode }) });
    expect(row(slow, 'site lost', 'use2').clientGap.seconds).toBe(7200);
    expect(slow.rto.boundSeconds).toBeGreaterThan(7200);
    expect(plan.rto.boundSeconds).toBeLessThan(7200);
    expect(row(slow, 'site lost', 'use1').human).toMatch(/^ask the storage/);
  });

  test('is refused when its storage is said to decide at once', () => {
    const mode = CsiAddonsMode.synchronous({ storageDecision: Duration.seconds(0) });
    expect(() => stretched({ replication: Replication.csiAddons({ mode }) })).toThrow(/storageDecision.*is 0 s/);
  });
});

describe('sites that all take writes', () => {
  test('go on when they do not reach each other, and the alert on the lag is named', () => {
    const plan = eventual();
    for (const [fault, place] of [
      ['tunnel down', 'use1,usw2'],
      ['site cut off', 'use1'],
    ] as const) {
      const apart = row(plan, fault, place);
      expect(apart).toMatchObject({
        servedBy: ['use1', 'usw2'],
        writesIn: ['use1', 'usw2'],
        clientGap: { seconds: 0 },
      });
      expect(apart.human).toContain('alert CassandraHints');
      expect(apart.human).toContain('while it fires the RPO is void');
      expect(apart.onHeal).toContain('Conflicts: the last write wins');
    }
  });

  test('that were away for longer than hints are kept get no clients before they are repaired, as no latch keeps these away', () => {
    const { human } = row(eventual(), 'site lost', 'use1');
    expect(human).toMatch(
      /^nothing for the other sites; .*scale Deployment front-end to 0, where it was away for longer than 3 h \(max_hint_window\), until nodetool repair --full/,
    );
  });
});

describe('one active site', () => {
  const plan = activePassive();

  test('is replaced by a command that the plan has as a runbook, and made a copy again by another', () => {
    const { human } = row(plan, 'site lost', 'use1');
    const runbooks = plan.activePassive!.runbooks.filter(({ start }) => human.includes(start));
    expect(runbooks.map(({ kind, from, to }) => [kind, from, to].join(' '))).toEqual([
      'failover use1 usw2',
      'reprotect usw2 use1',
    ]);
    expect(human).toMatch(/decide, then .*set activeSite to usw2.*Until that is through usw2 has no copy in use1/);
  });

  test('is replaced without a human where nobody is asked', () => {
    const near = stretched({ trigger: Trigger.automatic() });
    expect(row(near, 'site lost', 'use1').human).toMatch(/^nothing to serve again/);
    // A stretched volume has every write in both sites.
    expect(row(near, 'site lost', 'use1').dataLost).toBe(false);
  });

  test('copies that stream answer reads of the past, also when the active site is cut off; volumes do not', () => {
    expect(row(plan, 'site cut off', 'use1')).toMatchObject({ writesIn: ['use1'], readsIn: ['use1', 'usw2'] });
    expect(row(plan, 'site lost', 'use1').readsIn).toEqual(['usw2']);
    const volumes = activePassive({ workload: WIKI, replication: Replication.volSync({ schedule: '*/30 * * * *' }) });
    expect(row(volumes, 'site cut off', 'use1').readsIn).toEqual(['use1']);
  });

  test('that does not reach its copy serves on, and the alert on the age of the copy is named', () => {
    const down = row(plan, 'tunnel down', 'use1,usw2');
    expect(down).toMatchObject({ servedBy: ['use1'], dataLost: false, clientGap: { seconds: 0 } });
    expect(down.human).toContain('alert PostgresqlCopyBehind');
  });

  test('that comes back is kept from clients by the latch where there is one; where there is none, a human does it', () => {
    const trigger = Trigger.manual({ detection: Duration.minutes(5) });
    const bare = { hostname: undefined, frontEnd: undefined, trigger };
    const volumes = { workload: WIKI, replication: Replication.volSync({ schedule: '*/30 * * * *' }) };
    for (const part of [{}, volumes]) {
      expect(row(activePassive(part), 'site lost', 'use1').onHeal).toMatch(
        /^the latch .* keeps clients away from use1; /,
      );
      const { onHeal } = row(activePassive({ ...part, ...bare }), 'site lost', 'use1');
      expect(onHeal).toMatch(/^nothing keeps clients away from use1: isolate it before it is powered on/);
      expect(onHeal).not.toMatch(/latch|load balancer/);
    }
  });

  test('whose copy is lost serves on', () => {
    expect(row(plan, 'site lost', 'usw2')).toMatchObject({ servedBy: ['use1'], dataLost: false });
    expect(row(plan, 'site lost', 'usw2').human).toContain('ledger-reprotect-use1-to-usw2');
  });

  test('archives no more without the store, which fills the volume of the log', () => {
    const store = row(plan, 'backup store lost', 'bucket dr-backups');
    expect(store.grace).toMatchObject({ unbounded: true, reason: expect.stringContaining('20480 Mi') as string });
    expect(store.human).toContain('PostgresqlArchiveFailing');
  });
});
