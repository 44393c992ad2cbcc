import { Duration, Size } from 'cdk8s';
import type { App } from 'cdktf';
import {
  ActivePassiveDR,
  EventualConsistencyDR,
  type EventualConsistencyDRProps,
  Fleet,
  type KafkaProps,
  StatefulWorkload,
  StrongConsistencyDR,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { checkOutput } from '../support/conformance';
import { refusals } from '../support/errors';
import { THREE, fleetProps, sites } from '../support/fleet';
import type { KafkaAcl, KafkaListener } from '../../src/kinds/strimzi';

const NO_BACKUP = {
  rule: 'BCK-05',
  reason: 'records are kept for 7 days in every site, and an archive outside of this application has the rest',
  expires: '2999-12-31',
};

function app(names: string[], props: KafkaProps = {}, dr: Partial<EventualConsistencyDRProps> = {}) {
  return (tree: App): void => {
    new EventualConsistencyDR(tree, 'orders', {
      fleet: new Fleet(tree, 'prod', fleetProps({ sites: sites(names) })),
      workload: StatefulWorkload.kafka(props),
      frontEnd: { image: 'registry.example.com/orders:1.0.0' },
      hostname: 'orders.example.com',
      objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(3) },
      waivers: [NO_BACKUP],
      ...dr,
    });
  };
}

interface Mirror {
  readonly source: { readonly alias: string; readonly bootstrapServers: string };
  readonly sourceConnector: { readonly config: Record<string, unknown> };
  readonly checkpointConnector: { readonly config: Record<string, unknown> };
  readonly topicsPattern: string;
  readonly groupsPattern: string;
}

const output = Synthesized.of(app(THREE, { topics: [{ name: 'orders', partitions: 24 }, { name: 'orders.refunds' }] }));

function spec(site: string, kind: string, name: string): unknown {
  return (output.object(site, kind, name) as unknown as { spec: unknown }).spec;
}

const mirrors = (site: string) => (spec(site, 'KafkaMirrorMaker2', `mm2-${site}`) as { mirrors: Mirror[] }).mirrors;
const listeners = (site: string) =>
  (spec(site, 'Kafka', `kafka-${site}`) as { kafka: { listeners: KafkaListener[] } }).kafka.listeners;
const acls = (site: string, user: string) =>
  (spec(site, 'KafkaUser', user) as { authorization: { acls: KafkaAcl[] } }).authorization.acls;

