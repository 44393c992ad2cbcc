import { Duration, Size } from 'cdk8s';
import {
  Backup,
  type EtcdProps,
  type FleetProps,
  SiteNetwork,
  type StrongConsistencyDRProps,
  StatefulWorkload,
} from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { refusals } from '../support/errors';
import { SITE_PROPS, THREE, deploy, sites } from '../support/fleet';

interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<StrongConsistencyDRProps>;
}

const changed = (props: EtcdProps, { fleet, dr }: Changes) => ({
  fleet: { traffic: undefined, ...fleet },
  dr: { workload: StatefulWorkload.etcd(props), hostname: undefined, frontEnd: undefined, ...dr },
});

function etcd(props: EtcdProps = {}, changes: Changes = {}): Synthesized {
  return Synthesized.of((app) => {
    deploy(app, changed(props, changes));
  });
}

function refused(props: EtcdProps, changes: Changes = {}): string {
  return refusals((app) => {
    deploy(app, changed(props, changes));
  }).join('\n');
}

/** The part of an object at a path. */
function at(object: ManifestObject, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], object);
}

interface Container {
  readonly name: string;
  readonly args: string[];
  readonly command: string[];
  readonly env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  readonly readinessProbe: {
    httpGet: { path: string; port: number; scheme?: string };
    periodSeconds: number;
    timeoutSeconds: number;
    failureThreshold: number;
  };
  readonly livenessProbe: { httpGet: { path: string } };
}

function member(from: Synthesized, site: string): Container {
  return at(from.object(site, 'StatefulSet', 'etcd'), 'spec', 'template', 'spec', 'containers', 0) as Container;
}

/** Value of a flag in the first member of a site, as kubelet would fill it in. */
function flag(from: Synthesized, site: string, name: string, pod = 'etcd-0'): string {
  const values = member(from, site).args.filter((arg) => arg.startsWith(`--${name}=`));
  expect(values).toHaveLength(1);
  return values[0]!.slice(name.length + 3).replaceAll('$(POD_NAME)', pod);
}

interface PolicyRule {
  readonly from?: unknown[];
  readonly to?: unknown[];
  readonly ports: { port: number }[];
}

function admitted(from: Synthesized, site: string, port: number): unknown[] {
  const rules = at(from.object(site, 'NetworkPolicy', 'etcd'), 'spec', 'ingress') as PolicyRule[];
  return rules.filter((rule) => rule.ports.some((each) => each.port === port)).flatMap((rule) => rule.from ?? []);
}

function alertsIn(from: Synthesized, site: string): { alert: string; expr: string }[] {
  const groups = at(from.object(site, 'PrometheusRule', 'orders-alerts'), 'spec', 'groups') as {
    rules: { alert: string; expr: string }[];
  }[];
  return groups.flatMap((group) => group.rules);
}

const alert = (from: Synthesized, site: string, name: string) =>
  alertsIn(from, site).find((each) => each.alert === name);

function part(tree: BoundTree, name: string): BoundTree {
  const found = parts(tree).find((each) => each.name === name);
  if (!found)
    throw new Error(
      `no "${name}" among ${parts(tree)
        .map((each) => each.name)
        .join(', ')}`,
    );
  return found;
}

const parts = (tree: BoundTree): BoundTree[] => [tree, ...(tree.parts ?? []).flatMap(parts)];

