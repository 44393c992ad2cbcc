import { Duration, Size } from 'cdk8s';
import { Backup, type CockroachDbProps, StatefulWorkload } from 'cndr';
import type { Synthesized } from 'cndr/testing';
import { parseAllDocuments } from 'yaml';
import { fullBackupSchedule } from '../../src/workloads/cockroachdb/backup';
import { placeNodes } from '../../src/workloads/cockroachdb/placement';
import { RELOAD_SCRIPT } from '../../src/workloads/cockroachdb/scripts';
import { READINESS, SHUTDOWN, TERMINATION_GRACE_SECONDS } from '../../src/workloads/cockroachdb/timing';
import { checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';
import { SITE_PROPS, THREE, sites } from '../support/fleet';
import {
  at,
  BOTH,
  by,
  cockroach,
  type Container,
  DOMAINS,
  flag,
  jobContainer,
  jobs,
  nodeOf,
  nodePods,
  ofKind,
  operated,
  OPERATOR,
  part,
  plan,
  type Pod,
  prerequisites,
  refused,
  STATEFUL_SET,
  statefulSets,
  statements,
  three,
} from './cockroachdb.support';

describe('nodes are where they say they are', () => {
  test('GIVEN three zones THEN each has nodes of its own, kept in it, and their locality names it', () => {
    const sets = statefulSets(three, 'use1');
    expect(sets.map(({ metadata }) => metadata.name)).toEqual([
      'cockroachdb-us-east-1a',
      'cockroachdb-us-east-1b',
      'cockroachdb-us-east-1c',
    ]);
    expect(sets.map((set) => flag(set, 'locality'))).toEqual([
      'region=us-east-1,zone=us-east-1a',
      'region=us-east-1,zone=us-east-1b',
      'region=us-east-1,zone=us-east-1c',
    ]);
    expect(nodePods(three, 'use1').map(({ spec }) => spec.affinity.nodeAffinity)).toEqual(
      SITE_PROPS['use1']!.zones.map((zone) => ({
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] },
          ],
        },
      })),
    );
  });

  test.each([
    [2, [1, 1]],
    [3, [1, 1, 1]],
    [5, [2, 2, 1]],
    [7, [3, 2, 2]],
  ])('GIVEN %i nodes per site THEN the zones of a site get %j', (nodesPerSite, expected) => {
    const from = cockroach({ nodesPerSite });
    for (const site of THREE) {
      expect(statefulSets(from, site).map((set) => at(set, 'spec', 'replicas') as number)).toEqual(expected);
    }
  });

  test.each(BOTH)('no two nodes of a site share a machine (%s)', (vehicle) => {
    for (const { labels, spec } of nodePods(by[vehicle], 'use1')) {
      const [rule] = spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
      expect(rule!.topologyKey).toBe('kubernetes.io/hostname');
      // Of all zones: a label that only one StatefulSet has would let two of them share.
      expect(labels).toMatchObject(rule!.labelSelector.matchLabels);
      expect(rule!.labelSelector.matchLabels).toEqual({
        'app.kubernetes.io/name': 'cockroachdb',
        'app.kubernetes.io/instance': 'orders',
      });
    }
  });

  test('the StatefulSets of a site do not take each other for their own', () => {
    const selectors = statefulSets(three, 'use1').map((set) => at(set, 'spec', 'selector', 'matchLabels'));
    expect(new Set(selectors.map((selector) => JSON.stringify(selector))).size).toBe(3);
  });

  test('the operator takes the locality from the machines, and the region without a prefix', () => {
    const spec = at(operated.object('use1', 'CrdbCluster', 'cockroachdb'), 'spec') as {
      regions: { code: string; cloudProvider: string }[];
    };
    expect(spec.regions.map(({ code, cloudProvider }) => [code, cloudProvider])).toEqual([
      ['us-east-1', ''],
      ['us-east-2', ''],
      ['us-west-2', ''],
    ]);
    expect(prerequisites(operated, 'usw2', 'node label').map(({ name }) => name)).toEqual([
      'topology.kubernetes.io/region=us-west-2',
    ]);
  });
});

