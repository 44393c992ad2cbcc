import { Duration, Size } from 'cdk8s';
import type { MysqlProps } from 'cndr';
import { Backup, EventualConsistencyDR, Fleet, Site, SiteNetwork, StatefulWorkload, StrongConsistencyDR } from 'cndr';
import { checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';
import { checkOutput } from '../support/conformance';
import { refusals } from '../support/errors';
import { SITE_PROPS, fleetProps, sites } from '../support/fleet';
import { TWO, clusterSpec, mysql, one, refused } from './mysql.support';

const two = mysql();
const moved = mysql({}, { dr: { activeSite: 'usw2' } });
const three = mysql({}, { names: ['use1', 'use2', 'usw2'] });
const plan = two.plan.apps[0]!;

describe('who follows whom', () => {
  test('the active site takes writes, and the others follow it by any of its nodes', () => {
    expect(clusterSpec(two, 'use1').pxc.replicationChannels).toEqual([{ name: 'from-use1', isSource: true }]);
    for (const site of ['use2', 'usw2']) {
      const [channel] = clusterSpec(three, site).pxc.replicationChannels;
      expect(channel).toMatchObject({ name: 'from-use1', isSource: false, configuration: { sslSkipVerify: false } });
      const { sourcesList } = channel as { sourcesList: { host: string }[] };
      expect(sourcesList.map(({ host }) => host)).toEqual(
        [0, 1, 2].map((index) => `pxc-use1-peer-${index}.orders.svc.clusterset.local`),
      );
    }
  });

  test('the one that takes writes uploads the binary log, and both back up', () => {
    expect(clusterSpec(two, 'use1').backup?.pitr.enabled).toBe(true);
    expect(clusterSpec(two, 'usw2').backup?.pitr.enabled).toBe(false);
    expect(clusterSpec(two, 'usw2').backup?.schedule).toHaveLength(1);
  });

  test('a change of activeSite changes the channel and the upload alone', () => {
    const neutral = (from: typeof two, site: string) => {
      const { pxc, backup, ...rest } = clusterSpec(from, site);
      const { replicationChannels: _, ...nodes } = pxc;
      const { pitr, ...backups } = backup!;
      return { ...rest, nodes, backups, pitr: { ...pitr, enabled: undefined } };
    };
    for (const site of TWO) expect(neutral(moved, site)).toEqual(neutral(two, site));
    expect(clusterSpec(moved, 'use1').pxc.replicationChannels[0]).toMatchObject({ name: 'from-usw2', isSource: false });
    const kinds = ['Certificate', 'Service', 'ServiceExport', 'NetworkPolicy', 'PodMonitor'];
    for (const site of TWO) {
      const rest = (from: typeof two) => from.objects(site, 'orders').filter(({ kind }) => kinds.includes(kind));
      expect(rest(moved)).toEqual(rest(two));
    }
  });

  test('GitOps does not undo what a runbook or a restore did', () => {
    const owned = plan.activePassive!.ignoreDifferences.filter(({ kind }) => kind === 'PerconaXtraDBCluster');
    expect(owned.map(({ site, name, jsonPointers }) => [site, name, jsonPointers])).toEqual(
      TWO.map((site) => [
        site,
        `pxc-${site}`,
        ['/spec/pxc/replicationChannels', '/spec/backup/pitr/enabled', '/spec/pause'],
      ]),
    );
  });
});

describe('a site reaches the others', () => {
  test('at each node, by a name that is exported and in the certificate that the node shows', () => {
    for (const site of TWO) {
      const { sslSecretName, sslInternalSecretName, tls } = clusterSpec(two, site);
      // A node shows the internal one whenever there is one.
      expect(sslInternalSecretName).toBe(sslSecretName);
      const { dnsNames } = one(two, site, 'Certificate', sslSecretName)['spec'] as { dnsNames: string[] };
      expect(tls.SANs).toEqual(dnsNames);
      expect(dnsNames).toContain(`pxc-${site}-haproxy.orders.svc.cluster.local`);
      for (const index of [0, 1, 2]) {
        const name = `pxc-${site}-peer-${index}`;
        one(two, site, 'ServiceExport', name);
        expect(one(two, site, 'Service', name)['spec']).toMatchObject({
          clusterIP: 'None',
          selector: { 'statefulset.kubernetes.io/pod-name': `pxc-${site}-pxc-${index}` },
        });
        expect(dnsNames).toContain(`${name}.orders.svc.clusterset.local`);
      }
    }
  });

  test('where the network routes pods only', () => {
    const routed = mysql({}, { fleet: { network: SiteNetwork.routed() } });
    const policy = JSON.stringify(one(routed, 'usw2', 'NetworkPolicy', 'mysql-nodes'));
    expect(policy).toContain('10.10.0.0/16');
    expect(policy).not.toContain('10.30.0.0/16');
  });
});

test('the loss of a node costs nothing: three on nodes of their own, over zones', () => {
  for (const pods of [clusterSpec(two, 'usw2').pxc, clusterSpec(two, 'usw2').haproxy]) {
    expect(pods.size).toBe(3);
    expect(
      pods.affinity.advanced.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]?.topologyKey,
    ).toBe('kubernetes.io/hostname');
    expect(pods.topologySpreadConstraints[0]?.topologyKey).toBe('topology.kubernetes.io/zone');
    expect(pods.podDisruptionBudget).toEqual({ maxUnavailable: 1 });
  }
});

