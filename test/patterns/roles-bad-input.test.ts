import { Duration, Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  CsiAddonsMode,
  type CustomWorkloadProps,
  EventualConsistencyDR,
  Fleet,
  type FleetProps,
  GlobalLoadBalancer,
  type IStatefulWorkload,
  Latch,
  Replication,
  StatefulWorkload,
  Trigger,
} from 'cndr';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';

const TWO = ['use1', 'usw2'];
const traffic = GlobalLoadBalancer.route53({
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
  latch: Latch.object({ bucketPrefix: 'dr-latch', region: 'eu-central-1' }),
});

function custom(props: Partial<CustomWorkloadProps> = {}): IStatefulWorkload {
  return StatefulWorkload.custom({
    image: 'registry.example.com/wiki:5.1.0',
    ports: [{ name: 'http', port: 3000 }],
    volumes: [{ name: 'pages', mountPath: '/data', size: Size.gibibytes(50) }],
    health: { path: '/ready' },
    ...props,
  });
}

/** A class of the storage that copies. */
const REPLICATED = { use1: { storageClass: 'rook-ceph-block' }, usw2: { storageClass: 'rook-ceph-block' } };

/** A wiki whose volume is copied every five minutes; valid but for the changes. */
function wiki(dr: Partial<ActivePassiveDRProps> = {}, fleet: Partial<FleetProps> = {}): string[] {
  return refusals((app) => {
    new ActivePassiveDR(app, 'wiki', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO, REPLICATED), traffic, ...fleet })),
      activeSite: 'use1',
      workload: custom(),
      replication: Replication.csiAddons({ mode: CsiAddonsMode.asynchronous({ interval: Duration.minutes(5) }) }),
      frontEnd: { image: 'registry.example.com/wiki-web:5.1.0' },
      hostname: 'wiki.example.com',
      objectives: { rpo: Duration.minutes(30), rto: Duration.hours(2) },
      ...dr,
    });
  });
}

test('the application that the changes below break is valid', () => {
  expect(() => wiki()).toThrow('the tree was accepted');
});

describe('exactly one site is active', () => {
  test.each(['eu1', 'use1,usw2', ''])('activeSite "%s" is refused with the sites to choose from', (activeSite) => {
    expect(wiki({ activeSite })).toContainEqual(
      expect.stringContaining(
        `activeSite is "${activeSite}"; allowed is exactly one of the sites of the application, which are use1, usw2`,
      ),
    );
  });

  test('without a second site nothing takes over', () => {
    expect(wiki({ sites: ['use1'] }).join('\n')).toContain('ROL-01: only site use1 holds the data of ActivePassiveDR');
  });
});

describe('data is copied as often as was promised', () => {
  test('an interval above the recovery point objective is named beside it', () => {
    const [interval, ...others] = wiki({ objectives: { rpo: Duration.minutes(2), rto: Duration.hours(2) } });
    expect(interval).toContain('STO-11: csi-addons copies every 5 min at the longest, and the rpo objective is 2 min');
    expect(others.join('\n')).toMatch(/^OBJ-02: rpo objective 120 s is below the bound/);
  });

  test.each([
    ['never', '0 0 30 2 *', /never/],
    ['on the 31st, so that two months are one gap', '0 0 31 * *', /STO-11: volsync copies every \d+ days/],
    ['on 29 February, once in four years', '0 0 29 2 *', /STO-11: volsync copies every 1461 days/],
    ['in words, which the CRD refuses', '0 0 * * MON', /digits/],
  ])('a schedule that fires %s', (_, schedule, message) => {
    expect(wiki({ replication: Replication.volSync({ schedule, transfer: Duration.minutes(1) }) }).join('\n')).toMatch(
      message,
    );
  });
});