describe('nodes find each other', () => {
  test('a node says its own address of the site, and asks the first node of each site for the cluster', () => {
    for (const site of THREE) {
      for (const set of statefulSets(three, site)) {
        const own = `${set.metadata.name}-0.${site}.cockroachdb.orders.svc.clusterset.local`;
        expect(flag(set, 'advertise-addr')).toBe(`${own}:26258`);
        expect(flag(set, 'advertise-sql-addr')).toBe(`${own}:26257`);
        expect(flag(set, 'join').split(',')).toEqual([
          'cockroachdb-us-east-1a-0.use1.cockroachdb.orders.svc.clusterset.local:26258',
          'cockroachdb-us-east-2a-0.use2.cockroachdb.orders.svc.clusterset.local:26258',
          'cockroachdb-us-west-2a-0.usw2.cockroachdb.orders.svc.clusterset.local:26258',
        ]);
        expect(at(set, 'spec', 'serviceName') as string).toBe('cockroachdb');
      }
    }
  });

  test('before a quorum they are found, and only they leave the site', () => {
    for (const site of THREE) {
      expect(three.object(site, 'Service', 'cockroachdb')).toMatchObject({
        spec: { clusterIP: 'None', publishNotReadyAddresses: true },
      });
      expect(ofKind(three, site, 'ServiceExport').map(({ metadata }) => metadata.name)).toEqual(['cockroachdb']);
      expect(at(three.object(site, 'Service', 'cockroachdb-public'), 'spec')).not.toHaveProperty(
        'publishNotReadyAddresses',
      );
    }
  });

  test('the operator has one cluster over all sites, the same in each, and makes its own Service and budget', () => {
    const specs = THREE.map((site) => at(operated.object(site, 'CrdbCluster', 'cockroachdb'), 'spec', 'regions'));
    expect(new Set(specs.map((spec) => JSON.stringify(spec))).size).toBe(1);
    expect(specs[0]).toContainEqual({
      code: 'us-east-2',
      cloudProvider: '',
      namespace: 'orders',
      nodes: 3,
      domain: 'use2.example',
    });
    const made = (kind: string) => ofKind(operated, 'use1', kind).map(({ metadata }) => metadata.name);
    expect(made('Service')).not.toContain('cockroachdb');
    expect(made('Service')).toContain('cockroachdb-public');
    expect(made('PodDisruptionBudget')).not.toContain('cockroachdb');
    expect(made('ServiceExport')).toEqual([]);
  });

  test('GIVEN the operator THEN a cluster domain that is shared or the default is refused', () => {
    expect(refused({ vehicle: OPERATOR }, { fleet: { sites: sites(THREE) } })).toMatch(
      /site use1 has clusterDomain cluster\.local; .*use CockroachDbVehicle\.STATEFUL_SET, or clusters with domains of their own/,
    );
    const shared = { ...DOMAINS, use2: { clusterDomain: 'use1.example' } };
    const message = refused({ vehicle: OPERATOR }, { fleet: { sites: sites(THREE, shared) } });
    expect(message).toMatch(/site use1 has clusterDomain use1\.example/);
    expect(message).toMatch(/site use2 has clusterDomain use1\.example/);
    expect(message).not.toMatch(/site usw2 has clusterDomain/);
  });

  test('the operator needs the domains of the other sites, and sites applied one after the other', () => {
    expect(prerequisites(operated, 'use1', 'DNS').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['use2.example', 'usw2.example']),
    );
    const order = THREE.map((site) =>
      prerequisites(operated, site, 'operator')
        .map(({ why }) => why)
        .join(),
    );
    expect(order[0]).toMatch(/cloudRegion is us-east-1.*this site is applied first/);
    expect(order[2]).toMatch(/cloudRegion is us-west-2.*once the nodes of use1 and use2 are ready/);
    expect(prerequisites(operated, 'use2', 'ConfigMap')).toMatchObject([{ name: 'cockroachdb-ca', keys: ['ca.crt'] }]);
  });
});

