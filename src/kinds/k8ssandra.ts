import type {
  EnvVar,
  PersistentVolumeClaimSpec,
  PodSecurityContext,
  ResourceRequirements,
} from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** One key of a Secret. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Java keystores in Secrets that lie in the cluster of each datacenter. */
export interface EncryptionStores {
  readonly keystoreSecretRef: SecretKey;
  readonly keystorePasswordSecretRef: SecretKey;
  readonly truststoreSecretRef: SecretKey;
  readonly truststorePasswordSecretRef: SecretKey;
}

/** A rack: a StatefulSet of its own. */
export interface CassandraRack {
  readonly name: string;
  readonly nodeAffinityLabels: Record<string, string>;
}

/** A datacenter: all nodes in one Kubernetes cluster. */
export interface CassandraDatacenter {
  readonly metadata: { readonly name: string };
  /** `contextName` of a ClientConfig. */
  readonly k8sContext: string;
  readonly size: number;
  readonly racks: CassandraRack[];
  readonly storageConfig: { readonly cassandraDataVolumeClaimSpec: PersistentVolumeClaimSpec };
}

/** Where and how Medusa keeps backups. */
export interface MedusaStorage {
  readonly storageProvider: 's3' | 's3_compatible';
  readonly bucketName: string;
  readonly prefix: string;
  readonly region: string;
  readonly host?: string;
  readonly port?: number;
  readonly secure: true;
  readonly sslVerify: true;
  readonly storageSecretRef: { readonly name: string };
  /** Days. */
  readonly maxBackupAge: number;
  /** Days. */
  readonly backupGracePeriodInDays: number;
}

/** k8ssandra.io/v1alpha1 K8ssandraCluster, as in k8ssandra-operator v1.32.5. */
export interface K8ssandraCluster {
  readonly apiVersion: 'k8ssandra.io/v1alpha1';
  readonly kind: 'K8ssandraCluster';
  readonly metadata: Metadata;
  readonly spec: {
    readonly auth: true;
    readonly cassandra: {
      readonly serverType: 'cassandra';
      readonly serverVersion: string;
      readonly superuserSecretRef: { readonly name: string };
      readonly serverEncryptionStores: EncryptionStores;
      readonly clientEncryptionStores: EncryptionStores;
      readonly config: {
        /** As in cassandra.yaml. */
        readonly cassandraYaml: Record<string, unknown>;
        readonly jvmOptions: {
          readonly heap_initial_size: string;
          readonly heap_max_size: string;
          readonly additionalJvmServerOptions: string[];
        };
      };
      readonly podSecurityContext: PodSecurityContext;
      readonly resources: ResourceRequirements;
      /** False for required anti-affinity between nodes. */
      readonly softPodAntiAffinity: false;
      readonly telemetry: {
        readonly mcac: { readonly enabled: false };
        /** True for ServiceMonitors of the operator's own. */
        readonly prometheus: { readonly enabled: false };
        readonly cassandra: { readonly endpoint: { readonly address: string; readonly port: string } };
      };
      readonly datacenters: CassandraDatacenter[];
    };
    readonly reaper: {
      readonly deploymentMode: 'PER_DC';
      readonly httpManagement: { readonly enabled: true };
      readonly autoScheduling: { readonly enabled: true; readonly repairType: 'ADAPTIVE' };
      readonly additionalEnvVars: EnvVar[];
    };
    readonly medusa?: {
      readonly storageProperties: MedusaStorage;
      readonly clientEncryptionStores: EncryptionStores;
      readonly purgeBackups: boolean;
    };
  };
}

/** medusa.k8ssandra.io/v1alpha1 MedusaBackupSchedule: in the cluster and the namespace of the datacenter. */
export interface MedusaBackupSchedule {
  readonly apiVersion: 'medusa.k8ssandra.io/v1alpha1';
  readonly kind: 'MedusaBackupSchedule';
  readonly metadata: Metadata;
  readonly spec: {
    readonly operationType: 'backup' | 'purge';
    readonly backupSpec: {
      readonly cassandraDatacenter: string;
      readonly backupType?: 'differential' | 'full';
    };
    readonly cronSchedule: string;
    readonly concurrencyPolicy: 'Forbid';
    readonly disabled: false;
  };
}

export type K8ssandraObject = K8ssandraCluster | MedusaBackupSchedule;