describe('volumes are replicated by what can', () => {
  test('synchronous replication between sites that are too far apart', () => {
    expect(wiki({ replication: Replication.csiAddons({ mode: CsiAddonsMode.synchronous() }) }).join('\n')).toMatch(
      /STO-10: csi-addons is synchronous between use1 and usw2, which are 62 ms apart; at most 10 ms are allowed/,
    );
  });

  test('a storage class that the passive side does not have', () => {
    expect(wiki({}, { sites: sites(TWO, { ...REPLICATED, usw2: { storageClass: 'fast' } }) }).join('\n')).toMatch(
      /storageClass is rook-ceph-block in use1, fast in usw2/,
    );
  });

  test.each([
    ['csi-addons', Replication.csiAddons()],
    ['Ramen', Replication.ramen({ hubCluster: 'hub' })],
  ])('the class that the cloud has by default, which %s cannot copy', (_, replication) => {
    expect(wiki({ replication }, { sites: sites(TWO) }).join('\n')).toMatch(
      /sites use1, usw2 state no storageClass, and their volumes would be of gp3, which nobody chose/,
    );
    expect(wiki({ replication }, { sites: sites(TWO, { use1: REPLICATED.use1 }) }).join('\n')).toMatch(
      /sites usw2 state no storageClass/,
    );
  });

  test('several volumes that are copied one by one', () => {
    const volumes = ['pages', 'uploads'].map((name) => ({ name, mountPath: `/${name}`, size: Size.gibibytes(10) }));
    const replication = Replication.volSync({ schedule: '*/5 * * * *', transfer: Duration.minutes(1) });
    expect(wiki({ workload: custom({ volumes }), replication }).join('\n')).toContain('STO-07: volsync copies');
  });

  test.each(['cassandra:5', 'quay.io/coreos/etcd:v3.6.0', 'apache/kafka:4.3.1'])(
    'an engine that replicates itself is not copied as well: %s',
    (image) => {
      expect(wiki({ workload: custom({ image }) }).join('\n')).toMatch(/STO-09|has no volumes that may be copied/);
    },
  );

  test('PostgreSQL of the library replicates itself', () => {
    expect(wiki({ workload: StatefulWorkload.postgresql() }).join('\n')).toMatch(
      /replication is csi-addons, but workload postgresql has no volumes that may be copied/,
    );
  });

  test('a workload that does not replicate itself needs something that does', () => {
    expect(wiki({ replication: undefined }).join('\n')).toMatch(
      /does not replicate itself to a passive site; set replication/,
    );
  });
});

test('two sites of PostgreSQL with one server name overwrite the archive of each other', () => {
  const workload = StatefulWorkload.postgresql({ archiveNames: { use1: 'ledger', usw2: 'ledger' } });
  expect(wiki({ workload, replication: undefined }).join('\n')).toMatch(
    /STO-12: sites use1 and usw2 archive to the same/,
  );
});

test('a passive side that may not grow to the size of the active one', () => {
  const frontEnd = { image: 'registry.example.com/wiki-web:5.1.0', replicas: 6, maxReplicas: 6 };
  expect(() => wiki({ frontEnd })).toThrow('the tree was accepted');
  expect(wiki({ frontEnd: { ...frontEnd, maxReplicas: 4 } }).join('\n')).toMatch(/maxReplicas|CAP-01/);
});

test('nobody approves the failover, and nothing keeps a site that is cut off from writing', () => {
  expect(wiki({ trigger: Trigger.automatic() }).join('\n')).toContain(
    'ROL-03: trigger is automatic and nothing keeps site use1 from writing when it is cut off but alive',
  );
});

test('clients would come back to old data by themselves', () => {
  const unlatched = GlobalLoadBalancer.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' });
  expect(wiki({}, { traffic: unlatched }).join('\n')).toMatch(/latch/);
});

describe('systems that resolve no conflicts do not take writes in several sites', () => {
  const eventual = (workload: IStatefulWorkload) => (app: App) => {
    new EventualConsistencyDR(app, 'shop', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO) })),
      workload,
      objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(5) },
    });
  };

  test.each([
    'mongo:8',
    'postgres:18',
    'mysql:8.4',
    'redis:8',
    'valkey/valkey:9.0.2',
    'hashicorp/consul:1.21',
    'zookeeper:3.9',
    'pingcap/tidb:v8.5.0',
    'vitess/lite:v22.0.0',
  ])('%s', (image) => {
    const said = refusals(eventual(custom({ image }))).join('\n');
    expect(said).toMatch(/cannot be used with EventualConsistencyDR: .*(ActivePassiveDR|StrongConsistencyDR)/);
  });

  test.each([
    ['etcd', StatefulWorkload.etcd()],
    ['cockroachdb', StatefulWorkload.cockroachDb()],
    ['valkey', StatefulWorkload.valkey()],
    ['postgresql', StatefulWorkload.postgresql()],
  ])('%s of the library', (system, workload) => {
    expect(refusals(eventual(workload)).join('\n')).toMatch(
      new RegExp(
        `workload ${system} cannot be used with EventualConsistencyDR: .*(ActivePassiveDR|StrongConsistencyDR)`,
        'i',
      ),
    );
  });

  test('one site is no eventual consistency', () => {
    expect(
      refusals((app) => {
        new EventualConsistencyDR(app, 'shop', {
          fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO) })),
          workload: StatefulWorkload.cassandra(),
          sites: ['use1'],
          objectives: { rpo: Duration.minutes(15), rto: Duration.minutes(5) },
        });
      }).join('\n'),
    ).toContain('ROL-01: only site use1 holds the data of EventualConsistencyDR');
  });
});