describe('members find each other', () => {
  const three = etcd();

  test('every site starts the same cluster, of members with names of their own', () => {
    const clusters = THREE.map((site) => flag(three, site, 'initial-cluster'));
    expect(new Set(clusters).size).toBe(1);
    const members = new Map(clusters[0]!.split(',').map((entry) => entry.split('=') as [string, string]));
    expect([...members.keys()]).toEqual(['use1-etcd-0', 'use2-etcd-0', 'usw2-etcd-0']);
    // etcd does not start unless the advertised address is the one that the cluster knows it by.
    for (const site of THREE) {
      expect(flag(three, site, 'initial-advertise-peer-urls')).toBe(members.get(flag(three, site, 'name')));
    }
  });

  test('the token tells clusters of two fleets and two applications apart', () => {
    expect(flag(three, 'use1', 'initial-cluster-token')).toBe('prod-orders');
  });

  test('peers are found before the first quorum, clients only find members with one', () => {
    for (const site of THREE) {
      expect(three.object(site, 'Service', 'etcd')).toMatchObject({
        spec: { clusterIP: 'None', publishNotReadyAddresses: true },
      });
      expect(at(three.object(site, 'Service', 'etcd-client'), 'spec')).not.toHaveProperty('publishNotReadyAddresses');
    }
  });

  test('only the names of peers leave a site: its clients are moved, not tunnelled', () => {
    const exported = three.allObjects('use1').filter((object) => object.kind === 'ServiceExport');
    expect(exported.map((object) => object.metadata.name)).toEqual(['etcd']);
  });

  test('all members of a site start at once, since none is ready before the others', () => {
    expect(at(three.object('use1', 'StatefulSet', 'etcd'), 'spec', 'podManagementPolicy')).toBe('Parallel');
  });

  test('the first apply goes to all sites together', () => {
    expect(three.plan.apps[0]!.bootstrap).toBe('together');
  });

  test.each([
    ['by default no change restarts a member: in all clusters at once it would take the quorum', {}, 'OnDelete'],
    ['no rollout by itself', { automaticRollout: false }, 'OnDelete'],
    ['changes restart members once that is asked for', { automaticRollout: true }, 'RollingUpdate'],
  ])('%s', (_, props, type) => {
    const from = etcd(props);
    for (const site of THREE) {
      expect(at(from.object(site, 'StatefulSet', 'etcd'), 'spec', 'updateStrategy')).toEqual({ type });
    }
  });

  test('drains take one member at a time, one that is not ready included: its vote counts', () => {
    for (const site of THREE) {
      expect(three.object(site, 'PodDisruptionBudget', 'etcd')).toMatchObject({
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
      });
    }
  });

  test('volumes outlive the StatefulSet', () => {
    expect(at(three.object('use1', 'StatefulSet', 'etcd'), 'spec', 'persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
  });
});

describe('members prove themselves', () => {
  const three = etcd();
  const names = (site: string, certificate: string): string[] =>
    at(three.object(site, 'Certificate', certificate), 'spec', 'dnsNames') as string[];

  test('the certificate of a site has every name under which its members are dialled, and no other site', () => {
    expect(names('use1', 'etcd-tls')).toEqual([
      '*.use1.etcd.orders.svc.clusterset.local',
      'etcd.orders.svc.clusterset.local',
      '*.etcd.orders.svc.cluster.local',
      'etcd-client',
      'etcd-client.orders',
      'etcd-client.orders.svc',
      'etcd-client.orders.svc.cluster.local',
      'localhost',
    ]);
    expect(at(three.object('use1', 'Certificate', 'etcd-tls'), 'spec', 'ipAddresses')).toEqual(['127.0.0.1']);
  });

  test('names follow the DNS domain of the cluster', () => {
    const other = etcd({}, { fleet: { sites: sites(THREE, { use2: { clusterDomain: 'two.example' } }) } });
    const spec = at(other.object('use2', 'Certificate', 'etcd-tls'), 'spec') as { dnsNames: string[] };
    expect(spec.dnsNames).toContain('*.etcd.orders.svc.two.example');
    expect(spec.dnsNames).toContain('etcd-client.orders.svc.two.example');
  });

  test('clients get a certificate that can serve nothing and is no peer', () => {
    const spec = at(three.object('use1', 'Certificate', 'etcd-client-tls'), 'spec') as {
      usages: string[];
      commonName: string;
    };
    expect(spec.usages).toContain('client auth');
    expect(spec.usages).not.toContain('server auth');
    expect(spec.commonName).not.toBe(flag(three, 'use1', 'peer-cert-allowed-cn'));
    expect(at(three.object('use1', 'Certificate', 'etcd-tls'), 'spec', 'commonName')).toBe(
      flag(three, 'use1', 'peer-cert-allowed-cn'),
    );
  });

  test('keys are PKCS #8, which Java reads', () => {
    for (const site of THREE) {
      for (const name of ['etcd-tls', 'etcd-client-tls']) {
        expect(at(three.object(site, 'Certificate', name), 'spec', 'privateKey', 'encoding')).toBe('PKCS8');
      }
    }
  });

  test('peers and clients need a certificate; addresses are not compared, as tunnels change them', () => {
    expect(flag(three, 'use1', 'client-cert-auth')).toBe('true');
    expect(flag(three, 'use1', 'peer-client-cert-auth')).toBe('true');
    expect(flag(three, 'use1', 'peer-skip-client-san-verification')).toBe('true');
  });
});

describe('who may dial whom', () => {
  test('peers are the own members and the addresses of the other sites', () => {
    expect(admitted(etcd(), 'use1', 2380)).toEqual([
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'etcd', 'app.kubernetes.io/instance': 'orders' } } },
      { ipBlock: { cidr: SITE_PROPS['use2']!.podCidr } },
      { ipBlock: { cidr: SITE_PROPS['usw2']!.podCidr } },
    ]);
  });

  test('clients are pods of the namespace, and of namespaces that are named', () => {
    const three = etcd({ clientNamespaces: ['control-plane'] });
    expect(admitted(three, 'use1', 2379)).toEqual([
      { podSelector: {} },
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'control-plane' } } },
    ]);
  });

  test('monitoring reaches the metrics and nothing else', () => {
    const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
    const three = etcd();
    expect(admitted(three, 'use1', 2381)).toContainEqual(monitoring);
    expect([...admitted(three, 'use1', 2379), ...admitted(three, 'use1', 2380)]).not.toContainEqual(monitoring);
  });
});

