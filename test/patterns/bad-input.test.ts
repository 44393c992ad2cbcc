import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Duration } from 'cdk8s';
import { TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import {
  Backup,
  CockroachDbVehicle,
  Fleet,
  FleetApp,
  GlobalLoadBalancer,
  HealthCheck,
  type ProtectionProps,
  SiteNetwork,
  StatefulWorkload,
  StrongConsistencyDR,
} from 'cndr';
import { THREE, deploy, fleetProps, sites } from '../support/fleet';
import { refusals } from '../support/errors';

/** One refusal that tells rule, value and remedy. */
function expectRefusal(build: (app: FleetApp) => void, ...parts: (string | RegExp)[]): void {
  const found = refusals(build);
  const matching = found.filter((message) =>
    parts.every((part) => (typeof part === 'string' ? message.includes(part) : part.test(message))),
  );
  if (matching.length === 0) throw new Error(`no refusal with ${parts.join(' and ')} in:\n${found.join('\n')}`);
  expect(matching.length).toBeGreaterThan(0);
}

const etcd = (props = {}) => ({ workload: StatefulWorkload.etcd(props), frontEnd: undefined, hostname: undefined });

describe('sites that cannot hold a quorum are refused', () => {
  test('two sites', () => {
    expectRefusal(
      (app) => deploy(app, { fleet: { sites: sites(['use1', 'usw2']) }, dr: etcd() }),
      'QRM-01',
      '2',
      /third site|witness/,
    );
  });

  test('four voters', () => {
    expectRefusal(
      (app) => deploy(app, { fleet: { sites: sites([...THREE, 'cac1']) }, dr: etcd() }),
      'QRM-02',
      '4 voters',
      'use 3 or 5',
    );
  });

  test('one site with half of the votes', () => {
    expectRefusal(
      (app) => deploy(app, { dr: etcd({ members: { use1: 2, use2: 1, usw2: 1 } }) }),
      'QRM-03',
      'use1',
      '2 of 4',
    );
  });

  test('two site failures with three sites', () => {
    expectRefusal((app) => deploy(app, { dr: { ...etcd(), toleratedSiteFailures: 2 } }), 'QRM-04', /use1/);
  });

  test.each([0, -1, 1.5, Number.NaN])('%d tolerated site failures', (toleratedSiteFailures) => {
    expectRefusal(
      (app) => deploy(app, { dr: { ...etcd(), toleratedSiteFailures } }),
      'INPUT',
      'toleratedSiteFailures is',
      'whole numbers from 1',
    );
  });

  test('an empty list of sites', () => {
    expectRefusal((app) => deploy(app, { dr: { sites: [] } }), 'INPUT', 'sites is empty');
  });

  test('two site failures with CockroachDB, whatever the number of sites', () => {
    expectRefusal(
      (app) =>
        deploy(app, {
          fleet: { sites: sites([...THREE, 'cac1', 'euw1']) },
          dr: { toleratedSiteFailures: 2 },
        }),
      'INPUT',
      'toleratedSiteFailures is 2',
      'etcd',
    );
  });

  test('five sites with etcd survive two of them', () => {
    const five = (app: FleetApp) =>
      deploy(app, { fleet: { sites: sites([...THREE, 'cac1', 'euw1']) }, dr: { ...etcd(), toleratedSiteFailures: 2 } });
    expect(() => refusals(five)).toThrow('the tree was accepted');
  });

  test('a witness that CockroachDB cannot have', () => {
    expectRefusal(
      (app) => deploy(app, { fleet: { sites: sites([...THREE, 'cac1']) }, dr: { witnessSite: 'cac1' } }),
      'INPUT',
      'witness',
      'cac1',
    );
  });

  test('a witness that is no site', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { ...etcd(), witnessSite: 'mars' } }),
      'INPUT',
      'witnessSite is "mars"',
      'use1, use2, usw2',
    );
  });
});

