import { Duration, Size } from 'cdk8s';
import { ActivePassiveDR, type CassandraProps, Cloud, Fleet, SiteNetwork, StatefulWorkload } from 'cndr';
import type { Synthesized } from 'cndr/testing';
import { parseAllDocuments } from 'yaml';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';
import {
  TWO,
  at,
  cluster,
  eventual,
  ofKind,
  plan,
  prerequisites,
  refusedEventual,
  refusedStrong,
  setupJob,
  strong,
} from './cassandra.support';

const two = eventual();
const three = strong();

interface Datacenter {
  readonly metadata: { name: string };
  readonly k8sContext: string;
  readonly size: number;
  readonly racks: { name: string; nodeAffinityLabels: Record<string, string> }[];
  readonly storageConfig: { cassandraDataVolumeClaimSpec: { storageClassName?: string } };
}

interface Rule {
  readonly from: {
    podSelector?: { matchLabels?: Record<string, string> };
    namespaceSelector?: { matchLabels: Record<string, string> };
    ipBlock?: { cidr: string };
  }[];
  readonly to?: Rule['from'];
  readonly ports: { port: number }[];
}

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Record<string, string>;
}

const datacenters = (from: Synthesized) => at(cluster(from), 'spec', 'cassandra', 'datacenters') as Datacenter[];
const yaml = (from: Synthesized) =>
  at(cluster(from), 'spec', 'cassandra', 'config', 'cassandraYaml') as Record<string, unknown>;
const policy = (from: Synthesized, site: string, name: string, way: 'ingress' | 'egress') =>
  at(from.object(site, 'NetworkPolicy', name), 'spec', way) as Rule[];
const portsOf = (rules: Rule[]) => rules.map(({ ports }) => ports.map(({ port }) => port));
const ruleFor = (rules: Rule[], port: number) => rules.find(({ ports }) => ports.some((each) => each.port === port))!;
const variables = (from: Synthesized, site: string) => {
  const containers = at(
    from.object(site, 'Deployment', 'front-end'),
    ...['spec', 'template', 'spec', 'containers'],
  ) as { env: { name: string; value: string }[] }[];
  return Object.fromEntries(containers[0]!.env.map(({ name, value }) => [name, value]));
};
const healthUrl = (from: Synthesized, site: string) => {
  const env = at(
    from.object(site, 'Deployment', 'data-health'),
    ...['spec', 'template', 'spec', 'containers', 0, 'env'],
  ) as { name: string; value: string }[];
  return env.find(({ name }) => name === 'URL')!.value;
};
const alerts = (from: Synthesized, site: string): AlertRule[] =>
  (at(from.object(site, 'PrometheusRule', 'orders-alerts'), 'spec', 'groups') as { rules: AlertRule[] }[]).flatMap(
    ({ rules }) => rules,
  );
const alert = (from: Synthesized, name: string, site = 'use1') => {
  const found = alerts(from, site).find((each) => each.alert === name);
  if (!found) throw new Error(`no alert ${name}`);
  return found;
};
function part(tree: BoundTree, name: string): BoundTree | undefined {
  return tree.name === name ? tree : (tree.parts ?? []).map((each) => part(each, name)).find(Boolean);
}