describe('clocks follow the round trips', () => {
  const clocks = (from: Synthesized, site = 'use1') => [
    flag(from, site, 'heartbeat-interval'),
    flag(from, site, 'election-timeout'),
  ];
  const apart = (millis: number): Changes => ({
    fleet: { sites: sites(THREE, { use1: { rttMillis: { use2: 12, usw2: millis } } }) },
  });

  test.each([
    ['near sites get the defaults of etcd', 62, ['100', '1000']],
    ['the heartbeat is the largest round trip, rounded up', 181, ['190', '1900']],
    ['ten round trips of the slowest pair that etcd can take', 5000, ['5000', '50000']],
  ])('%s', (_, millis, expected) => {
    const dr = { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) } };
    const from = etcd({}, { ...apart(millis), dr });
    for (const site of THREE) expect(clocks(from, site)).toEqual(expected);
  });

  test('a round trip that no election timeout covers is refused', () => {
    expect(refused({}, apart(5001))).toMatch(/QRM-06: .*5001/);
  });

  test('an election timeout of the user is taken, and bounds the round trip', () => {
    expect(clocks(etcd({ electionTimeout: Duration.millis(620) }))).toEqual(['100', '620']);
    expect(refused({ electionTimeout: Duration.millis(610) })).toMatch(/QRM-06: .*62.*61 ms/s);
  });

  test('a heartbeat of the user makes ten of them the election timeout', () => {
    expect(clocks(etcd({ heartbeatInterval: Duration.millis(250) }))).toEqual(['250', '2500']);
  });

  test('what etcd does not start with is refused', () => {
    expect(refused({ electionTimeout: Duration.seconds(51) })).toContain(
      'etcd electionTimeout is 51000 ms; etcd accepts at most 50000 ms; lower it',
    );
    expect(refused({ heartbeatInterval: Duration.millis(200), electionTimeout: Duration.millis(999) })).toContain(
      'etcd electionTimeout is 999 ms with a heartbeat of 200 ms; etcd accepts no less than 5 heartbeats, 1000 ms',
    );
    expect(clocks(etcd({ heartbeatInterval: Duration.millis(200), electionTimeout: Duration.seconds(1) }))).toEqual([
      '200',
      '1000',
    ]);
    expect(refused({ heartbeatInterval: Duration.millis(0) })).toContain('etcd heartbeatInterval is 0 ms');
    expect(refused({ heartbeatInterval: Duration.millis(99.5) })).toContain('etcd heartbeatInterval is 99.5 ms');
    expect(refused({ electionTimeout: Duration.millis(999.5) })).toContain('etcd electionTimeout is 999.5 ms');
    expect(refused({ heartbeatInterval: Duration.days(1e6) })).toContain('etcd electionTimeout is 50000 ms');
  });

  test('a member that comes back does not depose the leader', () => {
    expect(flag(etcd(), 'use1', 'pre-vote')).toBe('true');
  });
});

