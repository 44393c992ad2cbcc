import { Size } from 'cdk8s';
import { StatefulWorkload } from 'cndr';
import { KNOWN_SYSTEMS, knownSystem, repositoryName } from '../../src/workloads/known-systems';
import { Copies, activePassive, activePassiveRefusals } from './custom.support';

const plain = (image: string, system?: string) =>
  StatefulWorkload.custom({
    image,
    system,
    ports: [{ name: 'db', port: 5432 }],
    volumes: [{ name: 'data', mountPath: '/data', size: Size.gibibytes(10) }],
    health: { path: '/ready' },
  });

test.each([
  ['mongo:8', 'mongodb'],
  ['docker.io/library/postgres:17.2', 'postgresql'],
  ['registry.example.com:5000/mirror/percona-server-mongodb@sha256:' + 'a'.repeat(64), 'mongodb'],
  ['docker.elastic.co/elasticsearch/elasticsearch:9.0.0', 'elasticsearch'],
  ['scylladb/scylla:2026.1.3', 'scylladb'],
  ['pingcap/tikv:v8.5.0', 'tidb'],
  ['cockroachdb/cockroach:v26.2.0', 'cockroachdb'],
])('the image %s is known as %s', (image, name) => {
  expect(knownSystem(repositoryName(image))!.name).toBe(name);
});

test('an image that merely contains the name of a system is not taken for it', () => {
  expect(knownSystem(repositoryName('registry.example.com/postgres-exporter:1'))).toBeUndefined();
  expect(knownSystem(repositoryName('registry.example.com/kafka/ledger:1'))).toBeUndefined();
});

test('no image is two systems, and every reason says what to use instead', () => {
  const repositories = KNOWN_SYSTEMS.flatMap((system) => system.repositories);
  expect(new Set(repositories).size).toBe(repositories.length);
  for (const { strong, eventual, volumes, sources } of KNOWN_SYSTEMS) {
    for (const reason of [strong, eventual, ...(volumes === undefined ? [] : [volumes])]) {
      expect(reason).toMatch(/; (use|restore|mirror) /);
      expect(reason).toMatch(/^[a-z].*[^.]$/);
    }
    expect(sources.length).toBeGreaterThan(0);
  }
});

describe('volumes are replicated where the engine can start from a copy', () => {
  test.each(['postgres:17', 'mysql:8.4', 'mongo:8', 'redis:8', 'valkey/valkey:9.0.2'])(
    'one instance of %s: what a crash leaves is what it recovers from',
    (image) => {
      expect(() => activePassive(plain(image), { dr: { replication: new Copies() } })).not.toThrow();
    },
  );

  test.each([
    ['elasticsearch:9.0.0', /elasticsearch supports no restore from a copy of its data directories/],
    ['apache/kafka:4.3.1', /kafka does not sync its log.*mirror the topics/],
    ['rabbitmq:4.2', /rabbitmq can be copied only while it is stopped/],
    ['quay.io/coreos/etcd:v3.6.14', /etcd replicates itself.*StrongConsistencyDR/],
  ])('not %s', (image, reason) => {
    expect(activePassiveRefusals(plain(image), { dr: { replication: new Copies() } })).toMatch(reason);
  });

  test('a user who says that an image is something else is believed, and the plan says so', () => {
    const from = activePassive(plain('registry.example.com/kafka:1', 'ledger'), { dr: { replication: new Copies() } });
    const { system, notGuaranteed } = from.plan.apps[0]!.workload;
    expect(system).toBe('ledger');
    expect(notGuaranteed!.join()).toMatch(/called like kafka.*says that it is ledger/);
  });
});
