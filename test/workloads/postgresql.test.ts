import { Duration, Size } from 'cdk8s';
import type { PostgresqlProps } from 'cndr';
import { Backup, EventualConsistencyDR, Fleet, SiteNetwork, StatefulWorkload, StrongConsistencyDR } from 'cndr';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { checkOutput } from '../support/conformance';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';
import { TWO, clusterSpec, one, postgresql, refused } from './postgresql.support';

const two = postgresql();
const moved = postgresql({}, { dr: { activeSite: 'usw2' } });
const three = postgresql({}, { names: ['use1', 'use2', 'usw2'] });
const plan = two.plan.apps[0]!;

const THREE = ['use1', 'use2', 'usw2'];

describe('who follows whom', () => {
  test('the active site takes writes and the others follow it', () => {
    expect(clusterSpec(two, 'use1').replica).toEqual({ self: 'pg-use1', primary: 'pg-use1', source: 'pg-usw2' });
    expect(clusterSpec(two, 'usw2').replica).toEqual({ self: 'pg-usw2', primary: 'pg-use1', source: 'pg-use1' });
    expect(clusterSpec(three, 'use2').replica.source).toBe('pg-use1');
  });

  test('only the active site founds a database, and every other one is cloned from it: also the one that once founded it', () => {
    expect(clusterSpec(two, 'use1').bootstrap).toHaveProperty('initdb');
    expect(clusterSpec(two, 'usw2').bootstrap.pg_basebackup?.source).toBe('pg-use1');
    expect(clusterSpec(moved, 'use1').bootstrap.pg_basebackup?.source).toBe('pg-usw2');
    expect(clusterSpec(moved, 'use1').bootstrap).not.toHaveProperty('initdb');
  });

  test('a clone may go on with its archive, and a new database may not write over one', () => {
    const annotation = (from: typeof two, site: string) =>
      one(from, site, 'Cluster', `pg-${site}`).metadata.annotations?.['cnpg.io/skipEmptyWalArchiveCheck'];
    expect(annotation(two, 'usw2')).toBe('enabled');
    expect(annotation(two, 'use1')).toBeUndefined();
  });

  test('a change of activeSite changes roles alone, in few lines', () => {
    const cluster = (from: typeof two, site: string) => {
      const lines = from.file(`dist/${site}/orders.k8s.yaml`).split('\n');
      const start = lines.indexOf('kind: Cluster');
      return lines.slice(start, lines.indexOf('---', start)).map((line) => line.trim());
    };
    const gone = (before: string[], after: string[]) => before.filter((line) => !after.includes(line));
    const [before, after] = [cluster(two, 'use1'), cluster(moved, 'use1')];
    expect(gone(before, after)).toEqual([
      'cndr/active-site: use1',
      'initdb:',
      'dataChecksums: true',
      'encoding: UTF8',
      'localeCType: C',
      'localeCollate: C',
      'primary: pg-use1',
    ]);
    expect(gone(after, before)).toEqual([
      'cndr/active-site: usw2',
      'cnpg.io/skipEmptyWalArchiveCheck: enabled',
      'pg_basebackup:',
      'primary: pg-usw2',
    ]);
    // Nothing else of the workload depends on the role.
    const kinds = [
      'ObjectStore',
      'ScheduledBackup',
      'Certificate',
      'Service',
      'ServiceExport',
      'PodMonitor',
      'Deployment',
    ];
    for (const site of TWO) {
      const rest = (from: typeof two) => from.objects(site, 'orders').filter(({ kind }) => kinds.includes(kind));
      expect(rest(moved)).toEqual(rest(two));
    }
  });

  test('a site that becomes passive keeps nothing of how it was founded, which its webhook would refuse beside a clone', () => {
    // What CloudNativePG's webhook fills in belongs to nobody, and server-side apply leaves it where it is.
    const filledIn = ['database', 'owner', 'encoding', 'localeCollate', 'localeCType'];
    expect(Object.keys(clusterSpec(two, 'use1').bootstrap.initdb!)).toEqual(expect.arrayContaining(filledIn));
  });

  test('no site is cloned before the active one is there: the Job that clones gives up for good', () => {
    expect(plan.bootstrap).toBe('sequential');
  });

  test('the plan says what GitOps has to leave alone, and how', () => {
    for (const site of TWO) {
      const [said, ...others] = plan.prerequisites.filter(
        (one) => one.site === site && one.name === 'GitOps leaves alone what runbooks change',
      );
      expect(others).toEqual([]);
      expect(said!.why).toContain(`/spec/replica of Cluster pg-${site}`);
      expect(said!.why).toContain('RespectIgnoreDifferences=true');
    }
  });

  test('GitOps does not undo what a runbook did', () => {
    const owned = plan.activePassive!.ignoreDifferences.filter(({ kind }) => kind === 'Cluster');
    expect(owned.map(({ site, name, jsonPointers }) => [site, name, jsonPointers])).toEqual(
      TWO.map((site) => [site, `pg-${site}`, ['/spec/replica']]),
    );
  });
});