describe('sites that fail together are refused', () => {
  test('two sites in one region', () => {
    const changed = sites(THREE, { use2: { region: 'us-east-1', zones: ['us-east-1d'] } });
    expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'FLT-01', 'us-east-1', 'use1', 'use2');
  });

  test('two sites in one zone', () => {
    const changed = sites(THREE, { use2: { region: 'us-east-1', zones: ['us-east-1a'] } });
    expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'FLT-02', 'us-east-1a');
  });

  test('a zone that its region does not have', () => {
    const changed = sites(THREE, { use1: { zones: ['us-east-1a', 'eu-west-1b'] } });
    expectRefusal(
      (app) => deploy(app, { fleet: { sites: changed } }),
      'INPUT',
      'zone "eu-west-1b" is no zone of region us-east-1',
      'us-east-1a',
    );
  });

  test('a site name that is used twice', () => {
    const changed = [...sites(THREE), ...sites(['use1'])];
    expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'INPUT', 'site name "use1" is used 2 times');
  });

  test('a site name that is no DNS label', () => {
    expectRefusal(
      (app) =>
        new Fleet(
          app,
          'prod',
          fleetProps({ sites: sites(['use1']).map((site) => Object.assign(site, { name: 'US_East' })) }),
        ),
      'INPUT',
      'US_East',
      'DNS label',
    );
  });
});

describe('addresses that cannot be routed are refused', () => {
  test('overlapping pod CIDRs without Globalnet', () => {
    const changed = sites(THREE, { use2: { podCidr: '10.10.128.0/17' } });
    expectRefusal(
      (app) => deploy(app, { fleet: { sites: changed } }),
      'NET-01',
      '10.10.0.0/16',
      '10.10.128.0/17',
      /globalnet/i,
    );
  });

  test('overlapping CIDRs with Globalnet are accepted, but not for a workload that dials pod addresses', () => {
    const sameAddresses = { podCidr: '10.10.0.0/16', serviceCidr: '10.110.0.0/16' };
    const changed = sites(THREE, {
      use1: { clusterDomain: 'use1.example' },
      use2: { ...sameAddresses, clusterDomain: 'use2.example' },
      usw2: { clusterDomain: 'usw2.example' },
    });
    const network = SiteNetwork.submariner({
      brokerApiServer: 'broker.example.com:6443',
      globalnetCidrs: { use1: '242.0.0.0/16', use2: '242.1.0.0/16', usw2: '242.2.0.0/16' },
    });
    const deployWith = (dr: Parameters<typeof deploy>[1]) => (root: FleetApp) =>
      deploy(root, { fleet: { sites: changed, network }, ...dr });
    expect(() => refusals(deployWith({ dr: etcd() }))).toThrow('the tree was accepted');
    const operator = StatefulWorkload.cockroachDb({ vehicle: CockroachDbVehicle.OPERATOR });
    expectRefusal(deployWith({ dr: { workload: operator } }), 'NET-15', 'CockroachDB');
  });

  test('a CIDR outside of the private ranges', () => {
    const changed = sites(THREE, { usw2: { serviceCidr: '172.32.0.0/16' } });
    expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'NET-02', '172.32.0.0/16', '172.16.0.0/12');
  });

  test('something that is no CIDR', () => {
    const changed = sites(THREE, { usw2: { podCidr: '10.0.0.0/40' } });
    expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'INPUT', 'podCidr "10.0.0.0/40"');
  });
});

describe('objectives', () => {
  test('an RPO above zero is fine: the bound of zero meets it', () => {
    const app = (root: FleetApp) =>
      deploy(root, { dr: { objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(3) } } });
    expect(() => refusals(app)).toThrow('the tree was accepted');
  });

  test('an RTO below the bound is refused, with the cheapest change that meets it', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.seconds(155) } } }),
      'OBJ-01',
      '155 s',
      /cheapest change: /,
    );
  });

  test('an RTO that nothing can meet is refused with what is within reach', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { objectives: { rpo: Duration.seconds(0), rto: Duration.seconds(5) } } }),
      'OBJ-01',
      '5 s',
    );
  });
});

test('a round trip above what the timeouts of the system allow is refused', () => {
  const changed = sites(THREE, { use1: { rttMillis: { use2: 12, usw2: 450 } } });
  expectRefusal((app) => deploy(app, { fleet: { sites: changed } }), 'QRM-06', '450', 'use1', 'usw2');
});

test('an election timeout below ten round trips is refused', () => {
  expectRefusal(
    (app) =>
      deploy(app, { dr: etcd({ heartbeatInterval: Duration.millis(100), electionTimeout: Duration.millis(500) }) }),
    'QRM-06',
    '62',
  );
});