describe('one datacenter in every site', () => {
  test('the K8ssandraCluster is in one cluster only, and names all sites and their contexts', () => {
    expect(ofKind(two, 'usw2', 'K8ssandraCluster')).toEqual([]);
    expect(datacenters(two).map(({ metadata, k8sContext, size }) => [metadata.name, k8sContext, size])).toEqual([
      ['use1', 'use1', 3],
      ['usw2', 'usw2', 3],
    ]);
  });

  test('a lost zone takes one replica: a rack for each zone, kept in it, and one node on a machine', () => {
    expect(datacenters(two)[0]!.racks).toEqual(
      ['us-east-1a', 'us-east-1b', 'us-east-1c'].map((zone) => ({
        name: zone,
        nodeAffinityLabels: { 'topology.kubernetes.io/zone': zone },
      })),
    );
    expect(at(cluster(two), 'spec', 'cassandra', 'softPodAntiAffinity')).toBe(false);
  });

  test.each([
    [['us-east-1a'], {}, 3],
    [['us-east-1a', 'us-east-1b'], {}, 4],
    [['us-east-1a', 'us-east-1b', 'us-east-1c'], { nodesPerRack: 2 }, 6],
    [['us-east-1a', 'us-east-1b', 'us-east-1c'], { replicationFactor: 5 }, 6],
  ] as [string[], CassandraProps, number][])(
    'GIVEN zones %j and %j THEN the site has %i nodes',
    (zones, props, size) => {
      const from = eventual(props, { fleet: { sites: sites(TWO, { use1: { zones } }) } });
      expect(datacenters(from)[0]!.size).toBe(size);
      expect(plan(from).placement.sites[0]).toMatchObject({ nodes: size });
    },
  );

  test('a datacenter has seeds of its own', () => {
    expect(at(cluster(two), 'spec', 'cassandra')).not.toHaveProperty('additionalSeeds');
  });

  test('nodes of two applications that meet at a reused address refuse each other', () => {
    expect(cluster(two).metadata.name).toBe('orders');
    expect(at(cluster(two), 'spec', 'cassandra')).not.toHaveProperty('clusterName');
  });

  test('volumes are of the class of each site', () => {
    const from = eventual({}, { fleet: { sites: sites(TWO, { usw2: { storageClass: 'local-ssd' } }) } });
    const classes = datacenters(from).map(
      ({ storageConfig }) => storageConfig.cassandraDataVolumeClaimSpec.storageClassName,
    );
    expect(classes).toEqual(['gp3', 'local-ssd']);
    expect(prerequisites(from, 'usw2', 'StorageClass').map(({ name }) => name)).toEqual(['local-ssd']);
  });

  test('peers dial pod addresses: a network that translates them is refused', () => {
    const globalnet = SiteNetwork.submariner({
      brokerApiServer: 'broker.example.com:6443',
      globalnetCidrs: { use1: '242.1.0.0/16', usw2: '242.2.0.0/16' },
    });
    expect(refusedEventual({}, { fleet: { network: globalnet } })).toMatch(/^NET-15: peers of Cassandra/m);
  });
});

describe('the control plane', () => {
  test('GIVEN nothing THEN it is the first site, and the plan names what the operator needs there', () => {
    const needed = plan(two).prerequisites.filter(({ site }) => site === 'use1');
    expect(needed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ClientConfig use1', 'ClientConfig usw2', 'use1-kubeconfig', 'usw2-kubeconfig']),
    );
    const why = (site: string) =>
      prerequisites(two, site, 'operator').find(({ name }) => name === 'k8ssandra-operator')!.why;
    expect(why('use1')).toContain('as the control plane');
    expect(why('usw2')).toContain('as a data plane');
  });

  test('GIVEN a cluster that is no site THEN all of it is there, its addresses are let in, and no site has it', () => {
    const from = eventual({ controlPlane: 'hub', controlPlaneCidrs: ['10.200.0.0/16'] });
    expect(from.clusters).toContain('hub');
    expect(cluster(from, 'hub').metadata.namespace).toBe('orders');
    expect(from.object('hub', 'Namespace', 'orders')).toBeDefined();
    for (const site of TWO) {
      expect(ofKind(from, site, 'K8ssandraCluster')).toEqual([]);
      const rule = ruleFor(policy(from, site, 'cassandra', 'ingress'), 8080);
      expect(rule.from).toContainEqual({ ipBlock: { cidr: '10.200.0.0/16' } });
    }
    expect(prerequisites(from, 'hub', 'operator').map(({ name }) => name)).toEqual(['k8ssandra-operator']);
    expect(prerequisites(from, 'use1', 'operator').map(({ why }) => why)).toContainEqual(
      expect.stringContaining('as a data plane'),
    );
  });

  test('another control plane changes nothing of the nodes: it can be moved', () => {
    const moved = eventual({ controlPlane: 'usw2' });
    expect(at(cluster(moved, 'usw2'), 'spec')).toEqual(at(cluster(two), 'spec'));
  });

  test.each([
    [{ controlPlane: 'hub' }, 'controlPlaneCidrs is empty'],
    [{ controlPlaneCidrs: ['10.200.0.0/16'] }, 'whose addresses are known; leave them out'],
    [{ controlPlane: 'Hub!', controlPlaneCidrs: ['10.200.0.0/16'] }, 'a DNS label'],
    [{ controlPlane: 'hub', controlPlaneCidrs: ['10.200/16'] }, 'which is no IPv4 CIDR'],
  ] as [CassandraProps, string][])('GIVEN %j THEN it is refused', (props, message) => {
    expect(refusedEventual(props)).toContain(message);
  });
});