describe('a site reaches the others', () => {
  test('by a name that is exported there and in the certificate, with the role checked', () => {
    for (const site of TWO) {
      for (const member of clusterSpec(two, site).externalClusters) {
        const { host, sslmode, application_name: reader } = member.connectionParameters;
        const server = member.name.slice(3);
        expect(host).toBe(`${member.name}-primary.orders.svc.clusterset.local`);
        expect(sslmode).toBe('verify-full');
        expect(reader).toBe(`pg-${site}`);
        one(two, server, 'ServiceExport', `${member.name}-primary`);
        const certificate = one(two, server, 'Certificate', 'postgresql-server-tls')['spec'] as { dnsNames: string[] };
        expect(certificate.dnsNames).toContain(host);
        expect(certificate.dnsNames).toContain(`${member.name}-rw.orders.svc.cluster.local`);
      }
    }
  });

  test('at the pod that is primary, where the network routes pods only', () => {
    const routed = postgresql({}, { fleet: { network: SiteNetwork.routed() } });
    expect(one(routed, 'use1', 'Service', 'pg-use1-primary')['spec']).toMatchObject({
      clusterIP: 'None',
      selector: { 'cnpg.io/cluster': 'pg-use1', 'cnpg.io/instanceRole': 'primary' },
    });
  });

  test('and reads their archives, each in a place of its own', () => {
    const servers = TWO.map((site) => clusterSpec(two, site).plugins[0]!);
    expect(servers.map(({ parameters }) => parameters['serverName'])).toEqual(['pg-use1', 'pg-usw2']);
    expect(servers.every(({ isWALArchiver }) => isWALArchiver)).toBe(true);
    for (const site of TWO) {
      for (const { plugin } of clusterSpec(two, site).externalClusters) {
        one(two, site, 'ObjectStore', plugin.parameters['barmanObjectName']!);
      }
      const retained = TWO.filter(
        (member) =>
          (one(two, site, 'ObjectStore', `pg-${member}`)['spec'] as object as { retentionPolicy?: string })
            .retentionPolicy,
      );
      expect(retained).toEqual([site]);
    }
  });

  test('and instances notice a renewed certificate', () => {
    for (const name of ['postgresql-server-tls', 'postgresql-replication-tls']) {
      expect(one(two, 'use1', 'Certificate', name)['spec']).toMatchObject({
        secretName: name,
        secretTemplate: { labels: { 'cnpg.io/reload': '' } },
      });
    }
  });
});