describe('backups that would not help are refused', () => {
  test('volume snapshots of CockroachDB', () => {
    expectRefusal((app) => deploy(app, { dr: { protection: { volumeSnapshots: true } } }), 'BCK-10', 'CockroachDB');
  });

  test('a bucket in a protected region', () => {
    expectRefusal(
      (app) => deploy(app, { fleet: { backup: Backup.velero({ bucket: 'dr', region: 'us-east-1' }) } }),
      'BCK-01',
      'us-east-1',
      'use1',
    );
  });

  test('a retention shorter than the interval', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { protection: { schedule: '0 3 * * 0', retention: Duration.days(3) } } }),
      'BCK-04',
      /retention|ttl/,
    );
  });

  test('a schedule that is no cron', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { protection: { schedule: 'every day' } } }),
      'INPUT',
      'protection.schedule',
      'every day',
    );
  });

  test('no backup at all', () => {
    expectRefusal((app) => deploy(app, { fleet: { backup: undefined } }), 'BCK-02');
  });
});

test('a health check by TCP is refused: it says that a process listens, not that it can serve', () => {
  const traffic = GlobalLoadBalancer.route53({
    hostedZoneId: 'Z0123456789ABCDEFGHIJ',
    zoneName: 'example.com',
    healthCheck: HealthCheck.tcp(),
  });
  expectRefusal((app) => deploy(app, { fleet: { traffic } }), 'GLB-04', 'TCP');
});

describe('times', () => {
  test.each<[string, ProtectionProps]>([
    ['retention', { retention: Duration.millis(1500) }],
    ['maxDuration', { maxDuration: Duration.millis(1500) }],
    ['maxDuration', { maxDuration: Duration.seconds(0) }],
  ])('a %s that is no whole number of seconds from 1', (prop, protection) => {
    expectRefusal(
      (app) => deploy(app, { dr: { protection } }),
      'INPUT',
      `protection.${prop} is`,
      'whole seconds from 1',
    );
  });
});

describe('names', () => {
  test('an id that is no DNS label', () => {
    expectRefusal((app) => deploy(app, { id: 'Orders_1' }), 'INPUT', 'id "Orders_1"');
  });

  test.each(['', 'or ders', 'orders*', '${x}', 'a/b', 'a\nb'])('the id "%s", which no stack can have', (id) => {
    expectRefusal((app) => deploy(app, { id }), 'INPUT', `id "${id}" cannot be the id of a stack`);
  });

  test('the id of the fleet for an application beside it', () => {
    expectRefusal((app) => deploy(app, { id: 'prod' }), 'INPUT', 'id "prod" is already that of another construct');
  });

  test.each(['kube-system', 'default', 'velero', 'monitoring'])(
    'the namespace %s, which belongs to others',
    (namespace) => {
      expectRefusal((app) => deploy(app, { dr: { namespace } }), 'INPUT', `namespace "${namespace}"`, 'of its own');
    },
  );

  test('two stacks with one id, of which the second would overwrite the first', () => {
    expectRefusal(
      (app) => {
        const fleet = new Fleet(app, 'prod', fleetProps());
        const objectives = { rpo: Duration.seconds(0), rto: Duration.minutes(3) };
        for (const team of ['a', 'b']) {
          const props = { fleet, ...etcd(), namespace: team, objectives };
          new StrongConsistencyDR(new Construct(app, team), 'orders', props);
        }
      },
      'NAM-02',
      'id "orders"',
      'a/orders',
    );
  });

  test('one hostname for two applications', () => {
    expectRefusal(
      (app) => {
        const fleet = new Fleet(app, 'prod', fleetProps());
        const props = {
          fleet,
          workload: StatefulWorkload.etcd(),
          frontEnd: { image: 'registry.example.com/orders:1' },
          hostname: 'orders.example.com',
          objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
        };
        new StrongConsistencyDR(app, 'one', props);
        new StrongConsistencyDR(app, 'two', props);
      },
      'NAM-02',
      'hostname orders.example.com',
      'one',
    );
  });

  test('two applications with the same objects in one namespace', () => {
    expectRefusal(
      (app) => {
        const fleet = new Fleet(app, 'prod', fleetProps());
        const props = {
          fleet,
          ...etcd(),
          namespace: 'shared',
          objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(3) },
        };
        new StrongConsistencyDR(app, 'one', props);
        new StrongConsistencyDR(app, 'two', props);
      },
      'NAM-01',
      'shared/etcd',
      'one',
    );
  });

  test('a hostname without a front end', () => {
    expectRefusal((app) => deploy(app, { dr: { frontEnd: undefined } }), 'INPUT', 'there is no frontEnd');
  });

  test('sites that the fleet does not have', () => {
    expectRefusal(
      (app) => deploy(app, { dr: { sites: ['use1', 'use2', 'mars'] } }),
      'INPUT',
      '"mars"',
      'use1, use2, usw2',
    );
  });
});