describe('clients', () => {
  const frontEnd = JSON.stringify(one(two, 'use1', 'Deployment', 'front-end'));

  test('get an address, a CA and no password', () => {
    expect(frontEnd).toContain('pxc-use1-haproxy.orders.svc.cluster.local');
    expect(frontEnd).toContain('VERIFY_IDENTITY');
    expect(frontEnd).toContain('orders-mysql');
    expect(frontEnd).not.toContain('mysql-users');
  });

  test('are sent only where the database takes writes', () => {
    const health = JSON.stringify(one(two, 'usw2', 'Deployment', 'data-health'));
    expect(health).toContain('@@global.read_only = 0');
    expect(health).toContain('pxc-usw2-haproxy.orders.svc.cluster.local');
    expect(health).toContain('"secretKeyRef":{"key":"monitor","name":"mysql-users"}');
  });

  test('reach HAProxy, and no node', () => {
    const ingress = (name: string) =>
      JSON.stringify((one(two, 'use1', 'NetworkPolicy', name)['spec'] as { ingress: object }).ingress);
    expect(ingress('mysql-proxy')).toContain('{"podSelector":{}}');
    expect(ingress('mysql-nodes')).not.toContain('{"podSelector":{}}');
    expect(ingress('mysql')).not.toContain('{"podSelector":{}}');
  });
});

describe('settings of the server', () => {
  const lines = (from: typeof two) => clusterSpec(from, 'use1').pxc.configuration.split('\n');

  test('copies and durability need some, beside those of the user', () => {
    const all = lines(mysql({ parameters: { max_connections: '400' } }));
    expect(all[0]).toBe('[mysqld]');
    for (const line of [
      'gtid_mode=ON',
      'log_replica_updates=ON',
      'replica_net_timeout=20',
      'skip_replica_start=ON',
      'max_connections=400',
    ]) {
      expect(all).toContain(line);
    }
  });
});

describe('backups', () => {
  test('backups and binary logs of each site are in folders of their own', () => {
    const buckets = TWO.flatMap((site) =>
      Object.values(clusterSpec(two, site).backup!.storages).map(({ s3 }) => s3.bucket),
    );
    expect(new Set(buckets).size).toBe(4);
    expect(buckets.every((bucket) => bucket.startsWith('dr-backups/'))).toBe(true);
  });

  test('as many are kept as the retention asks for, and one that takes too long fails', () => {
    const kept = mysql(
      {},
      { dr: { protection: { schedule: '0 2 * * *', retention: Duration.days(10), maxDuration: Duration.hours(3) } } },
    );
    const backup = clusterSpec(kept, 'use1').backup!;
    expect(backup.schedule[0]?.retention.count).toBe(11);
    expect(backup.activeDeadlineSeconds).toBe(3 * 3600);
    expect(kept.plan.apps[0]!.backupAge?.seconds).toBe(27 * 3600);
  });

  test('another store gets its endpoint, and its port through the policy', () => {
    const backup = Backup.velero({
      bucket: 'dr-backups',
      region: 'eu-central-1',
      endpoint: 'https://s3.example.com:9000',
      existingBucket: true,
    });
    const from = mysql({}, { fleet: { backup } });
    expect(JSON.stringify(clusterSpec(from, 'use1').backup)).toContain('"endpointUrl":"https://s3.example.com:9000"');
    expect(JSON.stringify(one(from, 'use1', 'NetworkPolicy', 'mysql'))).toContain('9000');
  });
});

describe('the promises', () => {
  test('the recovery point is what the alert on the lag allows', () => {
    expect(plan.rpo.boundSeconds).toBe(15 + 20 + 15 + 30 + 60);
    const tight = mysql({ maxReplicationLag: Duration.seconds(2) });
    expect(tight.plan.apps[0]!.rpo.boundSeconds).toBe(2 + 20 + 15 + 30 + 60);
    const rules = JSON.stringify(one(tight, 'usw2', 'PrometheusRule', 'orders-alerts'));
    expect(rules).toContain('<= 2) >= 1');
    expect(rules).toContain('MysqlCopyBehindAbsent');
  });

  test('a switchover loses nothing', () => {
    expect(plan.activePassive!.switchover.lag.seconds).toBe(0);
  });

  test('nothing fences a site that is cut off, and the plan does not say so', () => {
    expect(plan.activePassive!.fencing).toBeUndefined();
  });

  test('what has to be there is in the plan: the operator, the passwords, the same in all sites', () => {
    for (const site of TWO) {
      const needed = plan.prerequisites.filter((each) => each.site === site);
      expect(needed.find(({ name }) => name === 'percona-xtradb-cluster-operator')?.version).toBe('1.19.0');
      expect(needed.find(({ name }) => name === 'mysql-users')?.keys).toEqual(
        expect.arrayContaining(['root', 'operator', 'monitor', 'xtrabackup', 'replication']),
      );
    }
  });
});