describe('clients', () => {
  const frontEnd = one(two, 'use1', 'Deployment', 'front-end');
  const text = JSON.stringify(frontEnd);

  test('need no password: the certificate says who they are, and nothing goes in the clear', () => {
    const certificate = one(two, 'use1', 'Certificate', 'postgresql-client-tls')['spec'] as { commonName: string };
    expect(certificate.commonName).toBe('app');
    expect(clusterSpec(two, 'use1').postgresql.pg_hba).toEqual([
      'hostnossl all all all reject',
      'hostssl app app all cert',
    ]);
    expect(text).toContain('pg-use1-rw.orders.svc.cluster.local');
    expect(text).toContain('verify-full');
    expect(text).not.toMatch(/PGPASSWORD/);
  });

  test('are sent only where the database takes writes', () => {
    const health = one(two, 'usw2', 'Deployment', 'data-health');
    expect(JSON.stringify(health)).toContain('select pg_is_in_recovery()');
    expect(JSON.stringify(health)).toContain('pg-usw2-rw.orders.svc.cluster.local');
  });
});

test('inside a site a write is on two disks before it is acknowledged', () => {
  expect(clusterSpec(two, 'use1').postgresql.synchronous).toEqual({
    method: 'any',
    number: 1,
    dataDurability: 'required',
    failoverQuorum: true,
  });
});

describe('backups', () => {
  test.each([
    ['0 2 * * *', '0 0 2 * * *'],
    ['@daily', '@daily'],
  ])('%s is a schedule with seconds', (schedule, expected) => {
    const from = postgresql({}, { dr: { protection: { schedule } } });
    const spec = one(from, 'usw2', 'ScheduledBackup', 'pg-usw2')['spec'] as { schedule: string };
    expect(spec.schedule).toBe(expected);
  });

  test('the newest point that can be restored is as old as a segment that is not full, however rare base backups are', () => {
    const rare = postgresql({ archiveTimeout: Duration.minutes(2) }, { dr: { protection: { schedule: '0 2 * * 0' } } });
    expect(rare.plan.apps[0]!.backupAge?.seconds).toBe(120 + 60);
    expect(clusterSpec(rare, 'use1').postgresql.parameters['archive_timeout']).toBe('120s');
  });

  test('another store gets its endpoint, its port through the policy, and no checksums that it does not know', () => {
    const backup = Backup.velero({
      bucket: 'dr-backups',
      region: 'eu-central-1',
      endpoint: 'https://s3.example.com:9000',
      existingBucket: true,
    });
    const from = postgresql({}, { fleet: { backup } });
    const store = JSON.stringify(one(from, 'use1', 'ObjectStore', 'pg-use1'));
    expect(store).toContain('https://s3.example.com:9000');
    expect(store).toContain('AWS_REQUEST_CHECKSUM_CALCULATION');
    expect(JSON.stringify(one(from, 'use1', 'NetworkPolicy', 'postgresql'))).toContain('9000');
  });
});

describe('the promises', () => {
  const terms = (tree: BoundTree): BoundTree[] => [tree, ...(tree.parts ?? []).flatMap(terms)];

  test('the recovery point is what the alert on the lag allows', () => {
    expect(plan.rpo.boundSeconds).toBe(15 + 15 + 30 + 60);
    const tight = postgresql({ maxReplicationLag: Duration.seconds(2) });
    expect(tight.plan.apps[0]!.rpo.boundSeconds).toBe(2 + 15 + 30 + 60);
    const rules = JSON.stringify(one(tight, 'use1', 'PrometheusRule', 'orders-alerts'));
    expect(rules).toContain('PostgresqlCopyBehind');
    expect(rules).toContain('<= 2) >= 1');
    expect(rules).toContain('PostgresqlCopyBehindAbsent');
  });

  test('the alert wants all copies, and is the same in all sites', () => {
    const expr = (site: string) => {
      const { groups } = one(three, site, 'PrometheusRule', 'orders-alerts')['spec'] as {
        groups: { rules: { alert: string; expr: string }[] }[];
      };
      return groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === 'PostgresqlCopyBehind')!.expr;
    };
    expect(expr('use1')).toContain('>= 2)');
    expect(expr('usw2')).toBe(expr('use1'));
  });

  test('a switchover loses nothing, and its gap is made of emitted times', () => {
    const { gap, lag } = plan.activePassive!.switchover;
    expect(lag.seconds).toBe(0);
    const { switchoverDelay, smartShutdownTimeout } = clusterSpec(two, 'use1');
    const shutdown = terms(gap).find(({ name }) => name === 'active site shuts down');
    expect(shutdown?.seconds).toBe(switchoverDelay + smartShutdownTimeout);
  });

  test('nothing fences a site that is cut off, and the plan does not say so', () => {
    expect(plan.activePassive!.fencing).toBeUndefined();
  });
});