describe('nodes and users prove themselves', () => {
  const certificate = (from: Synthesized, site: string, name: string) =>
    at(from.object(site, 'Certificate', name), 'spec') as { commonName: string; dnsNames?: string[]; usages: string[] };

  test('the certificate of a node has every name under which it is dialled, and none of another site', () => {
    expect(certificate(three, 'use2', 'cockroachdb-node')).toMatchObject({
      commonName: 'node',
      dnsNames: [
        'cockroachdb-public',
        'cockroachdb-public.orders',
        'cockroachdb-public.orders.svc',
        'cockroachdb-public.orders.svc.cluster.local',
        'cockroachdb',
        'cockroachdb.orders',
        'cockroachdb.orders.svc',
        'cockroachdb.orders.svc.cluster.local',
        '*.cockroachdb.orders.svc.cluster.local',
        '*.use2.cockroachdb.orders.svc.clusterset.local',
        'cockroachdb.orders.svc.clusterset.local',
        'localhost',
      ],
      usages: expect.arrayContaining(['server auth', 'client auth']) as string[],
      ipAddresses: ['127.0.0.1'],
    });
  });

  test('with the operator it has the names of the Services that the operator makes', () => {
    expect(certificate(operated, 'use2', 'cockroachdb-node').dnsNames).toEqual(
      expect.arrayContaining([
        'cockroachdb.orders.svc.use2.example',
        '*.cockroachdb.orders.svc.use2.example',
        'cockroachdb-join.orders.svc.use2.example',
        'cockroachdb-public.orders.svc.use2.example',
      ]),
    );
  });

  test.each(BOTH)('users are clients and nothing else, under the name that SQL knows them by (%s)', (vehicle) => {
    for (const [name, user] of [
      ['cockroachdb-client-app', 'app'],
      ['cockroachdb-root', 'root'],
    ] as const) {
      const { commonName, usages, dnsNames } = certificate(by[vehicle], 'use1', name);
      expect(commonName).toBe(user);
      expect(usages).not.toContain('server auth');
      expect(dnsNames).toBeUndefined();
    }
  });

  test.each(BOTH)('keys are PKCS #8, which Java reads (%s)', (vehicle) => {
    const certificates = THREE.flatMap((site) => ofKind(by[vehicle], site, 'Certificate'));
    expect(certificates.length).toBeGreaterThan(0);
    for (const certificate of certificates) expect(at(certificate, 'spec', 'privateKey', 'encoding')).toBe('PKCS8');
  });

  test('the administrator is only where somebody needs it', () => {
    const withRoot = (from: Synthesized) =>
      THREE.filter((site) =>
        ofKind(from, site, 'Certificate').some(({ metadata }) => metadata.name === 'cockroachdb-root'),
      );
    expect(withRoot(three)).toEqual(['use1']);
    expect(withRoot(operated)).toEqual(THREE);
  });

  test.each(BOTH)('keys are readable by the group that the processes run as (%s)', (vehicle) => {
    const ofJobs = ofKind(by[vehicle], 'use1', 'Job').map((job) => at(job, 'spec', 'template', 'spec') as Pod);
    const pods = [...nodePods(by[vehicle], 'use1').map(({ spec }) => spec), ...ofJobs];
    expect(pods.length).toBeGreaterThan(1);
    for (const { securityContext } of pods) {
      expect(securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, runAsNonRoot: true });
    }
  });

  test('a certificate that was renewed reaches the running node', () => {
    for (const { spec } of nodePods(three, 'use1')) {
      expect(spec.shareProcessNamespace).toBe(true);
      const reloader = spec.containers.find(({ name }) => name === 'certificate-reloader')!;
      expect(reloader.command![2]).toBe(RELOAD_SCRIPT);
      // Long before the 30 days are over that a certificate is renewed ahead.
      expect(Number(reloader.command!.at(-1))).toBeLessThanOrEqual(86_400);
    }
  });
});

describe('the cluster is set up once', () => {
  test('GIVEN StatefulSets THEN one site initialises it, and the same one speaks SQL', () => {
    expect(THREE.flatMap((site) => jobs(three, site, 'init'))).toHaveLength(1);
    expect(THREE.flatMap((site) => jobs(three, site, 'sql'))).toHaveLength(1);
    expect(ofKind(three, 'use1', 'Job')).toHaveLength(2);
  });

  test('GIVEN the operator, which initialises it itself THEN no Job does', () => {
    expect(THREE.flatMap((site) => jobs(operated, site, 'init'))).toEqual([]);
    expect(THREE.flatMap((site) => ofKind(operated, site, 'Job'))).toHaveLength(1);
  });

  test('a Job changes its name with what it does, since its template cannot change', () => {
    const name = (from: Synthesized) => jobs(from, 'use1', 'sql')[0]!.metadata.name;
    expect(name(cockroach())).toBe(name(three));
    expect(name(cockroach({ database: 'orders' }))).not.toBe(name(three));
    expect(name(cockroach({ version: '26.2.3' }))).not.toBe(name(three));
  });

  test('it waits for the sites that come later', () => {
    for (const job of ofKind(three, 'use1', 'Job')) {
      expect(at(job, 'spec', 'template', 'spec', 'restartPolicy')).toBe('OnFailure');
      expect(at(job, 'spec', 'backoffLimit') as number).toBeGreaterThan(1000);
      expect(at(job, 'spec')).not.toHaveProperty('ttlSecondsAfterFinished');
    }
  });

  test('the database has a region for each site, and survives the loss of any', () => {
    expect(statements(three).slice(5, 13)).toEqual([
      'CREATE DATABASE IF NOT EXISTS "app" PRIMARY REGION "us-east-1"',
      'ALTER DATABASE "app" ADD REGION IF NOT EXISTS "us-east-1"',
      'ALTER DATABASE "app" ADD REGION IF NOT EXISTS "us-east-2"',
      'ALTER DATABASE "app" ADD REGION IF NOT EXISTS "us-west-2"',
      'ALTER DATABASE "app" SET PRIMARY REGION "us-east-1"',
      'ALTER DATABASE "app" SURVIVE REGION FAILURE',
      'CREATE USER IF NOT EXISTS "app"',
      'GRANT CONNECT, CREATE ON DATABASE "app" TO "app"',
    ]);
  });

  test.each<[string, CockroachDbProps]>([
    ['cpu', { cpu: '1.0001' }],
    ['memory', { memory: Size.kibibytes(1.5) }],
    ['storage', { storage: Size.mebibytes(1) }],
  ])('%s that Kubernetes would not take as it is, is refused', (prop, props) => {
    expect(refused(props)).toContain(`CockroachDB ${prop} is `);
  });

  test('GIVEN primarySite THEN its region becomes the primary one', () => {
    expect(statements(cockroach({ primarySite: 'usw2' }))).toContain(
      'ALTER DATABASE "app" SET PRIMARY REGION "us-west-2"',
    );
    expect(refused({ primarySite: 'mars' })).toMatch(/primarySite is "mars"; allowed are .*use1, use2, usw2/);
  });

  test.each(BOTH)('a node has time to stop, and the settings are written once (%s)', (vehicle) => {
    const { initialWaitSeconds, connectionsSeconds, transactionsSeconds, leaseTransferSeconds } = SHUTDOWN;
    const phases = initialWaitSeconds + connectionsSeconds + 2 * transactionsSeconds + leaseTransferSeconds;
    for (const { spec } of nodePods(by[vehicle], 'use1')) {
      expect(spec.terminationGracePeriodSeconds).toBe(TERMINATION_GRACE_SECONDS);
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(2 * phases);
    }
    // Longer than kubelet takes to find out.
    expect(initialWaitSeconds).toBeGreaterThan(
      READINESS.periodSeconds * READINESS.failureThreshold + READINESS.timeoutSeconds,
    );
    const inSql = statements(by[vehicle]).filter((each) => each.startsWith('SET CLUSTER SETTING'));
    const inCluster = ofKind(by[vehicle], 'use1', 'CrdbCluster').map(
      (each) => at(each, 'spec', 'clusterSettings') as Record<string, string>,
    );
    const settings = [...inSql.map((each) => each.split(' ')[3]!), ...inCluster.flatMap((each) => Object.keys(each))];
    expect(settings).toHaveLength(new Set(settings).size);
    expect(settings).toContain('server.shutdown.initial_wait');
  });

  test('the licence is read from a Secret, in the one place that needs it', () => {
    const { env } = jobContainer(three, 'sql');
    expect(env.find(({ name }) => name === 'LICENSE')).toEqual({
      name: 'LICENSE',
      valueFrom: { secretKeyRef: { name: 'cockroachdb-license', key: 'license', optional: true } },
    });
    const needed = THREE.map((site) => prerequisites(three, site, 'Secret').map(({ name }) => name));
    expect(needed.map((names) => names.includes('cockroachdb-license'))).toEqual([true, false, false]);
  });
});