describe('writes and reads are as consistent as the pattern says', () => {
  test('two sites: each by its own quorum, and conditional writes in the site', () => {
    expect(variables(two, 'usw2')).toMatchObject({
      CASSANDRA_CONTACT_POINTS: 'cassandra.orders.svc.cluster.local',
      CASSANDRA_PORT: '9042',
      CASSANDRA_LOCAL_DATACENTER: 'usw2',
      CASSANDRA_KEYSPACE: 'app',
      CASSANDRA_CONSISTENCY: 'LOCAL_QUORUM',
      CASSANDRA_SERIAL_CONSISTENCY: 'LOCAL_SERIAL',
    });
  });

  test('three sites that commit together: by a quorum of all', () => {
    expect(variables(three, 'usw2')).toMatchObject({
      CASSANDRA_CONSISTENCY: 'QUORUM',
      CASSANDRA_SERIAL_CONSISTENCY: 'SERIAL',
    });
  });

  test('a client that writes at less than the plan counts on is refused by the nodes', () => {
    const refusedWrites = (from: Synthesized) => yaml(from)['write_consistency_levels_disallowed'];
    expect(refusedWrites(two)).toEqual(['ANY', 'ONE', 'TWO', 'THREE', 'LOCAL_ONE']);
    expect(refusedWrites(three)).toEqual(expect.arrayContaining(['ONE', 'LOCAL_QUORUM', 'LOCAL_SERIAL']));
    // The default of drivers, which goes with every write.
    expect(refusedWrites(three)).not.toContain('SERIAL');
    // Drivers read the tables of the system at ONE.
    expect(yaml(two)).not.toHaveProperty('read_consistency_levels_disallowed');
  });

  test('reads cannot be refused: the plan says what the front end has to do', () => {
    expect(prerequisites(three, 'use2', 'setting').map(({ why }) => why)).toContainEqual(
      expect.stringContaining('CASSANDRA_CONSISTENCY (QUORUM)'),
    );
  });

  test('a site is healthy while every token range can be read at that level', () => {
    const address = 'http://cassandra.orders.svc.cluster.local:8080/api/v0/probes/cluster';
    expect(healthUrl(two, 'use1')).toBe(`${address}?consistency_level=LOCAL_QUORUM&rf_per_dc=3`);
    expect(healthUrl(three, 'use1')).toBe(`${address}?consistency_level=QUORUM&rf_per_dc=3`);
    expect(healthUrl(eventual({ replicationFactor: 5 }), 'use1')).toMatch(/rf_per_dc=5$/);
  });

  test('the load balancer asks what was asked of the nodes, and does not get to the nodes itself', () => {
    const config = (at(two.object('use1', 'ConfigMap', 'site-health'), 'data') as Record<string, string>)['nginx.conf'];
    expect(config).toContain('proxy_pass http://data-health.orders.svc.cluster.local:8080/ready;');
  });
});