describe('a cluster in every site', () => {
  test.each(THREE)(
    '%s acknowledges a write with two of three replicas, each on its own node and in its own zone',
    (site) => {
      expect(spec(site, 'Kafka', `kafka-${site}`)).toMatchObject({
        kafka: {
          version: '4.3.1',
          rack: { topologyKey: 'topology.kubernetes.io/zone' },
          authorization: { type: 'simple' },
          config: {
            'default.replication.factor': 3,
            'min.insync.replicas': 2,
            'unclean.leader.election.enable': false,
            'auto.create.topics.enable': false,
          },
        },
      });
      for (const pool of ['broker', 'controller']) {
        expect(spec(site, 'KafkaNodePool', pool)).toMatchObject({
          replicas: 3,
          roles: [pool],
          storage: { volumes: [{ class: 'gp3', deleteClaim: false }] },
          template: {
            pod: {
              affinity: {
                podAntiAffinity: {
                  requiredDuringSchedulingIgnoredDuringExecution: [
                    {
                      topologyKey: 'kubernetes.io/hostname',
                      labelSelector: { matchLabels: { 'strimzi.io/pool-name': pool } },
                    },
                  ],
                },
              },
            },
          },
        });
      }
    },
  );

  test('has brokers with the ids that its exported Services are named after', () => {
    expect(output.object('use1', 'KafkaNodePool', 'broker').metadata).toMatchObject({
      labels: { 'strimzi.io/cluster': 'kafka-use1' },
      annotations: { 'strimzi.io/next-node-ids': '[10-12]' },
    });
    const exported = output.allObjects('use1').filter(({ kind }) => kind === 'ServiceExport');
    expect(exported.map(({ metadata }) => metadata.name).sort()).toEqual([
      'kafka-use1-broker-fleet-10',
      'kafka-use1-broker-fleet-11',
      'kafka-use1-broker-fleet-12',
      'kafka-use1-kafka-fleet-bootstrap',
    ]);
    expect(listeners('use1')[1]).toMatchObject({
      name: 'fleet',
      port: 9094,
      type: 'cluster-ip',
      configuration: {
        advertisedHostTemplate: 'kafka-use1-broker-fleet-{nodeId}.orders.svc.clusterset.local',
        publishNotReadyAddresses: true,
      },
    });
  });

  test('shows a certificate that covers every name it is dialled by, in the site and from others', () => {
    const { dnsNames } = spec('usw2', 'Certificate', 'kafka-broker-tls') as { dnsNames: string[] };
    for (const name of [
      'kafka-usw2-kafka-bootstrap.orders.svc.cluster.local',
      'kafka-usw2-broker-10.kafka-usw2-kafka-brokers.orders.svc',
      'kafka-usw2-broker-12.kafka-usw2-kafka-brokers.orders.svc.cluster.local',
      'kafka-usw2-kafka-fleet-bootstrap.orders.svc.clusterset.local',
      'kafka-usw2-broker-fleet-12.orders.svc.clusterset.local',
    ]) {
      expect(dnsNames).toContain(name);
    }
  });

  test('knows its clients by the fleet CA, and gives nobody the rights of Strimzi’s own components', () => {
    for (const { authentication, configuration } of listeners('use1')) {
      expect(authentication).toMatchObject({
        type: 'custom',
        sasl: false,
        listenerConfig: {
          'ssl.client.auth': 'required',
          'ssl.truststore.type': 'PEM',
          'ssl.truststore.location': '/mnt/fleet-ca/ca.crt',
        },
      });
      expect(configuration.brokerCertChainAndKey.secretName).toBe('kafka-broker-tls');
      const rule = authentication.listenerConfig['ssl.principal.mapping.rules'] ?? '';
      const pattern = new RegExp(/^RULE:(.*)\/CN=\$1\/$/.exec(rule)?.[1] ?? '');
      expect('CN=orders-client').toMatch(pattern);
      // What KafkaCluster of Strimzi makes a super user.
      expect('CN=kafka-use1-kafka,O=io.strimzi').not.toMatch(pattern);
      expect('O=io.strimzi,CN=kafka-use1-kafka').not.toMatch(pattern);
    }
    expect(spec('use1', 'KafkaNodePool', 'broker')).toMatchObject({
      template: {
        pod: { volumes: [{ name: 'fleet-ca', secret: { secretName: 'kafka-broker-tls' } }] },
        kafkaContainer: { volumeMounts: [{ name: 'fleet-ca', mountPath: '/mnt/fleet-ca' }] },
      },
    });
  });

  test('is dialled by the addresses of other sites on the fleet listener alone', () => {
    const [client, fleet] = listeners('use1');
    expect(client?.networkPolicyPeers).toEqual([{ podSelector: {} }]);
    expect(fleet?.networkPolicyPeers).toEqual([
      { ipBlock: { cidr: '10.20.0.0/16' } },
      { ipBlock: { cidr: '10.30.0.0/16' } },
    ]);
  });

  test('has the topics of the application in each site, and one that the health check writes to', () => {
    const topics = output.allObjects('usw2').filter(({ kind }) => kind === 'KafkaTopic');
    expect(topics.map(({ metadata }) => metadata.name).sort()).toEqual(['cndr-health', 'orders', 'orders.refunds']);
    expect(spec('usw2', 'KafkaTopic', 'orders')).toMatchObject({
      partitions: 24,
      replicas: 3,
      config: { 'min.insync.replicas': 2, 'retention.ms': 7 * 86_400_000 },
    });
  });
});