describe('who may dial whom', () => {
  interface PolicyRule {
    readonly from?: unknown[];
    readonly to?: unknown[];
    readonly ports: { port: number }[];
  }
  const rules = (from: Synthesized, policy: string, direction: 'ingress' | 'egress') =>
    at(from.object('use1', 'NetworkPolicy', policy), 'spec', direction) as PolicyRule[];
  const admitted = (from: Synthesized, port: number) =>
    rules(from, 'cockroachdb', 'ingress')
      .filter(({ ports }) => ports.some((each) => each.port === port))
      .flatMap((rule) => rule.from ?? ['everybody']);
  const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
  const pods = (component: string) => ({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': component, 'app.kubernetes.io/instance': 'orders' } },
  });

  test('peers: the nodes, those of the other sites, and the Jobs', () => {
    expect(admitted(three, 26258)).toEqual([
      pods('cockroachdb'),
      { ipBlock: { cidr: SITE_PROPS['use2']!.podCidr } },
      { ipBlock: { cidr: SITE_PROPS['usw2']!.podCidr } },
      pods('cockroachdb-bootstrap'),
    ]);
  });

  test('SQL: pods of the namespace, and of namespaces that are named; never another site', () => {
    expect(admitted(cockroach({ clientNamespaces: ['reports'] }), 26257)).toEqual([
      { podSelector: {} },
      namespace('reports'),
    ]);
  });

  test('health and metrics: pods of the namespace and monitoring', () => {
    expect(admitted(three, 8080)).toEqual([{ podSelector: {} }, namespace('monitoring')]);
  });

  test('the operator is let in where there is one, and its containers reach the API server', () => {
    const from = cockroach({ vehicle: OPERATOR, operatorNamespace: 'crdb' });
    for (const port of [26257, 26258, 8080]) {
      expect(admitted(from, port)).toContainEqual(namespace('crdb'));
      expect(admitted(three, port)).not.toContainEqual(namespace('cockroach-operator-system'));
    }
    const ports = (each: Synthesized) =>
      rules(each, 'cockroachdb', 'egress').flatMap((rule) => rule.ports.map(({ port }) => port));
    expect(ports(from)).toContain(6443);
    expect(ports(three)).not.toContain(6443);
  });

  test('the object store is reached over TLS, and nothing outside without one', () => {
    const open = (from: Synthesized) =>
      rules(from, 'cockroachdb', 'egress')
        .filter((rule) => rule.to === undefined)
        .flatMap((rule) => rule.ports.map(({ port }) => port))
        .filter((port) => port !== 53 && port !== 5353);
    expect(open(three)).toEqual([443]);
    const without = cockroach({}, { fleet: { backup: undefined }, dr: withoutBackup });
    expect(open(without)).toEqual([]);
  });

  test('the Jobs reach the nodes, and nobody reaches them', () => {
    expect(rules(three, 'cockroachdb-bootstrap', 'ingress')).toEqual([]);
    expect(rules(three, 'cockroachdb-bootstrap', 'egress').map(({ to }) => to)).toEqual([
      [pods('cockroachdb')],
      [{ ipBlock: { cidr: SITE_PROPS['use2']!.podCidr } }, { ipBlock: { cidr: SITE_PROPS['usw2']!.podCidr } }],
      undefined,
    ]);
  });
});