describe('refused', () => {
  test.each<[string, MysqlProps, RegExp]>([
    ['a lag of nothing', { maxReplicationLag: Duration.millis(1) }, /maxReplicationLag is 0.001 s/],
    ['a log upload every second', { logUploadInterval: Duration.seconds(1) }, /logUploadInterval is 1 s/],
    ['durability given away', { parameters: { sync_binlog: '0' } }, /sets sync_binlog, which belongs/],
    ['another replication', { parameters: { wsrep_provider: 'none' } }, /sets wsrep_provider/],
    ['a setting that is two', { parameters: { max_connections: '1\nport=1' } }, /a value of several lines/],
    ['a section as a setting', { parameters: { '[client]': '1' } }, /parameters has "\[client\]"/],
    ['an unknown site', { archiveNames: { mars: 'x' } }, /names site "mars"/],
    ['a folder out of its place', { archiveNames: { use1: '../x' } }, /archiveNames of site use1 is "\.\.\/x"/],
    ['one folder for two sites', { archiveNames: { use1: 'a', usw2: 'a' } }, /STO-12: sites use1 and usw2 archive to/],
    ['a tiny volume', { storage: Size.mebibytes(10) }, /MySQL storage is/],
    ['a Secret of no name', { usersSecret: 'A b' }, /usersSecret is "A b"/],
    ['a namespace of no name', { operatorNamespace: 'PXC' }, /operatorNamespace has "PXC"/],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toMatch(message);
  });

  test('a fleet without an object store, from which sites are cloned', () => {
    expect(refused({}, { fleet: { backup: undefined } })).toMatch(/the fleet has no backup, and MySQL needs/);
  });

  test('a site whose cluster would have a name that the operator refuses', () => {
    const long = Site.of('north-virginia-one-a', { ...SITE_PROPS['use1']!, rttMillis: {} });
    const fleet = { sites: [long, ...sites(['usw2'])] };
    expect(refused({}, { fleet, dr: { activeSite: 'usw2' } })).toMatch(/the operator allows 22 characters/);
  });

  test('other patterns, with what fits instead', () => {
    const pattern = (Pattern: typeof StrongConsistencyDR | typeof EventualConsistencyDR) =>
      refusals((app) => {
        new Pattern(app, 'orders', {
          fleet: new Fleet(app, 'prod', fleetProps({ traffic: undefined, sites: sites(['use1', 'use2', 'usw2']) })),
          workload: StatefulWorkload.mysql(),
          frontEnd: { image: 'registry.example.com/orders:1.4.2' },
          objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
        });
      }).join('\n');
    expect(pattern(StrongConsistencyDR)).toMatch(/use ActivePassiveDR, or cockroachDb/);
    expect(pattern(EventualConsistencyDR)).toMatch(/use ActivePassiveDR, or cassandra/);
  });
});

describe('an API server accepts it', () => {
  test.each<[string, () => typeof two]>([
    ['two sites', () => two],
    ['the other one active', () => moved],
    ['three sites', () => three],
    [
      'everything set',
      () =>
        mysql({
          image: 'mirror.example.com/pxc:8.4.7-7.1@sha256:' + 'a'.repeat(64),
          storage: Size.tebibytes(1),
          memory: Size.gibibytes(32),
          cpu: '500m',
          parameters: { innodb_buffer_pool_size: '24G', max_connections: '400' },
          clientNamespaces: ['reports'],
          usersSecret: 'shop-users',
          archiveNames: { use1: 'use1-2' },
          logUploadInterval: Duration.minutes(5),
        }),
    ],
  ])('%s', (_, from) => {
    expect(checkOutput(from()).filter((line) => line.includes('/orders.k8s.yaml'))).toEqual([]);
  });

  test('what runbooks make: a backup that may take as long as a clone, and a restore', () => {
    const template = one(two, 'usw2', 'WorkflowTemplate', 'orders-reprotect-usw2-to-use1');
    const { templates } = template['spec'] as { templates: { script?: { source: string } }[] };
    const objects = templates
      .flatMap(({ script }) => [...(script?.source ?? '').matchAll(/printf '%s' '(\{.*\})'/g)])
      .map(([, json]) => JSON.parse(json!.replace('"NAME"', '"a-name"')) as KubeObject);
    expect(objects.map(({ kind }) => kind)).toEqual(['PerconaXtraDBClusterBackup', 'PerconaXtraDBClusterRestore']);
    expect(objects[0]).toMatchObject({ spec: { activeDeadlineSeconds: 4096 } });
    const made = objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'orders' } }));
    const { problems } = checkManifests([{ path: 'dist/usw2/made.k8s.yaml', objects: made }]);
    expect(problems.filter(({ path }) => path !== 'metadata.namespace')).toEqual([]);
  });
});