describe('what no plan may hold', () => {
  test('a secret in the reason of a waiver', () => {
    const waivers = [
      { rule: 'BCK-02', reason: 'restored by postgres://app:hunter2@db.example.com/app', expires: '2999-12-31' },
    ];
    expectRefusal(
      (app) => deploy(app, { fleet: { backup: undefined }, dr: { waivers } }),
      'SEC-01',
      'a URL with a password',
      'waiver of the plan',
    );
  });
});

describe('what no manifest may hold', () => {
  test('a Terraform token', () => {
    expectRefusal(
      (app) => {
        const dr = deploy(app);
        const local = new TerraformLocal(dr, 'local', 'value');
        new ApiObject(dr.chart('use1'), 'extra', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'extra' },
          data: { key: local.asString },
        });
      },
      'TOK-01',
      '$.data.key',
      'ConfigMap extra',
    );
  });

  test('a Terraform token as a number or as a key', () => {
    expectRefusal(
      (app) => {
        const dr = deploy(app);
        const local = new TerraformLocal(dr, 'local', 7);
        new ApiObject(dr.chart('use1'), 'extra', {
          apiVersion: 'v1',
          kind: 'Thing',
          metadata: { name: 'extra' },
          spec: { replicas: local.asNumber },
        });
      },
      'TOK-01',
      '$.spec.replicas',
    );
  });

  test('a literal password in the environment of the front end', () => {
    expectRefusal(
      (app) =>
        deploy(app, {
          dr: { frontEnd: { image: 'registry.example.com/orders:1', environment: { DB_PASSWORD: 'hunter2' } } },
        }),
      'SEC-01',
      'DB_PASSWORD',
      'secretKeyRef',
    );
  });

  test('a Secret with values', () => {
    expectRefusal(
      (app) => {
        const dr = deploy(app);
        new ApiObject(dr.chart('use1'), 'secret', {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 's' },
          stringData: { a: 'b' },
        });
      },
      'SEC-01',
      'Secret s',
    );
  });
});

test('the bounds of an application that was refused are refused as well, with the reasons', () => {
  const app = new FleetApp({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-')), summary: false });
  const dr = deploy(app, { dr: { toleratedSiteFailures: 0 } });
  expect(() => dr.rto).toThrow('toleratedSiteFailures is 0');
});

test('all errors of a run come together, nothing is written, and an earlier output is still there', () => {
  // GIVEN a good output
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-'));
  const newApp = () =>
    new FleetApp({ outdir: path.join(folder, 'cdktf.out'), manifestOutdir: path.join(folder, 'dist'), summary: false });
  const good = newApp();
  deploy(good);
  good.synth();
  const before = contents(folder);

  // WHEN the next run has two applications with one error each, and a fleet with one
  const bad = newApp();
  const fleet = new Fleet(bad, 'prod', fleetProps({ sites: sites(THREE, { usw2: { serviceCidr: '172.32.0.0/16' } }) }));
  const objectives = { rpo: Duration.seconds(0), rto: Duration.seconds(1) };
  new StrongConsistencyDR(bad, 'orders', { fleet, workload: StatefulWorkload.cockroachDb(), objectives });
  new StrongConsistencyDR(bad, 'state', {
    fleet,
    workload: StatefulWorkload.etcd({ members: { use1: 2 } }),
    objectives,
  });

  // THEN all of them are named with their constructs, and the files are those of the first run
  expect(() => bad.synth()).toThrow(/\[prod\] NET-02[^]*\[orders\] OBJ-01[^]*\[state\] QRM-02/);
  expect(contents(folder)).toEqual(before);
  fs.rmSync(folder, { recursive: true });
});

function contents(folder: string): Record<string, string> {
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}