const withoutBackup = {
  waivers: [{ rule: 'BCK-02', reason: 'a test without backups', expires: '2999-12-31' }],
};

describe('the data is backed up', () => {
  const schedule = (from: Synthesized) => statements(from).find((each) => each.startsWith('CREATE SCHEDULE'))!;

  test('one schedule backs the whole cluster up, into the store of the fleet', () => {
    const connection = statements(three).find((each) => each.startsWith('CREATE EXTERNAL CONNECTION'))!;
    const [, name, uri] = /IF NOT EXISTS '(\w+)' AS '(.*)'$/.exec(connection)!;
    expect(uri).toMatch(/^s3:\/\/dr-backups\/.*orders.*\?AUTH=implicit&AWS_REGION=eu-central-1$/);
    expect(schedule(three)).toContain(`FOR BACKUP INTO 'external://${name!}'`);
    expect(schedule(three)).toContain('updates_cluster_last_backup_time_metric');
    expect(schedule(three)).toContain("RECURRING '*/30 * * * *' FULL BACKUP '@daily'");
  });

  test('a store that is not AWS is dialled at its endpoint', () => {
    const backup = Backup.velero({
      bucket: 'dr-backups',
      region: 'eu-central-1',
      endpoint: 'https://s3.example.com:9000',
      existingBucket: true,
    });
    const from = cockroach(
      {},
      { fleet: { backup, waivers: [{ rule: 'BCK-09', reason: 'a bucket of somebody else', expires: '2999-12-31' }] } },
    );
    expect(statements(from).join()).toContain(
      '&AWS_ENDPOINT=https%3A%2F%2Fs3.example.com%3A9000&AWS_USE_PATH_STYLE=true',
    );
    const ports = at(from.object('use1', 'NetworkPolicy', 'cockroachdb'), 'spec', 'egress') as {
      ports: { port: number }[];
    }[];
    expect(ports.flatMap((rule) => rule.ports.map(({ port }) => port))).toContain(9000);
  });

  test.each(BOTH)('every node of every site can write it: by keys, or by a cloud identity (%s)', (vehicle) => {
    const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/dr' };
    const identified = cockroach({ vehicle, serviceAccountAnnotations: annotations });
    for (const site of THREE) {
      for (const pod of nodePods(by[vehicle], site)) {
        // A node that started without its keys would never have any, and no backup would succeed.
        expect(nodeOf(pod).envFrom).toEqual([{ secretRef: { name: 'object-store-credentials', optional: false } }]);
      }
      for (const pod of nodePods(identified, site)) {
        expect(nodeOf(pod).envFrom).toEqual([{ secretRef: { name: 'object-store-credentials', optional: true } }]);
      }
      expect(prerequisites(by[vehicle], site, 'Secret')).toContainEqual(
        expect.objectContaining({
          name: 'object-store-credentials',
          keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
        }),
      );
      expect(identified.object(site, 'ServiceAccount', 'cockroachdb').metadata.annotations).toEqual(annotations);
      expect(
        prerequisites(identified, site, 'IAM')
          .map(({ why }) => why)
          .join(),
      ).toMatch(/CockroachDB deletes no backup: the bucket's lifecycle keeps these objects for 30 days/);
    }
  });

  test.each([
    ['every 5 minutes', 300, '0 */4 * * *'],
    ['every 10 minutes', 600, '0 */8 * * *'],
    ['every 30 minutes', 1800, '@daily'],
    ['every hour', 3600, '@daily'],
    ['every day', 86_400, '@weekly'],
    ['every week', 7 * 86_400, undefined],
    ['every minute', 60, '@hourly'],
  ])('backups %s have full ones as rarely as a chain allows', (_, seconds, expected) => {
    expect(fullBackupSchedule(seconds)).toBe(expected);
  });

  test('full backups of the user are taken, unless they come more often than the others', () => {
    expect(schedule(cockroach({ fullBackupSchedule: '0 3 * * *' }))).toContain("FULL BACKUP '0 3 * * *'");
    expect(refused({ fullBackupSchedule: '*/5 * * * *' })).toMatch(
      /fullBackupSchedule is "\*\/5 \* \* \* \*", which is more often than .*"\*\/30 \* \* \* \*"/,
    );
    expect(refused({ fullBackupSchedule: 'at noon' })).toMatch(/fullBackupSchedule is "at noon", which is no schedule/);
  });

  test('the age of the newest backup is bounded and watched', () => {
    const seconds = plan(three).backupAge!.seconds!;
    expect(seconds).toBe(1800 + 900);
    const expr = alerts(three).find(({ alert }) => alert === 'CockroachDbBackupOld')!.expr;
    expect(expr.match(/> (\d+)/g)).toEqual([`> ${seconds}`, `> ${seconds}`]);
    expect(alerts(three).map(({ alert }) => alert)).toContain('CockroachDbBackupOldAbsent');
  });

  test('GIVEN a fleet without a backup THEN there is no schedule, and the rules complain', () => {
    expect(refused({}, { fleet: { backup: undefined } })).toMatch(/BCK-02/);
    const without = cockroach({}, { fleet: { backup: undefined }, dr: withoutBackup });
    expect(statements(without).join()).not.toMatch(/BACKUP/);
    expect(nodeOf(nodePods(without, 'use1')[0]!).envFrom).toBeUndefined();
    expect(alerts(without).map(({ alert }) => alert)).not.toContain('CockroachDbBackupOld');
  });

  test('snapshots of the volumes are refused', () => {
    expect(refused({}, { dr: { protection: { volumeSnapshots: true } } })).toMatch(/BCK-10: .*torn apart/);
  });
});

function alerts(from: Synthesized, site = 'use1'): { alert: string; expr: string }[] {
  const groups = at(from.object(site, 'PrometheusRule', 'orders-alerts'), 'spec', 'groups') as {
    rules: { alert: string; expr: string }[];
  }[];
  return groups.flatMap((group) => group.rules);
}

describe('what is promised', () => {
  test.each([
    [1, [5]],
    [2, [2, 3]],
    [3, [2, 2, 1]],
    [4, [2, 1, 1, 1]],
    [5, [2, 1, 1, 1, 0]],
    [7, [2, 1, 1, 1, 0, 0, 0]],
  ])('GIVEN %i sites THEN the five voters of a range are %j', (count, expected) => {
    const names = Array.from({ length: count }, (_, index) => ({ name: `s${index}` }));
    const request = { sites: names as never, toleratedSiteFailures: 1 };
    expect(placeNodes(request, 3).sites.map(({ votes }) => votes)).toEqual(expected);
  });

  test('four sites survive the loss of one, and write to all', () => {
    const from = cockroach({}, { names: [...THREE, 'cac1'] });
    expect(plan(from).placement.sites.map(({ nodes }) => nodes)).toEqual([3, 3, 3, 3]);
    expect(statements(from).filter((each) => each.includes('ADD REGION'))).toHaveLength(4);
  });

  test.each([
    ['two sites', ['use1', 'use2'], 1, /QRM-01/],
    ['two losses of five sites', Object.keys(SITE_PROPS), 2, /QRM-04/],
  ])('%s are refused', (_, names, toleratedSiteFailures, expected) => {
    expect(refused({}, { names, dr: { toleratedSiteFailures } })).toMatch(expected);
  });

  test('a witness is refused, with the reason', () => {
    expect(refused({}, { dr: { witnessSite: 'usw2' } })).toMatch(
      /CockroachDB has no witness, and usw2 is one: SURVIVE REGION FAILURE needs 3 regions with data/,
    );
  });

  test('the gap is made of the clocks that the nodes are given', () => {
    const gap = part(plan(three).rto.tree, 'ranges without a leaseholder');
    for (const vehicle of BOTH) {
      const env = Object.fromEntries(
        nodeOf(nodePods(by[vehicle], 'use1')[0]!).env.map(({ name, value }) => [name, value]),
      );
      const seconds = (name: string) => Number.parseFloat(env[name]!) / (env[name]!.endsWith('ms') ? 1000 : 1);
      expect(part(gap, 'lease of system ranges').seconds).toBe(seconds('COCKROACH_RANGE_LEASE_DURATION'));
      expect(part(gap, 'support for leaders of the lost site').seconds).toBe(
        seconds('COCKROACH_STORE_LIVENESS_SUPPORT_DURATION') +
          seconds('COCKROACH_STORE_LIVENESS_SUPPORT_EXPIRY_INTERVAL'),
      );
      expect(part(gap, 'connections to the lost site are given up').seconds).toBe(
        seconds('COCKROACH_PING_INTERVAL') + seconds('COCKROACH_RPC_HEARTBEAT_TIMEOUT'),
      );
      expect(part(gap, 'random delay of an election x 2').seconds).toBe(
        2 * seconds('COCKROACH_RAFT_TICK_INTERVAL') * Number(env['COCKROACH_RAFT_ELECTION_TIMEOUT_JITTER_TICKS']),
      );
    }
    expect(part(gap, 'round trip x 8').seconds).toBe(0.496);
    expect(gap.seconds).toBe(20);
  });

  test('round trips that were stated are trusted, others are not', () => {
    const basis = (from: Synthesized) => part(plan(from).rto.tree, 'round trip x 8').basis;
    expect(basis(three)).toBe('derived');
    const assumed = sites(THREE, { use2: { rttMillis: {} } });
    const dr = { objectives: { rpo: Duration.seconds(0), rto: Duration.minutes(10) } };
    expect(basis(cockroach({}, { fleet: { sites: assumed }, dr }))).toBe('assumed');
  });

  test('a site that is cut off fails its health check, and no failover takes a healthy one out', () => {
    for (const vehicle of BOTH) {
      const { readinessProbe, livenessProbe } = nodeOf(nodePods(by[vehicle], 'use1')[0]!);
      expect(readinessProbe.httpGet).toEqual({ path: '/health?ready=1', port: 'http', scheme: 'HTTPS' });
      expect(livenessProbe.httpGet.path).toBe('/health');
      const { periodSeconds, timeoutSeconds, failureThreshold } = readinessProbe;
      const gap = part(plan(three).rto.tree, 'ranges without a leaseholder').seconds!;
      // Records of liveness are renewed every 3 s, so that the first runs out 3 s after the loss.
      expect((failureThreshold - 1) * periodSeconds + timeoutSeconds).toBeGreaterThanOrEqual(gap - 3);
    }
  });

  test('sites that are too far apart are refused', () => {
    const far = sites(THREE, { use1: { rttMillis: { use2: 12, usw2: 401 } } });
    expect(refused({}, { fleet: { sites: far } })).toMatch(
      /QRM-06: .*401 ms, more than the 400 ms that CockroachDB allows/,
    );
  });

  test('volumes outlive what uses them', () => {
    for (const set of statefulSets(three, 'use1')) {
      expect(at(set, 'spec', 'persistentVolumeClaimRetentionPolicy')).toEqual({
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
      });
    }
    const cluster = operated.object('use1', 'CrdbCluster', 'cockroachdb');
    expect(at(cluster, 'spec', 'template', 'spec', 'persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
    });
  });

  test('drains take one node at a time, one that is not ready included: its replicas count', () => {
    for (const site of THREE) {
      expect(three.object(site, 'PodDisruptionBudget', 'cockroachdb')).toMatchObject({
        spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
      });
    }
  });

  test.each([
    [STATEFUL_SET, 'together'],
    [OPERATOR, 'sequential'],
  ])('the plan says how the first apply goes to the sites (%s: %s)', (vehicle, expected) => {
    expect(plan(by[vehicle]).bootstrap).toBe(expected);
  });

  test('a change of the template restarts nothing by itself, unless that is asked for', () => {
    const strategies = (from: Synthesized) =>
      statefulSets(from, 'use1').map((set) => at(set, 'spec', 'updateStrategy', 'type') as string);
    expect(new Set(strategies(three))).toEqual(new Set(['OnDelete']));
    expect(new Set(strategies(cockroach({ automaticRollout: true })))).toEqual(new Set(['RollingUpdate']));
    expect(refused({ vehicle: OPERATOR, automaticRollout: true })).toMatch(
      /automaticRollout is true with the operator/,
    );
  });

  test('both promises are watched, and quorum from what the nodes of each site see', () => {
    for (const site of THREE) {
      const exprs = Object.fromEntries(alerts(three, site).map(({ alert, expr }) => [alert, expr]));
      expect(exprs['CockroachDbRangesUnavailable']).toContain('ranges_unavailable');
      expect(exprs['CockroachDbRedundancyLost']).toMatch(/liveness_livenodes.* <= 6$/);
      expect(exprs['CockroachDbNodesMissing']).toMatch(/ < 9$/);
      expect(exprs['CockroachDbClockOffset']).toMatch(/ > 300000000$/);
    }
    const unfinished = THREE.map((site) =>
      alerts(three, site).some(({ alert }) => alert === 'CockroachDbSetupUnfinished'),
    );
    expect(unfinished).toEqual([true, false, false]);
  });
});

describe('clients connect to the nodes beside them', () => {
  test.each([
    [STATEFUL_SET, 'cluster.local'],
    [OPERATOR, 'use2.example'],
  ])('as the application, proved by a certificate (%s)', (vehicle, domain) => {
    const from = cockroach({ vehicle, database: 'shop', user: 'shop_rw' });
    const [app] = at(
      from.object('use2', 'Deployment', 'front-end'),
      'spec',
      'template',
      'spec',
      'containers',
    ) as Container[];
    const env = Object.fromEntries(app!.env.map(({ name, value }) => [name, value]));
    const url = new URL(env['DATABASE_URL']!);
    expect([url.protocol, url.username, url.password]).toEqual(['postgresql:', 'shop_rw', '']);
    expect([url.host, url.pathname]).toEqual([`cockroachdb-public.orders.svc.${domain}:26257`, '/shop']);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      sslmode: 'verify-full',
      sslrootcert: '/workload-tls/ca.crt',
      sslcert: '/workload-tls/tls.crt',
      sslkey: '/workload-tls/tls.key',
    });
    expect(env).toMatchObject({
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: 'shop_rw',
      PGDATABASE: 'shop',
      PGSSLMODE: 'verify-full',
    });
    expect(from.object('use2', 'Certificate', 'cockroachdb-client-shop-rw')).toMatchObject({
      spec: { commonName: 'shop_rw' },
    });
  });
});