describe('what is promised', () => {
  const gapOf = (from: Synthesized) => part(from.plan.apps[0]!.rto.tree, 'etcd without a leader');
  const readinessOf = (from: Synthesized) => member(from, 'use1').readinessProbe;

  test('the gap covers the longest election, one split vote included', () => {
    const gap = gapOf(etcd());
    expect(part(gap, 'election timeout x 2 + heartbeat x 2').seconds).toBe(2.2);
    expect(part(gap, 'round trip x 7').seconds).toBe(0.7);
    expect(part(gap, 'one split vote').seconds).toBe(2.2);
    expect(part(gap, 'sync to disk x 4').seconds).toBe(0.256);
    expect(part(gap, 'retry of a read').seconds).toBe(0.5);
    expect(gap.seconds).toBe(5.856);
  });

  test('round trips that were stated are trusted, others are not; the odds of a split vote never are', () => {
    const basis = (from: Synthesized) => part(gapOf(from), 'round trip x 7').basis;
    expect(basis(etcd())).toBe('derived');
    expect(basis(etcd({}, { fleet: { sites: sites(THREE, { use2: { rttMillis: {} } }) } }))).toBe('assumed');
    expect(part(gapOf(etcd()), 'one split vote').basis).toBe('assumed');
  });

  test('an RTO that a longer election timeout breaks is refused with the way back', () => {
    const dr = { objectives: { rpo: Duration.seconds(0), rto: Duration.seconds(30) } };
    expect(refused({ electionTimeout: Duration.seconds(10) }, { dr })).toMatch(
      /OBJ-01: .*leave out heartbeatInterval and electionTimeout \(now 100 and 10000 ms; the round trips ask for 100 and 1000 ms\)/s,
    );
  });

  test.each([62, 300, 1000])('with %d ms between sites no election takes a healthy site out of traffic', (millis) => {
    const dr = { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) } };
    const fleet = { sites: sites(THREE, { use1: { rttMillis: { use2: 12, usw2: millis } } }) };
    const from = etcd({}, { fleet, dr });
    const { periodSeconds, timeoutSeconds, failureThreshold } = readinessOf(from);
    // The first probe to fail starts with the election at the earliest; the last one gives up this much later.
    expect((failureThreshold - 1) * periodSeconds + timeoutSeconds).toBeGreaterThanOrEqual(gapOf(from).seconds!);
    // A quorum read takes two round trips.
    expect(timeoutSeconds * 1000).toBeGreaterThan(2 * millis);
  });

  test('a site that is cut off is found out by reads through the quorum', () => {
    expect(readinessOf(etcd()).httpGet).toEqual({ path: '/readyz', port: 2381 });
    expect(member(etcd(), 'use1').livenessProbe.httpGet.path).toBe('/livez');
    expect(flag(etcd(), 'use1', 'listen-metrics-urls')).toBe('http://0.0.0.0:2381');
  });
});

