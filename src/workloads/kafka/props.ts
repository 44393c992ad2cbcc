import type { Duration, Size } from 'cdk8s';

/** A topic of the application: every site has its own, and a copy of each other site's with the site's name before it. */
export interface KafkaTopicProps {
  /**
   * Name of the topic, a DNS name: lower case letters, digits, - and dots. The copy of site `use1` is called `use1.<name>`
   * in the other sites.
   */
  readonly name: string;
  /**
   * Number of partitions. It can grow later, and then keys move to other partitions.
   *
   * @default 12
   */
  readonly partitions?: number;
  /**
   * How long records are kept.
   *
   * @default - 7 days
   */
  readonly retention?: Duration;
  /**
   * Other settings of the topic, such as `cleanup.policy`.
   *
   * @default - those of the cluster
   */
  readonly config?: Record<string, string>;
}

/**
 * Properties of Kafka. Front ends read and write as one user, `KAFKA_BOOTSTRAP_SERVERS` and the like in their environment; names of
 * their consumer groups and transactional ids begin with the name of the application.
 */
export interface KafkaProps {
  /**
   * Topics of the application. No others can be written to: brokers make none by themselves.
   *
   * @default - one, with the name of the application
   */
  readonly topics?: KafkaTopicProps[];
  /**
   * Brokers in every site, each on a node of its own, from 3: a write waits for two of three replicas, so that a lost node loses
   * nothing. There are three controllers besides.
   *
   * @default 3
   */
  readonly brokers?: number;
  /**
   * Volume of each broker. It can grow later and not shrink.
   *
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * CPU request of a broker, as a Kubernetes quantity. There is no limit.
   *
   * @default 1
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a broker; half of it is heap, the rest caches what consumers read.
   *
   * @default - 4 GiB
   */
  readonly memory?: Size;
  /**
   * Tasks that copy one other site, over two workers; each has its share of the partitions. More copy more at a time.
   *
   * @default 4
   */
  readonly mirrorTasks?: number;
  /**
   * Records that reach another site later, by their timestamps, raise an alert (`KafkaMirrorBehind`). MirrorMaker promises no
   * time. Producers that set timestamps of the past themselves raise it too.
   *
   * @default - 30 seconds: what a lost site costs is bounded by it and the time that the alert takes
   */
  readonly maxReplicationLag?: Duration;
  /**
   * Image with `sh` and `kcat`, for the health check that writes and reads a record.
   *
   * @default confluentinc/cp-kcat:8.2.4
   */
  readonly clientImage?: string;
  /**
   * Namespace of the Strimzi operator, which NetworkPolicies let in.
   *
   * @default strimzi
   */
  readonly operatorNamespace?: string;
  /**
   * Other namespaces whose pods may connect, with a certificate of the fleet CA and a KafkaUser of their own.
   *
   * @default - none
   */
  readonly clientNamespaces?: string[];
}