describe('refused', () => {
  const build = (change: PostgresqlProps) => refused(change);

  test.each<[string, PostgresqlProps, RegExp]>([
    ['two instances', { instances: 2 }, /instances is 2; allowed are whole numbers from 3/],
    ['a lag of nothing', { maxReplicationLag: Duration.millis(1) }, /maxReplicationLag is 0.001 s/],
    ['an archive timeout of a day', { archiveTimeout: Duration.days(1) }, /archiveTimeout is 86400 s/],
    ['a database that exists', { database: 'postgres' }, /database is "postgres"/],
    ['a role of the operator', { user: 'streaming_replica' }, /user is "streaming_replica"/],
    ['a role with a quote', { user: 'a"b' }, /user is "a"b"; allowed/],
    ['durability given away', { parameters: { synchronous_commit: 'off' } }, /sets synchronous_commit/],
    ['an unknown site', { archiveNames: { mars: 'x' } }, /names site "mars"/],
    ['an archive out of its folder', { archiveNames: { use1: '../x' } }, /archiveNames of site use1 is "\.\.\/x"/],
    [
      'one server name for two sites',
      { archiveNames: { use1: 'pg', usw2: 'pg' } },
      /STO-12: sites use1 and usw2 archive to/,
    ],
    ['a tiny volume', { walStorage: Size.mebibytes(10) }, /walStorage is/],
    ['an old PostgreSQL', { image: 'ghcr.io/cloudnative-pg/postgresql:12.1' }, /allowed is PostgreSQL 14 or later/],
    ['a namespace of no name', { operatorNamespace: 'CNPG' }, /operatorNamespace has "CNPG"/],
  ])('%s', (_, props, message) => {
    expect(build(props)).toMatch(message);
  });

  test('a fleet without an archive', () => {
    expect(refused({}, { fleet: { backup: undefined } })).toMatch(
      /the fleet has no backup, and PostgreSQL needs an archive/,
    );
  });

  test('other patterns, with what fits instead', () => {
    const pattern = (Pattern: typeof StrongConsistencyDR | typeof EventualConsistencyDR) =>
      refusals((app) => {
        new Pattern(app, 'orders', {
          fleet: new Fleet(app, 'prod', fleetProps({ traffic: undefined, sites: sites(THREE) })),
          workload: StatefulWorkload.postgresql(),
          frontEnd: { image: 'registry.example.com/orders:1.4.2' },
          objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
        });
      }).join('\n');
    expect(pattern(StrongConsistencyDR)).toMatch(/use ActivePassiveDR/);
    expect(pattern(EventualConsistencyDR)).toMatch(/use ActivePassiveDR/);
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
        postgresql({
          image: 'mirror.example.com/postgresql:17.2@sha256:' + 'a'.repeat(64),
          instances: 5,
          parameters: { max_connections: '400', 'pg_stat_statements.max': '1000' },
          clientNamespaces: ['reports'],
          archiveNames: { use1: 'use1-2' },
        }),
    ],
  ])('%s', (_, from) => {
    expect(checkOutput(from()).filter((line) => line.includes('/orders.k8s.yaml'))).toEqual([]);
  });
});
