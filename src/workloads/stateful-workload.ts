import type { IStatefulWorkload } from '../model/workload';
import type { CassandraProps } from './cassandra';
import { Cassandra } from './cassandra';
import type { CockroachDbProps } from './cockroachdb';
import { CockroachDb } from './cockroachdb';
import type { CustomWorkloadProps } from './custom';
import { CustomWorkload } from './custom';
import { DynamoDb } from './dynamodb/dynamodb';
import type { DynamoDbProps } from './dynamodb/props';
import type { EtcdProps } from './etcd';
import { Etcd } from './etcd';
import type { KafkaProps } from './kafka';
import { Kafka } from './kafka';
import type { MysqlProps } from './mysql';
import { Mysql } from './mysql';
import type { PostgresqlProps } from './postgresql';
import { Postgresql } from './postgresql';
import type { ValkeyProps } from './valkey';
import { Valkey } from './valkey';

/** The stateful systems that the library deploys. Anything else: implement IStatefulWorkload. */
export class StatefulWorkload {
  /**
   * Apache Cassandra through the K8ssandra operator: a datacenter in every site, all of which read and write; with three sites also
   * for StrongConsistencyDR, by a quorum over all of them.
   */
  public static cassandra(props: CassandraProps = {}): IStatefulWorkload {
    return new Cassandra(props);
  }

  /** CockroachDB: distributed SQL, one database over all sites, Raft per range. */
  public static cockroachDb(props: CockroachDbProps = {}): IStatefulWorkload {
    return new CockroachDb(props);
  }

  /**
   * Any image with volumes, for ActivePassiveDR: it runs in one site at a time, and `replication` copies its volumes or backups to
   * the others.
   */
  public static custom(props: CustomWorkloadProps): IStatefulWorkload {
    return new CustomWorkload(props);
  }

  /** etcd: one small key-value store over all sites, one Raft group; the state of a control plane. */
  public static etcd(props: EtcdProps = {}): IStatefulWorkload {
    return new Etcd(props);
  }

  /** DynamoDB: a global table, eventually consistent over two Regions or more, or strongly over exactly three. */
  public static dynamoDb(props: DynamoDbProps = {}): IStatefulWorkload {
    return new DynamoDb(props);
  }

  /** MySQL by the Percona operator for XtraDB Cluster: one active site takes writes, the others follow its log; for ActivePassiveDR. */
  public static mysql(props: MysqlProps = {}): IStatefulWorkload {
    return new Mysql(props);
  }

  /** PostgreSQL by CloudNativePG: one active site takes writes, the others follow its log; for ActivePassiveDR. */
  public static postgresql(props: PostgresqlProps = {}): IStatefulWorkload {
    return new Postgresql(props);
  }

  /** Valkey: one active site, replicated to the others by itself; for ActivePassiveDR. */
  public static valkey(props: ValkeyProps = {}): IStatefulWorkload {
    return new Valkey(props);
  }

  /**
   * Kafka through Strimzi: a cluster in every site, and MirrorMaker copies between them, for EventualConsistencyDR. Kafka has no
   * backup of records, and copies are none: BCK-05 has to be waived, with the reason why that is acceptable.
   */
  public static kafka(props: KafkaProps = {}): IStatefulWorkload {
    return new Kafka(props);
  }

  private constructor() {}
}