describe('where members are', () => {
  test('two, two and one', () => {
    const five = etcd({ members: { use1: 2, use2: 2 } });
    expect(five.plan.apps[0]!.placement.sites).toEqual([
      { site: 'use1', nodes: 2, votes: 2, witness: false },
      { site: 'use2', nodes: 2, votes: 2, witness: false },
      { site: 'usw2', nodes: 1, votes: 1, witness: false },
    ]);
    expect(at(five.object('use1', 'StatefulSet', 'etcd'), 'spec', 'replicas')).toBe(2);
    expect(flag(five, 'usw2', 'initial-cluster').split(',')).toHaveLength(5);
    expect(flag(five, 'use1', 'name', 'etcd-1')).toBe('use1-etcd-1');
    // A site with two members comes back with both as learners.
    expect(flag(five, 'usw2', 'max-learners')).toBe('2');
  });

  test('a witness votes and has the data, but no clients, no snapshots and no alert on their age', () => {
    const from = etcd({}, { dr: { witnessSite: 'usw2' } });
    const kinds = (site: string) =>
      from
        .objects(site, 'orders')
        .filter((object) => object.metadata.name.startsWith('etcd'))
        .map((object) => `${object.kind} ${object.metadata.name}`);
    expect(kinds('use1').filter((object) => !kinds('usw2').includes(object))).toEqual([
      'Service etcd-client',
      'Certificate etcd-client-tls',
      'CronJob etcd-snapshot',
      'NetworkPolicy etcd-snapshot',
    ]);
    expect(flag(from, 'use1', 'initial-cluster')).toContain('usw2-etcd-0=');
    expect(admitted(from, 'usw2', 2379)).toEqual([]);
    expect(admitted(from, 'usw2', 2380)).not.toEqual([]);
    const names = (site: string) => alertsIn(from, site).map((each) => each.alert);
    expect(names('use1')).toEqual(expect.arrayContaining(['EtcdSnapshotOld', 'EtcdSnapshotOldAbsent']));
    expect(names('usw2').filter((name) => name.startsWith('EtcdSnapshot'))).toEqual([]);
    expect(names('usw2')).toContain('EtcdNoLeader');
  });

  test('a site that is rebuilt joins the cluster that runs', () => {
    const from = etcd({ joiningSites: ['use2'] });
    expect(THREE.map((site) => flag(from, site, 'initial-cluster-state'))).toEqual(['new', 'existing', 'new']);
  });

  test('numbers and names that cannot be placed are refused', () => {
    const message = refused({ members: { use1: 0, use2: 1.5, mars: 1 }, joiningSites: ['venus'] });
    expect(message).toContain('etcd members in use1 is 0; allowed are whole numbers from 1');
    expect(message).toContain('etcd members in use2 is 1.5; allowed are whole numbers from 1');
    expect(message).toContain(
      'etcd members names site "mars", which the application does not have; allowed are use1, use2, usw2',
    );
    expect(message).toContain('etcd joiningSites names site "venus"');
    expect(refused({ joiningSites: THREE })).toContain('etcd joiningSites are all sites');
  });
});