describe('traffic is encrypted, and who is let in is known', () => {
  test('between nodes with certificates on both sides, from clients without exception', () => {
    expect(yaml(two)).toMatchObject({
      server_encryption_options: { internode_encryption: 'all', require_client_auth: true },
      client_encryption_options: { enabled: true, optional: false },
    });
  });

  test('the keystores are made in every site, and are where the operator looks for them', () => {
    const stores = at(cluster(two), ...['spec', 'cassandra', 'serverEncryptionStores']) as {
      keystoreSecretRef: object;
      keystorePasswordSecretRef: object;
      truststoreSecretRef: object;
    };
    expect(stores.keystoreSecretRef).toEqual({ name: 'cassandra-node', key: 'keystore.jks' });
    expect(stores.truststoreSecretRef).toEqual({ name: 'cassandra-node', key: 'truststore.jks' });
    for (const site of TWO) {
      expect(at(two.object(site, 'Certificate', 'cassandra-node'), 'spec')).toMatchObject({
        secretName: 'cassandra-node',
        keystores: { jks: { create: true, passwordSecretRef: stores.keystorePasswordSecretRef } },
      });
      expect(prerequisites(two, site, 'Secret').find(({ name }) => name === 'cassandra-keystore')?.keys).toEqual([
        'password',
      ]);
    }
    // The operator refuses a cluster with encrypted clients whose Medusa has none.
    expect(at(cluster(two), 'spec', 'medusa', 'clientEncryptionStores')).toEqual(stores);
  });

  test('nodes are reached by nodes of all sites, clients of their own, and who administers them', () => {
    const ingress = policy(two, 'usw2', 'cassandra', 'ingress');
    expect(portsOf(ingress)).toEqual([[7000], [9042], [8080], [50051], [9000]]);
    expect(ruleFor(ingress, 7000).from).toContainEqual({ ipBlock: { cidr: '10.10.0.0/16' } });
    expect(ruleFor(ingress, 9042).from).toEqual([{ podSelector: {} }]);
  });

  test('the management API, which asks for no password, is reached by the operators, Reaper and the health check', () => {
    const administrators = (site: string) => ruleFor(policy(two, site, 'cassandra', 'ingress'), 8080).from;
    const local = [
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'k8ssandra-operator' } } },
      {
        podSelector: {
          matchLabels: { 'app.kubernetes.io/component': 'reaper', 'k8ssandra.io/cluster-name': 'orders' },
        },
      },
      {
        podSelector: {
          matchLabels: { 'app.kubernetes.io/name': 'data-health', 'app.kubernetes.io/instance': 'orders' },
        },
      },
    ];
    expect(administrators('use1')).toEqual(local);
    // The control plane is in use1, and its operator calls the nodes of usw2.
    expect(administrators('usw2')).toEqual([local[0], { ipBlock: { cidr: '10.10.0.0/16' } }, local[1], local[2]]);
    expect(JSON.stringify(administrators('use1'))).not.toContain('front-end');
  });

  test('nodes reach each other, names and the object store, and nothing else', () => {
    const egress = policy(two, 'use1', 'cassandra', 'egress');
    expect(portsOf(egress)).toEqual([[7000], [53, 53, 5353, 5353], [443]]);
  });

  test('every pod that we make or the operator makes has a policy in the shut namespace', () => {
    const selectors = ofKind(two, 'use1', 'NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(selectors).toEqual(
      expect.arrayContaining([
        'cassandra',
        'cassandra-reaper',
        'cassandra-setup',
        'cassandra-backup-age',
        'data-health',
        'front-end',
      ]),
    );
  });

  test('other namespaces get to CQL only when they are named', () => {
    const from = eventual({ clientNamespaces: ['analytics'] });
    expect(ruleFor(policy(from, 'use1', 'cassandra', 'ingress'), 9042).from).toContainEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'analytics' } },
    });
  });
});

describe('the keyspace', () => {
  test('is made once in the fleet, with the replicas of every site', () => {
    const env = at(setupJob(two), ...['spec', 'template', 'spec', 'containers', 0, 'env']) as {
      name: string;
      value?: string;
    }[];
    expect(env.find(({ name }) => name === 'CREATE_KEYSPACE')!.value).toBe(
      "CREATE KEYSPACE IF NOT EXISTS app WITH replication = {'class': 'NetworkTopologyStrategy', 'use1': 3, 'usw2': 3} AND durable_writes = true",
    );
    expect(TWO.flatMap((site) => ofKind(two, site, 'Job')).map(({ metadata }) => metadata.name)).toEqual([
      setupJob(two).metadata.name,
    ]);
  });

  test('a password is nowhere in the output, and the plan says which Secrets hold it', () => {
    const job = JSON.stringify(setupJob(two));
    expect(job).toContain('{"key":"CASSANDRA_PASSWORD","name":"cassandra-app"}');
    expect(prerequisites(two, 'usw2', 'Secret').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cassandra-app', 'cassandra-superuser', 'cassandra-keystore', 'cassandra-medusa']),
    );
  });

  test('GIVEN one more site THEN it is another Job: templates of Jobs cannot change', () => {
    expect(setupJob(eventual({}, { names: THREE })).metadata.name).not.toBe(setupJob(two).metadata.name);
  });
});