describe('what CockroachDB would not start with is refused', () => {
  test.each<[string, CockroachDbProps, RegExp]>([
    ['one node per site', { nodesPerSite: 1 }, /nodesPerSite is 1; allowed are whole numbers from 2 to 100/],
    ['half a node', { nodesPerSite: 2.5 }, /nodesPerSite is 2\.5/],
    ['no end of nodes', { nodesPerSite: Infinity }, /nodesPerSite is Infinity/],
    ['less than none', { nodesPerSite: -3 }, /nodesPerSite is -3/],
    ['a version before leader leases', { version: '25.1.9' }, /version is "25\.1\.9"; allowed are 25\.2\.0 and later/],
    ['a version with a v', { version: 'v26.2.5' }, /version is "v26\.2\.5"/],
    ['a database of CockroachDB', { database: 'system' }, /database is "system", which is CockroachDB's own/],
    ['a database that is no name', { database: 'a"; DROP' }, /database is "a"; DROP"; allowed are up to 40/],
    ['the administrator', { user: 'root' }, /user is "root", which CockroachDB reserves/],
    ['a user in capitals', { user: 'App' }, /user is "App"; allowed are/],
    ['a namespace that is none', { clientNamespaces: ['A b'] }, /clientNamespaces has "A b"/],
    ['a Secret that is none', { licenseSecret: 'x/y' }, /licenseSecret is "x\/y"/],
  ])('%s', (_, props, expected) => {
    expect(refused(props)).toMatch(expected);
  });

  test('a zone that makes no name of a StatefulSet', () => {
    const onPremises = (props: object) => ({ use2: { cloud: 'on-premises' as never, storageClass: 'fast', ...props } });
    const rack = sites(THREE, onPremises({ zones: ['Rack_1'] }));
    expect(refused({}, { fleet: { sites: rack } })).toMatch(
      /zone "Rack_1" of site use2 makes StatefulSet cockroachdb-Rack_1; allowed are DNS labels of at most 52/,
    );
    const long = sites(THREE, onPremises({ zones: ['z'.repeat(41)] }));
    expect(refused({}, { fleet: { sites: long } })).toMatch(/at most 52 characters/);
  });

  test.each([
    ['EventualConsistencyDR', /logical data replication/],
    ['ActivePassiveDR', /physical cluster replication/],
  ])('%s, with the reason and the pattern that fits', (pattern, reason) => {
    const refusal = StatefulWorkload.cockroachDb().profile.refusals.find(
      (each) => (each.pattern as string) === pattern,
    );
    expect(refusal!.reason).toMatch(reason);
    expect(refusal!.reason).toContain('StrongConsistencyDR');
  });
});

describe('an API server accepts it', () => {
  const manifests = (from: Synthesized) =>
    [...from.files]
      .filter(([name]) => name.endsWith('.k8s.yaml'))
      .map(([path, content]) => ({
        path,
        objects: parseAllDocuments(content).map((document) => document.toJS() as KubeObject),
      }));
  const needed = (from: Synthesized) => {
    const all = [...from.plan.fleets, ...from.plan.apps].flatMap((each) => each.prerequisites);
    return Object.fromEntries(THREE.map((site) => [site, all.filter((one) => one.site === site)]));
  };

  test.each<[string, CockroachDbProps]>([
    ['StatefulSets', {}],
    ['the operator', { vehicle: OPERATOR }],
    [
      'everything set',
      {
        nodesPerSite: 5,
        storage: Size.gibibytes(500),
        memory: Size.gibibytes(32),
        cpu: '8',
        image: 'mirror.example.com/cockroach@sha256:' + 'a'.repeat(64),
        clientNamespaces: ['reports'],
        serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/dr' },
        automaticRollout: true,
        user: 'shop_rw',
      },
    ],
  ])('with %s', (_, props) => {
    const from = cockroach(props);
    const { problems, notEvaluated } = checkManifests(manifests(from), { prerequisites: needed(from) });
    const own = problems.filter(({ file }) => file.endsWith('/orders.k8s.yaml'));
    // Where there are schemas, the CRD of the operator is among them.
    expect(notEvaluated.filter(({ kind }) => kind.endsWith('CrdbCluster'))).toEqual([]);
    expect(own.map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`)).toEqual([]);
  });
});