describe('MirrorMaker', () => {
  test.each(THREE)('of %s copies every other site into it', (site) => {
    expect(spec(site, 'KafkaMirrorMaker2', `mm2-${site}`)).toMatchObject({
      replicas: 2,
      target: { alias: site, bootstrapServers: `kafka-${site}-kafka-bootstrap.orders.svc.cluster.local:9093` },
    });
    expect(mirrors(site).map(({ source }) => [source.alias, source.bootstrapServers])).toEqual(
      THREE.filter((other) => other !== site).map((other) => [
        other,
        `kafka-${other}-kafka-fleet-bootstrap.orders.svc.clusterset.local:9094`,
      ]),
    );
  });

  test('never copies a copy, nor its own state, so that records do not go around', () => {
    const [{ topicsPattern, groupsPattern } = { topicsPattern: '', groupsPattern: '' }] = mirrors('use1');
    const mirrored = (name: string) => new RegExp(`^(?:${topicsPattern})$`).test(name);
    expect(['orders', 'orders.refunds', 'cndr-health'].every(mirrored)).toBe(true);
    expect(['use1.orders', 'orders-refunds', '__consumer_offsets', 'mm2-use2-configs'].some(mirrored)).toBe(false);
    expect(new RegExp(`^(?:${groupsPattern})$`).test('orders-billing')).toBe(true);
  });

  test('translates offsets into the topics that it makes: both connectors follow one policy', () => {
    for (const { sourceConnector, checkpointConnector } of THREE.flatMap(mirrors)) {
      for (const key of ['replication.policy.class', 'replication.policy.separator', 'offset-syncs.topic.location']) {
        expect(sourceConnector.config[key]).toBeDefined();
        expect(checkpointConnector.config[key]).toBe(sourceConnector.config[key]);
      }
      expect(sourceConnector.config['replication.policy.class']).toMatch(/\.DefaultReplicationPolicy$/);
      expect(checkpointConnector.config['sync.group.offsets.enabled']).toBe(true);
    }
  });

  test('gives the tasks of a lost worker to the other one before the lag becomes that of five minutes', () => {
    expect(spec('use1', 'KafkaMirrorMaker2', 'mm2-use1')).toMatchObject({
      target: { config: { 'scheduled.rebalance.max.delay.ms': 15_000 } },
    });
  });

  test('dials Services of the other sites by the addresses that they have there', () => {
    const { egress } = spec('use1', 'NetworkPolicy', 'kafka-mirror') as {
      egress: { to?: unknown[]; ports: { port: number }[] }[];
    };
    const remote = egress.find(({ ports }) => ports.some(({ port }) => port === 9094));
    expect(remote?.to).toContainEqual({ ipBlock: { cidr: '10.120.0.0/16' } });
  });
});

describe('rights', () => {
  test('MirrorMaker of another site only reads', () => {
    const operations = acls('use1', 'orders-mirror-usw2').flatMap((acl) => acl.operations);
    expect([...new Set(operations)].sort()).toEqual(['Describe', 'DescribeConfigs', 'Read']);
  });

  test('MirrorMaker writes to copies and to its own state, never to topics of the site', () => {
    const written = acls('use1', 'orders-mirror-use1')
      .filter(({ operations }) => operations.includes('Write'))
      .map(({ resource }) => (resource.type === 'cluster' ? 'cluster' : resource.name));
    expect(written.sort()).toEqual([
      'mm2-offset-syncs.use2.internal',
      'mm2-offset-syncs.usw2.internal',
      'mm2-use1-configs',
      'mm2-use1-offsets',
      'mm2-use1-status',
      'use2.',
      'usw2.',
    ]);
  });

  test('the application writes to its own topics, and reads the copies', () => {
    expect(acls('use1', 'orders-client')).toContainEqual({
      type: 'allow',
      resource: { type: 'topic', name: 'usw2.orders', patternType: 'literal' },
      operations: ['Describe', 'Read'],
    });
    expect(acls('use1', 'orders-client')).toContainEqual({
      type: 'allow',
      resource: { type: 'topic', name: 'orders', patternType: 'literal' },
      operations: ['Describe', 'DescribeConfigs', 'Read', 'Write'],
    });
  });

  test('belong to the common names of the certificates that are issued', () => {
    for (const site of THREE) {
      const users = output.allObjects(site).filter(({ kind }) => kind === 'KafkaUser');
      const names = users.map(({ metadata }) => metadata.name);
      for (const certificate of ['kafka-client-tls', 'kafka-health-tls', 'kafka-mirror-tls']) {
        expect(names).toContain((spec(site, 'Certificate', certificate) as { commonName: string }).commonName);
      }
    }
  });
});