describe('backups', () => {
  test('every site takes its own, by its own operator, on the schedule of the application', () => {
    for (const site of TWO) {
      expect(at(two.object(site, 'MedusaBackupSchedule', `cassandra-backup-${site}`), 'spec')).toMatchObject({
        operationType: 'backup',
        backupSpec: { cassandraDatacenter: site, backupType: 'differential' },
        cronSchedule: '*/30 * * * *',
        concurrencyPolicy: 'Forbid',
      });
      expect(at(two.object(site, 'MedusaBackupSchedule', 'cassandra-purge'), 'spec')).toMatchObject({
        operationType: 'purge',
        backupSpec: { cassandraDatacenter: site },
      });
    }
  });

  test('the bucket does not expire files that differential backups still use', () => {
    const storage = at(cluster(two), 'spec', 'medusa', 'storageProperties') as Record<string, unknown>;
    expect(storage).toMatchObject({
      storageProvider: 's3',
      bucketName: 'dr-backups',
      region: 'eu-central-1',
      prefix: 'medusa/prod/orders',
      maxBackupAge: 30,
      secure: true,
      sslVerify: true,
    });
    const [rule] = Object.values(two.resources('prod', 'aws_s3_bucket_lifecycle_configuration'));
    const expiring = JSON.stringify((rule as { rule: unknown[] }).rule[0]);
    expect(expiring).toContain('"prefix":"native/"');
    expect(String(storage['prefix'])).not.toMatch(/^native\//);
  });

  test('without a backup of the fleet there is no Medusa', () => {
    const from = eventual(
      {},
      {
        fleet: { backup: undefined },
        dr: { waivers: [{ rule: 'BCK-02', reason: 'a cache that is filled again', expires: '2999-12-31' }] },
      },
    );
    expect(at(cluster(from), 'spec')).not.toHaveProperty('medusa');
    expect(ofKind(from, 'use1', 'MedusaBackupSchedule')).toEqual([]);
    expect(portsOf(policy(from, 'use1', 'cassandra', 'ingress'))).not.toContainEqual([50051]);
    expect(alerts(from, 'use1').map((each) => each.alert)).not.toContain('CassandraBackupOld');
  });

  test('the age of the newest backup is that of the schedule and the duration, and an alert watches it', () => {
    expect(plan(two).backupAge).toMatchObject({ seconds: 2700 });
    const env = at(
      two.object('use1', 'CronJob', 'cassandra-backup-age'),
      ...['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'env'],
    ) as { name: string; value: string }[];
    expect(env).toContainEqual({ name: 'LIMIT', value: '2700' });
    expect(alert(two, 'CassandraBackupOld').expr).toContain('cronjob="cassandra-backup-age"');
    expect(alert(two, 'CassandraBackupOldAbsent').labels['dr_objective']).toBe('rpo');
  });

  test('snapshots of the volumes are refused', () => {
    expect(refusedEventual({}, { dr: { protection: { volumeSnapshots: true } } })).toContain('BCK-10');
  });
});

describe('repair', () => {
  test('runs in every site, more often than deleted data comes back', () => {
    expect(at(cluster(two), 'spec', 'reaper')).toMatchObject({
      deploymentMode: 'PER_DC',
      autoScheduling: { enabled: true },
      additionalEnvVars: [{ name: 'REAPER_SCHEDULE_DAYS_BETWEEN', value: '7' }],
    });
    expect(alert(two, 'CassandraRepairOld').expr).toContain(`> ${8 * 86_400}`);
    expect(alerts(two, 'use1').map((each) => each.alert)).toContain('CassandraRepairOldAbsent');
  });
});

describe('what two sites promise', () => {
  const { rpo, rto } = plan(two);

  test('a lost site costs what its hints alert lets pass: the write timeout, 75 s to be seen, and the tolerance', () => {
    expect(rpo).toMatchObject({ boundSeconds: 2 + 75 + 60, verdict: 'estimated', met: true });
    expect(yaml(two)).toMatchObject({ write_request_timeout: '2000ms', max_hint_window: '10800s' });
    expect(alert(two, 'CassandraHints')).toMatchObject({
      for: '1m',
      labels: { severity: 'critical', dr_objective: 'rpo' },
    });
    expect(alert(two, 'CassandraHints').expr).toContain(
      'org_apache_cassandra_metrics_storage_total_hints{namespace="orders",pod=~"orders-.+-sts-[0-9]+"}',
    );
  });

  test('a shorter tolerance is a smaller loss, by the same alert', () => {
    const from = eventual({ hintTolerance: Duration.seconds(30) });
    expect(plan(from).rpo.boundSeconds).toBe(107);
    expect(alert(from, 'CassandraHints').for).toBe('30s');
  });

  test('GIVEN an objective below the bound THEN it is refused, and the lever is named', () => {
    const objectives = { rpo: Duration.minutes(2), rto: Duration.minutes(3) };
    expect(refusedEventual({}, { dr: { objectives } })).toContain('set hintTolerance of Cassandra to 30 s (now 60 s)');
  });

  test('without the alert nothing limits the loss, and an objective is refused', () => {
    const messages = refusedEventual({ alertOnHints: false });
    expect(messages).toContain('alertOnHints of Cassandra is false');
  });

  test('other sites go on at once: a request waits for its own site only', () => {
    expect(part(rto.tree, 'requests under way when a site is lost')).toMatchObject({ seconds: 10, basis: 'derived' });
    expect(yaml(two)['request_timeout']).toBe('10000ms');
  });

  test('a site that is cut off serves its clients, and the plan says how conflicts end', () => {
    const cut = plan(two).faults.find(({ fault, sites: hit }) => fault === 'site cut off' && hit.includes('use1'))!;
    expect(cut.servedBy).toEqual(TWO);
    expect(cut.onHeal).toContain('the last write wins');
    expect(cut.onHeal).toContain('full repair');
  });

  test('after an outage beyond the hints the plan asks for a repair before reads', () => {
    const from = eventual({ hintWindow: Duration.hours(6) });
    expect(plan(from).faults[0]!.onHeal).toContain('for less than 6 h');
    expect(yaml(from)['max_hint_window']).toBe('21600s');
  });
});

describe('what three sites that commit together promise', () => {
  const { rpo, rto, placement, faults } = plan(three);

  test('each holds 3 of 9 replicas: any one may be lost, and no acknowledged write with it', () => {
    expect(placement.sites.map(({ votes }) => votes)).toEqual([3, 3, 3]);
    expect(placement.voteUnit).toBe('replica of each token range');
    expect(rpo).toMatchObject({ boundSeconds: 0, verdict: 'guaranteed' });
    for (const { serviceLost } of faults.filter(({ fault }) => fault === 'site lost')) expect(serviceLost).toBe(false);
  });

  test('reads find the lost replicas dead after 8 x ln 10 x 2 s, gossip and a timeout', () => {
    const gap = part(rto.tree, 'requests that are sent to replicas of the lost site')!;
    // 9 nodes hear of it within 5 rounds; 36.842 s of silence; 1 s until it is looked at; 5 s for the last read.
    expect(gap.seconds).toBe(47.842);
    expect(part(gap, 'phi_convict_threshold x ln 10 x longest mean interval')).toMatchObject({
      seconds: 36.842,
      basis: 'derived',
    });
    expect(yaml(three)).toMatchObject({ phi_convict_threshold: 8, read_request_timeout: '5000ms' });
    expect(
      at(cluster(three), ...['spec', 'cassandra', 'config', 'jvmOptions', 'additionalJvmServerOptions']),
    ).toContain('-Dcassandra.fd_max_interval_ms=2000');
  });

  test('a site without a quorum leaves traffic once its nodes know and the check has failed', () => {
    expect(part(rto.tree, 'site without a quorum leaves traffic')).toMatchObject({ seconds: 42.842 + 18 });
  });

  test('missing copies are a warning: the data is safe in two more sites', () => {
    expect(alert(three, 'CassandraHints').labels).toMatchObject({ severity: 'warning' });
  });

  test('two sites, or a witness, are refused', () => {
    expect(refusedStrong({}, { names: TWO })).toMatch(/QRM-01: votes of Cassandra are in 2 sites \(use1 3, usw2 3\)/);
    expect(refusedStrong({}, { dr: { witnessSite: 'usw2' } })).toContain('Cassandra has no witness');
  });
});

describe('what it is refused for', () => {
  test('one active site', () => {
    const messages = refusals((app) => {
      new ActivePassiveDR(app, 'orders', {
        fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(TWO) })),
        workload: StatefulWorkload.cassandra(),
        activeSite: 'use1',
        objectives: { rpo: Duration.minutes(5), rto: Duration.minutes(15) },
      });
    });
    expect(messages.join('\n')).toContain('use EventualConsistencyDR with 2 sites or more');
  });

  test.each([
    [{ version: '4.0.17' }, 'allowed are 4.1.0 and later'],
    [{ version: 'latest' }, 'Cassandra version is "latest"'],
    [{ replicationFactor: 2 }, 'the loss of one node takes LOCAL_QUORUM from it'],
    [{ replicationFactor: 3.5 }, 'Cassandra replicationFactor is 3.5'],
    [{ replicationFactor: 5, nodesPerRack: 1 }, 'which makes 3 nodes in site use1'],
    [{ nodesPerRack: 0 }, 'Cassandra nodesPerRack is 0'],
    [{ cpu: 'much' }, 'Cassandra cpu is "much"'],
    [{ memory: Size.gibibytes(8), heap: Size.gibibytes(6) }, 'Cassandra heap is 6Gi with a memory of 8Gi'],
    [{ storage: Size.mebibytes(1) }, 'Cassandra storage is 1'],
    [{ keyspace: 'Orders' }, 'Cassandra keyspace is "Orders"'],
    [{ keyspace: 'system_auth' }, "which is not the application's"],
    [{ keyspace: "x' OR" }, 'it needs no quotes then'],
    [{ clientNamespaces: ['No_Such'] }, 'Cassandra clientNamespaces has "No_Such"'],
    [{ operatorNamespace: '' }, 'Cassandra operatorNamespace has ""'],
    [{ cqlshImage: 'Cassandra' }, 'Cassandra cqlshImage is "Cassandra"'],
    [{ toolsImage: ':' }, 'Cassandra toolsImage is ":"'],
    [{ hintWindow: Duration.seconds(10) }, 'Cassandra hintWindow is 10 s'],
    [{ hintTolerance: Duration.hours(4) }, 'Cassandra hintTolerance is 14400 s'],
    [{ hintTolerance: Duration.days(365 * 10_000) }, 'Cassandra hintTolerance is 315360000000 s'],
    [{ repairEvery: Duration.days(10) }, 'deleted data comes back'],
    [{ repairEvery: Duration.hours(36) }, 'Cassandra repairEvery is 1.5 days'],
  ] as [CassandraProps, string][])('%j', (props, message) => {
    expect(refusedEventual(props)).toContain(message);
  });

  test('zones and applications that the operator would name otherwise than we do', () => {
    const odd = { fleet: { sites: sites(TWO, { use1: { cloud: Cloud.ON_PREMISES, zones: ['zone_A'] } }) } };
    expect(refusedEventual({}, odd)).toContain('zone "zone_A" of site use1 makes StatefulSet orders-use1-zone_A-sts');
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
    return Object.fromEntries(from.clusters.map((site) => [site, all.filter((one) => one.site === site)]));
  };

  test.each<[string, () => Synthesized]>([
    ['two sites', () => two],
    ['three sites by a quorum of all', () => three],
    [
      'a control plane of its own, and all props',
      () =>
        eventual({
          version: '4.1.8',
          controlPlane: 'hub',
          controlPlaneCidrs: ['10.200.0.0/16'],
          replicationFactor: 5,
          nodesPerRack: 3,
          storage: Size.tebibytes(2),
          cpu: '500m',
          memory: Size.mebibytes(2500),
          heap: Size.gibibytes(1),
          keyspace: 'my_app',
          hintTolerance: Duration.seconds(0),
          repairEvery: Duration.days(3),
          clientNamespaces: ['analytics'],
        }),
    ],
  ])('%s', (_, build) => {
    const from = build();
    const { problems, notEvaluated } = checkManifests(manifests(from), { prerequisites: needed(from) });
    const own = problems.filter(({ file }) => file.endsWith('/orders.k8s.yaml'));
    expect(notEvaluated.filter(({ kind }) => /K8ssandraCluster|MedusaBackupSchedule/.test(kind))).toEqual([]);
    expect(own.map(({ file, object, path, message }) => `${file} ${object} ${path}: ${message}`)).toEqual([]);
  });
});
