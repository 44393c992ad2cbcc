import type {
  Affinity,
  PodSecurityContext,
  ResourceRequirements,
  SecurityContext,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1';
import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { Metadata } from './kubernetes';

/** Pods that the operator makes. */
export interface StrimziPodTemplate {
  readonly securityContext: PodSecurityContext;
  readonly terminationGracePeriodSeconds: number;
  readonly affinity?: Affinity;
  readonly topologySpreadConstraints?: TopologySpreadConstraint[];
  readonly volumes?: {
    readonly name: string;
    readonly secret: {
      readonly secretName: string;
      readonly items: { readonly key: string; readonly path: string }[];
    };
  }[];
}

/** A container of a pod that the operator makes. */
export interface StrimziContainerTemplate {
  readonly securityContext: SecurityContext;
  readonly volumeMounts?: { readonly name: string; readonly mountPath: string }[];
}

/** Where the rules of the JMX exporter are. */
export interface StrimziMetrics {
  readonly type: 'jmxPrometheusExporter';
  readonly valueFrom: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
}

/** Where clients connect to the brokers. */
export interface KafkaListener {
  /** At most 11 lower case letters and digits. */
  readonly name: string;
  readonly port: number;
  readonly type: 'internal' | 'cluster-ip';
  readonly tls: boolean;
  readonly authentication: {
    readonly type: 'custom';
    readonly sasl: boolean;
    /** Settings of Kafka, without `listener.name.<name>.` before them; none with `ssl.keystore.`. */
    readonly listenerConfig: Record<string, string>;
  };
  readonly configuration: {
    readonly brokerCertChainAndKey: { readonly secretName: string; readonly certificate: string; readonly key: string };
    /** With `{nodeId}` in it. */
    readonly advertisedHostTemplate?: string;
    readonly publishNotReadyAddresses?: boolean;
  };
  /** Who may connect; everybody when it is left out, whatever other policies say. */
  readonly networkPolicyPeers: NetworkPolicyPeer[];
}

/** kafka.strimzi.io/v1 Kafka, as in Strimzi 1.2.0. */
export interface Kafka {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'Kafka';
  readonly metadata: Metadata;
  readonly spec: {
    readonly kafka: {
      readonly version: string;
      readonly metadataVersion: string;
      readonly rack: { readonly topologyKey: string };
      readonly listeners: KafkaListener[];
      readonly authorization: { readonly type: 'simple' };
      readonly config: Record<string, string | number | boolean>;
      readonly metricsConfig: StrimziMetrics;
      readonly template: { readonly podDisruptionBudget: { readonly maxUnavailable: number } };
    };
    readonly entityOperator: {
      readonly topicOperator: { readonly resources: ResourceRequirements };
      readonly userOperator: { readonly resources: ResourceRequirements };
      readonly template: {
        readonly pod: StrimziPodTemplate;
        readonly topicOperatorContainer: StrimziContainerTemplate;
        readonly userOperatorContainer: StrimziContainerTemplate;
      };
    };
  };
}

/** kafka.strimzi.io/v1 KafkaNodePool: nodes of one role. */
export interface KafkaNodePool {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaNodePool';
  readonly metadata: Metadata;
  readonly spec: {
    readonly replicas: number;
    readonly roles: ('controller' | 'broker')[];
    readonly resources: ResourceRequirements;
    readonly storage: {
      readonly type: 'jbod';
      readonly volumes: {
        readonly id: number;
        readonly type: 'persistent-claim';
        readonly size: string;
        readonly class?: string;
        readonly deleteClaim: boolean;
        readonly kraftMetadata: 'shared';
      }[];
    };
    readonly template: {
      readonly pod: StrimziPodTemplate;
      readonly kafkaContainer: StrimziContainerTemplate;
      readonly initContainer: StrimziContainerTemplate;
    };
  };
}

/** kafka.strimzi.io/v1 KafkaTopic. */
export interface KafkaTopic {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaTopic';
  readonly metadata: Metadata;
  readonly spec: {
    readonly topicName: string;
    readonly partitions: number;
    readonly replicas: number;
    readonly config: Record<string, string | number | boolean>;
  };
}

export type KafkaOperation = 'Alter' | 'AlterConfigs' | 'Create' | 'Describe' | 'DescribeConfigs' | 'Read' | 'Write';

/** Something that a user may do. */
export interface KafkaAcl {
  readonly type: 'allow';
  readonly resource:
    | { readonly type: 'cluster' }
    | {
        readonly type: 'topic' | 'group' | 'transactionalId';
        readonly name: string;
        readonly patternType: 'literal' | 'prefix';
      };
  readonly operations: KafkaOperation[];
}

/** kafka.strimzi.io/v1 KafkaUser: what the owner of a certificate with its name as common name may do. */
export interface KafkaUser {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaUser';
  readonly metadata: Metadata;
  readonly spec: {
    /** The certificate is not made by the operator. */
    readonly authentication: { readonly type: 'tls-external' };
    readonly authorization: { readonly type: 'simple'; readonly acls: KafkaAcl[] };
  };
}

/** A cluster as MirrorMaker sees it. */
export interface MirroredCluster {
  readonly alias: string;
  readonly bootstrapServers: string;
  readonly tls: { readonly trustedCertificates: { readonly secretName: string; readonly certificate: string }[] };
  readonly authentication: {
    readonly type: 'tls';
    readonly certificateAndKey: { readonly secretName: string; readonly certificate: string; readonly key: string };
  };
}

/** One of the connectors of a mirror. */
export interface MirrorConnector {
  readonly tasksMax: number;
  /** Without a limit of restarts. */
  readonly autoRestart: { readonly enabled: boolean };
  readonly config: Record<string, string | number | boolean>;
}

/** kafka.strimzi.io/v1 KafkaMirrorMaker2: copies of other clusters, in the cluster that they are copied to. */
export interface KafkaMirrorMaker2 {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaMirrorMaker2';
  readonly metadata: Metadata;
  readonly spec: {
    readonly version: string;
    readonly replicas: number;
    readonly resources: ResourceRequirements;
    readonly target: MirroredCluster & {
      readonly groupId: string;
      readonly configStorageTopic: string;
      readonly offsetStorageTopic: string;
      readonly statusStorageTopic: string;
      readonly config: Record<string, string | number | boolean>;
    };
    readonly mirrors: {
      readonly source: MirroredCluster;
      readonly sourceConnector: MirrorConnector;
      readonly checkpointConnector: MirrorConnector;
      /** Regular expressions on whole names. */
      readonly topicsPattern: string;
      readonly groupsPattern: string;
    }[];
    readonly metricsConfig: StrimziMetrics;
    readonly template: {
      readonly pod: StrimziPodTemplate;
      readonly connectContainer: StrimziContainerTemplate;
      readonly podDisruptionBudget: { readonly maxUnavailable: number };
    };
  };
}

export type StrimziObject = Kafka | KafkaNodePool | KafkaTopic | KafkaUser | KafkaMirrorMaker2;