describe('snapshots', () => {
  interface Job {
    readonly activeDeadlineSeconds: number;
    readonly template: { spec: { restartPolicy: string; initContainers: Container[]; containers: Container[] } };
  }
  const three = etcd();
  const job = (from: Synthesized, site: string): Job =>
    at(from.object(site, 'CronJob', 'etcd-snapshot'), 'spec', 'jobTemplate', 'spec') as Job;
  const upload = (from: Synthesized, site: string) => job(from, site).template.spec.containers[0]!;
  const variable = (container: Container, name: string) => container.env.find((each) => each.name === name);

  test('every data site takes one, into a place of its own, from its own members with a quorum', () => {
    const targets = THREE.map((site) => variable(upload(three, site), 'TARGET')?.value);
    expect(targets).toEqual(THREE.map((site) => expect.stringMatching(`^dr-backups/.*orders.*/${site}$`) as unknown));
    for (const container of job(three, 'use1').template.spec.initContainers) {
      expect(variable(container, 'ETCDCTL_ENDPOINTS')?.value).toBe('https://etcd-client.orders.svc.cluster.local:2379');
    }
  });

  test('a member is read through the quorum before it is copied, and the copy restored before it is kept', () => {
    expect(job(three, 'use1').template.spec.initContainers.map(({ command }) => command.slice(0, 3).join(' '))).toEqual(
      [
        '/usr/local/bin/etcdctl get --consistency=l',
        '/usr/local/bin/etcdctl snapshot save',
        '/usr/local/bin/etcdutl snapshot restore',
      ],
    );
    // What a failed attempt left behind must not be there for the next one.
    expect(job(three, 'use1').template.spec.restartPolicy).toBe('Never');
  });

  test('the schedule, the deadline and the promised age are one', () => {
    const dr = { protection: { schedule: '0 */6 * * *', maxDuration: Duration.minutes(20) } };
    const from = etcd({}, { dr });
    expect(from.object('use1', 'CronJob', 'etcd-snapshot')).toMatchObject({
      spec: {
        schedule: '0 */6 * * *',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 6 * 3600,
      },
    });
    expect(job(from, 'use1').activeDeadlineSeconds).toBe(20 * 60);
    expect(from.plan.apps[0]!.backupAge?.seconds).toBe(6 * 3600 + 20 * 60);
    expect(alert(from, 'use1', 'EtcdSnapshotOld')?.expr).toContain(`> ${6 * 3600 + 20 * 60}`);
  });

  test('credentials are references, listed as a prerequisite of the site', () => {
    for (const key of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      const { name } = variable(upload(three, 'use1'), key)!.valueFrom!.secretKeyRef;
      expect(three.plan.apps[0]!.prerequisites).toContainEqual(
        expect.objectContaining({
          site: 'use1',
          kind: 'Secret',
          namespace: 'orders',
          name,
          keys: expect.arrayContaining([key]) as unknown,
        }),
      );
    }
  });

  test('the job reaches etcd and the store, and nobody reaches the job', () => {
    const spec = at(three.object('use1', 'NetworkPolicy', 'etcd-snapshot'), 'spec') as {
      ingress: unknown[];
      egress: PolicyRule[];
    };
    expect(spec.ingress).toEqual([]);
    expect(spec.egress.map((rule) => rule.ports.map((each) => each.port))).toEqual([
      [2379],
      [443],
      [53, 53, 5353, 5353],
    ]);
  });

  test('a fleet without backup has none, once that is waived', () => {
    const dr = { waivers: [{ rule: 'BCK-02', reason: 'the state is rebuilt from git', expires: '2999-12-31' }] };
    const from = etcd({}, { fleet: { backup: undefined }, dr });
    expect(from.allObjects('use1').filter((object) => object.kind === 'CronJob')).toEqual([]);
    expect(alertsIn(from, 'use1').filter((each) => each.alert.startsWith('EtcdSnapshot'))).toEqual([]);
  });
});