describe('the plan', () => {
  const plan = output.plan.apps[0]!;

  test('bounds the loss by what the alerts let pass and the time that they take', () => {
    expect(plan.rpo).toMatchObject({ boundSeconds: 30 + 60 + 30, verdict: 'estimated', met: true });
  });

  test('says what becomes of records of two sites, and what consumers must not rely on', () => {
    expect(plan.workload.conflictResolution).toContain('<site>.<topic>');
    expect(plan.workload.notGuaranteed).toContainEqual(expect.stringContaining('no order between them'));
    expect(plan.workload.notGuaranteed).toContainEqual(expect.stringContaining('a second time'));
  });

  test('has every site serve on when one is lost', () => {
    const lost = plan.faults.find(({ fault, sites: hit }) => fault === 'site lost' && hit[0] === 'use1');
    expect(lost).toMatchObject({ servedBy: ['use2', 'usw2'] });
  });

  test('admits that there is no backup, which has to be accepted by name', () => {
    expect(plan.backupAge).toMatchObject({ unbounded: true });
    expect(refusals(app(THREE, {}, { waivers: [] })).join('\n')).toMatch(/BCK-05: the data of kafka in site use1/);
    expect(refusals(app(THREE, {}, { protection: { volumeSnapshots: true } })).join('\n')).toMatch(
      /BCK-10: .*snapshotted at different moments/,
    );
  });
});

describe('patterns that Kafka does not fit', () => {
  const props = (tree: App, names: string[]) => ({
    fleet: new Fleet(tree, 'prod', fleetProps({ sites: sites(names) })),
    workload: StatefulWorkload.kafka(),
    frontEnd: { image: 'registry.example.com/orders:1.0.0' },
    hostname: 'orders.example.com',
    objectives: { rpo: Duration.minutes(3), rto: Duration.minutes(30) },
  });

  test('StrongConsistencyDR', () => {
    const messages = refusals((tree) => new StrongConsistencyDR(tree, 'orders', props(tree, THREE)));
    expect(messages.join('\n')).toMatch(/Strimzi runs the brokers of a cluster in one Kubernetes cluster only/);
  });

  test('ActivePassiveDR', () => {
    const messages = refusals(
      (tree) => new ActivePassiveDR(tree, 'orders', { ...props(tree, ['use1', 'usw2']), activeSite: 'use1' }),
    );
    expect(messages.join('\n')).toMatch(/a one-way mirror under the same topic names is not built/);
  });
});

describe('input that Kafka does not take', () => {
  test.each<[string, KafkaProps, RegExp]>([
    ['too few brokers for three replicas', { brokers: 2 }, /brokers is 2; allowed are whole numbers from 3/],
    ['no topic', { topics: [] }, /topics is empty/],
    ['a topic twice', { topics: [{ name: 'a' }, { name: 'a' }] }, /"a" more than once/],
    [
      'a topic that no object can be called',
      { topics: [{ name: 'Orders_1' }] },
      /topic is "Orders_1"; allowed are DNS names/,
    ],
    ['a topic called like a copy', { topics: [{ name: 'use1.orders' }] }, /for a copy of a topic of site use1/],
    ['a topic that would not reach one site', { topics: [{ name: 'eu.usw2.orders' }] }, /site usw2, and does not copy/],
    ['a topic of MirrorMaker', { topics: [{ name: 'mm2-use1-configs' }] }, /MirrorMaker or the health check use/],
    ['a part of a partition', { topics: [{ name: 'a', partitions: 1.5 }] }, /topic a partitions is 1.5/],
    ['records that are gone at once', { topics: [{ name: 'a', retention: Duration.minutes(1) }] }, /retention is 60 s/],
    [
      'a topic that loses acknowledged records',
      { topics: [{ name: 'a', config: { 'min.insync.replicas': '1' } }] },
      /config sets min.insync.replicas/,
    ],
    ['a lag of nothing', { maxReplicationLag: Duration.seconds(0) }, /maxReplicationLag is 0 s/],
    ['no tasks', { mirrorTasks: 0 }, /mirrorTasks is 0/],
    ['too little memory', { memory: Size.mebibytes(512) }, /memory is 512Mi; allowed are at least 1Gi/],
    ['a namespace that cannot be', { operatorNamespace: 'Strimzi' }, /operatorNamespace has "Strimzi"/],
  ])('%s', (_, props, message) => {
    expect(refusals(app(THREE, props)).join('\n')).toMatch(message);
  });
});

describe('an API server accepts it', () => {
  test('in three sites', () => {
    expect(checkOutput(output)).toEqual([]);
  });

  test('in two, with the defaults', () => {
    const two = Synthesized.of(app(['use1', 'usw2']));
    expect(checkOutput(two)).toEqual([]);
    expect(two.object('use1', 'KafkaTopic', 'orders')).toBeDefined();
  });
});
