import * as fc from 'fast-check';
import { compact, maybe, props } from './sites';
import type { SiteSpec, WorkloadSpec } from '../spec';

const cassandra = props({
  version: maybe(fc.constantFrom('5.0.6', '4.1.0'), 15),
  replicationFactor: maybe(fc.constantFrom(3, 5), 15),
  nodesPerRack: maybe(fc.constantFrom(3, 4, 5), 20),
  storage: maybe(fc.constantFrom('100Gi', '2Ti'), 15),
  cpu: maybe(fc.constantFrom('4', '500m'), 15),
  memory: maybe(fc.constantFrom('16Gi', '64Gi'), 15),
  heap: maybe(fc.constantFrom('8Gi', '1Gi'), 15),
  keyspace: maybe(fc.constantFrom('orders', 'k'.repeat(48)), 20),
  otherControlPlane: maybe(fc.constant(true), 15),
  operatorNamespace: maybe(fc.constant('k8ssandra'), 10),
  hintWindow: maybe(fc.constantFrom('3h', '60s', '2d'), 15),
  hintTolerance: maybe(fc.constantFrom('1m', '0s'), 15),
  repairEvery: maybe(fc.constantFrom('1d', '8d'), 15),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
  cqlshImage: maybe(fc.constant('mirror.example.com/cassandra:5'), 10),
});

const dynamoDb = props({
  table: maybe(fc.constantFrom('Orders_v1.2-x', 't'.repeat(255)), 20),
  partitionKey: maybe(fc.constantFrom('id', 'ü#:'), 15),
  sortKey: maybe(fc.constantFrom('sk', 'at'), 30),
  maxReplicationLag: maybe(fc.constantFrom('1s', '1m', '1d'), 20),
  endpointCidrs: maybe(fc.constantFrom(['10.200.0.0/20'], ['10.200.0.0/20', '198.51.100.0/24']), 30),
  cliImage: maybe(fc.constant('mirror.example.com/aws-cli:2'), 10),
});

const kafka = props({
  topics: maybe(
    fc.constantFrom(
      [{ name: 'events' }],
      [
        { name: 'a.b-c', partitions: 1, retention: '1h' },
        { name: `${'t.'.repeat(90)}t`, config: { 'cleanup.policy': 'compact' } },
      ],
    ),
    40,
  ),
  brokers: maybe(fc.constantFrom(3, 5, 90), 20),
  storage: maybe(fc.constantFrom('100Gi', '4Ti'), 15),
  cpu: maybe(fc.constantFrom('1', '250m'), 15),
  memory: maybe(fc.constantFrom('4Gi', '1Gi', '2500Mi'), 20),
  mirrorTasks: maybe(fc.constantFrom(1, 1000), 15),
  maxReplicationLag: maybe(fc.constantFrom('1s', '10m', '1d'), 20),
  operatorNamespace: maybe(fc.constant('kafka'), 10),
  clientNamespaces: maybe(fc.constantFrom(['batch'], ['a', 'b']), 15),
  clientImage: maybe(fc.constant('mirror.example.com/kcat:1'), 10),
});

/** Workloads whose sites all take writes. */
export const eventualChoices = fc.record({
  kind: fc.constantFrom('cassandra' as const, 'dynamoDb' as const, 'kafka' as const),
  cassandra,
  dynamoDb,
  kafka,
});

type EventualChoices = typeof eventualChoices extends fc.Arbitrary<infer T> ? T : never;

/** The workload in sites of an application that has backups, or none. */
export function eventualFrom(choices: EventualChoices, sites: SiteSpec[], hasBackup: boolean): WorkloadSpec {
  const { kind } = choices;
  if (kind === 'kafka') return { kind, kafka: compact(choices.kafka) };
  if (kind === 'dynamoDb') {
    const topicOf = ({ name, region }: SiteSpec) => [name, `arn:aws:sns:${region}:111122223333:alarms`];
    const alarmTopics = Object.fromEntries(sites.map(topicOf)) as Record<string, string>;
    const backupRoleArn = hasBackup ? 'arn:aws:iam::111122223333:role/service-role/Backup' : undefined;
    return { kind, dynamoDb: compact({ ...choices.dynamoDb, alarmTopics, backupRoleArn }) };
  }
  const { otherControlPlane, replicationFactor, nodesPerRack, ...usual } = choices.cassandra;
  return {
    kind,
    cassandra: compact({
      ...usual,
      replicationFactor,
      // So many that a site of one zone holds all replicas.
      nodesPerRack: nodesPerRack === undefined ? undefined : Math.max(nodesPerRack, replicationFactor ?? 3),
      ...(otherControlPlane === true ? { controlPlane: 'hub', controlPlaneCidrs: ['10.201.0.0/16'] } : {}),
    }),
  };
}
