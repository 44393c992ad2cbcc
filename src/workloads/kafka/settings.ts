import { Duration, Size } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { KafkaProps } from './props';

/** Image and protocol of the brokers and of MirrorMaker: Strimzi 1.2.0, kafka-versions.yaml. */
export const KAFKA_VERSION = '4.3.1';
export const METADATA_VERSION = '4.3-IV0';
/** Copies of each partition in a site, and how many have to have a record before it is acknowledged. */
export const REPLICAS = 3;
export const LEAST_IN_SYNC = 2;

/** A topic, defaults filled in. */
export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  readonly retention: Duration;
  readonly config: Record<string, string>;
}

/** The props, defaults filled in. */
export interface KafkaSettings {
  readonly topics: TopicSettings[];
  readonly brokers: number;
  readonly storage: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly mirrorTasks: number;
  readonly maxLagSeconds: number;
  readonly clientImage: string;
  readonly operatorNamespace: string;
  readonly clientNamespaces: string[];
}

/** Brokers of a site. */
export function brokersOf({ brokers = 3 }: KafkaProps): number {
  return brokers;
}

/** Fills in the defaults. */
export function kafkaSettings(host: IAppHost, props: KafkaProps): KafkaSettings {
  return {
    topics: (props.topics ?? [{ name: host.name }]).map(({ name, partitions, retention, config }) => ({
      name,
      partitions: partitions ?? 12,
      retention: retention ?? Duration.days(7),
      config: { ...config },
    })),
    brokers: brokersOf(props),
    storage: props.storage ?? Size.gibibytes(100),
    cpu: props.cpu ?? '1',
    memory: props.memory ?? Size.gibibytes(4),
    mirrorTasks: props.mirrorTasks ?? 4,
    maxLagSeconds: (props.maxReplicationLag ?? Duration.seconds(30)).toSeconds({ integral: false }),
    clientImage: props.clientImage ?? 'confluentinc/cp-kcat:8.2.4',
    operatorNamespace: props.operatorNamespace ?? 'strimzi',
    clientNamespaces: [...(props.clientNamespaces ?? [])],
  };
}