describe('alerts', () => {
  const of = (props: EtcdProps, name: string, changes: Changes = {}) => alert(etcd(props, changes), 'use1', name)?.expr;

  test('redundancy is lost when the site with the most votes could not be lost as well', () => {
    expect(of({}, 'EtcdRedundancyLost')).toContain('< 2');
    expect(of({ members: { use1: 2, use2: 2 } }, 'EtcdRedundancyLost')).toContain('< 4');
  });

  test('a round trip that the clocks are not made for is told', () => {
    expect(of({ heartbeatInterval: Duration.millis(250) }, 'EtcdRoundTripSlow')).toMatch(/> 0.4096$/);
  });

  test('series are those of the application alone', () => {
    const expressions = alertsIn(etcd(), 'use1').filter((each) => each.alert.startsWith('Etcd'));
    expect(expressions.length).toBeGreaterThan(8);
    for (const { expr } of expressions) {
      expect(expr.match(/\w+\{/g)).toHaveLength(expr.match(/namespace="orders"/g)?.length ?? 0);
    }
  });

  test('members are scraped where they serve their metrics', () => {
    expect(at(etcd().object('use1', 'PodMonitor', 'etcd'), 'spec', 'podMetricsEndpoints', 0)).toMatchObject({
      port: 'metrics',
      path: '/metrics',
      scheme: 'http',
    });
  });
});

describe('front ends', () => {
  test('talk to the members of their own site, over TLS', () => {
    const from = etcd({}, { dr: { frontEnd: { image: 'registry.example.com/orders:1.4.2' } } });
    const container = at(
      from.object('usw2', 'Deployment', 'front-end'),
      'spec',
      'template',
      'spec',
      'containers',
      0,
    ) as Container;
    expect(container.env).toEqual(
      expect.arrayContaining([
        { name: 'ETCDCTL_ENDPOINTS', value: 'https://etcd-client.orders.svc.cluster.local:2379' },
        { name: 'ETCDCTL_CACERT', value: '/workload-tls/ca.crt' },
        { name: 'ETCDCTL_CERT', value: '/workload-tls/tls.crt' },
        { name: 'ETCDCTL_KEY', value: '/workload-tls/tls.key' },
      ]),
    );
  });
});

describe('sizes and images', () => {
  test('the volume holds the database twice', () => {
    expect(refused({ storage: Size.gibibytes(8), databaseQuota: Size.gibibytes(4) })).toContain(
      'etcd storage is 8Gi with a databaseQuota of 4Gi; allowed is 9Gi or more',
    );
    expect(
      flag(etcd({ storage: Size.gibibytes(9), databaseQuota: Size.gibibytes(4) }), 'use1', 'quota-backend-bytes'),
    ).toBe(String(4 * 1024 ** 3));
    expect(refused({ databaseQuota: Size.gibibytes(0) })).toContain(
      'etcd databaseQuota is 0Gi; allowed are whole mebibytes from 1Mi to 100Gi',
    );
  });

  test.each([
    ['quay.io/coreos/etcd:v3.7.1', '3.7.1'],
    ['registry.example.com:5000/etcd:3.6.0-custom@sha256:0123456789abcdef0123456789abcdef', '3.6.0-custom'],
    [
      'registry.example.com:5000/etcd@sha256:0123456789abcdef0123456789abcdef',
      'registry.example.com:5000/etcd@sha256:0123456789abcdef0123456789abcdef',
    ],
  ])('%s is version %s', (image, version) => {
    expect(etcd({ image }).plan.apps[0]!.workload.version).toBe(version);
  });

  test.each<[string, EtcdProps]>([
    ['cpu', { cpu: '1.0001' }],
    ['memory', { memory: Size.kibibytes(1.5) }],
    ['storage', { storage: Size.tebibytes(1_000_000) }],
    ['databaseQuota', { databaseQuota: Size.gibibytes(0.1) }],
  ])('%s that Kubernetes would not take as it is, is refused', (prop, props) => {
    expect(refused(props)).toContain(`etcd ${prop} is `);
  });

  test('an etcd that does not know the flags is refused', () => {
    expect(refused({ image: 'quay.io/coreos/etcd:v3.5.21' })).toContain(
      'etcd image is quay.io/coreos/etcd:v3.5.21; allowed is etcd 3.6 or later',
    );
  });

  test('a namespace that cannot exist is refused', () => {
    expect(refused({ clientNamespaces: ['Control Plane'] })).toContain('etcd clientNamespaces has "Control Plane"');
  });
});

describe('stores other than AWS', () => {
  test.each([
    ['https://minio.example.com:9000', 9000],
    ['https://minio.example.com', 443],
  ])('%s is dialled at its port', (endpoint, port) => {
    const network = SiteNetwork.routed();
    const backup = Backup.velero({
      bucket: 'dr-backups',
      region: 'eu-central-1',
      existingBucket: true,
      endpoint,
    });
    const from = etcd({}, { fleet: { network, backup } });
    const egress = at(from.object('use1', 'NetworkPolicy', 'etcd-snapshot'), 'spec', 'egress') as PolicyRule[];
    expect(egress[1]?.ports).toEqual([{ protocol: 'TCP', port }]);
  });
});
