import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** A plugin of the CloudNativePG interface, and what it is told. */
export interface CnpgPlugin {
  readonly name: string;
  readonly isWALArchiver?: boolean;
  readonly parameters: Record<string, string>;
}

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Another Cluster of the topology, or the Cluster itself: where its log is, by connection and by archive. */
export interface CnpgExternalCluster {
  readonly name: string;
  /** libpq keywords. */
  readonly connectionParameters: Record<string, string>;
  readonly sslKey: SecretKey;
  readonly sslCert: SecretKey;
  readonly sslRootCert: SecretKey;
  readonly plugin?: CnpgPlugin;
}

/** How the first instance gets its data. Read when the Cluster is made, and never again. */
export type CnpgBootstrap =
  | {
      readonly initdb: {
        readonly database: string;
        readonly owner: string;
        readonly dataChecksums: boolean;
        readonly encoding: string;
        readonly localeCollate: string;
        readonly localeCType: string;
      };
    }
  | { readonly pg_basebackup: { readonly source: string; readonly database: string; readonly owner: string } };

interface Volume {
  /** Kubernetes quantity; it can grow and not shrink. */
  readonly size: string;
  readonly storageClass?: string;
}

/** postgresql.cnpg.io/v1 Cluster, as in CloudNativePG 1.30.0. */
export interface CnpgCluster {
  readonly apiVersion: 'postgresql.cnpg.io/v1';
  readonly kind: 'Cluster';
  readonly metadata: Metadata;
  readonly spec: {
    readonly instances: number;
    readonly imageName: string;
    readonly enablePDB: boolean;
    readonly primaryUpdateStrategy: 'supervised' | 'unsupervised';
    readonly primaryUpdateMethod: 'restart' | 'switchover';
    /** Seconds. */
    readonly smartShutdownTimeout: number;
    readonly stopDelay: number;
    readonly switchoverDelay: number;
    readonly storage: Volume;
    readonly walStorage: Volume;
    readonly resources: {
      readonly requests: Record<string, string>;
      readonly limits: Record<string, string>;
    };
    readonly affinity: {
      readonly enablePodAntiAffinity: boolean;
      readonly podAntiAffinityType: 'required' | 'preferred';
      readonly topologyKey: string;
    };
    readonly topologySpreadConstraints: TopologySpreadConstraint[];
    readonly postgresql: {
      readonly parameters: Record<string, string>;
      /** Lines of pg_hba.conf between the operator's own and its default. */
      readonly pg_hba: string[];
      readonly synchronous: {
        readonly method: 'any' | 'first';
        readonly number: number;
        readonly dataDurability: 'required' | 'preferred';
        readonly failoverQuorum: boolean;
      };
    };
    readonly certificates: {
      readonly serverCASecret: string;
      readonly serverTLSSecret: string;
      readonly clientCASecret: string;
      readonly replicationTLSSecret: string;
    };
    readonly plugins?: CnpgPlugin[];
    readonly externalClusters: CnpgExternalCluster[];
    readonly replica: { readonly self: string; readonly primary: string; readonly source: string };
    readonly bootstrap: CnpgBootstrap;
  };
}

/** postgresql.cnpg.io/v1 ScheduledBackup. */
export interface CnpgScheduledBackup {
  readonly apiVersion: 'postgresql.cnpg.io/v1';
  readonly kind: 'ScheduledBackup';
  readonly metadata: Metadata;
  readonly spec: {
    /** Cron of six fields, seconds first. */
    readonly schedule: string;
    readonly cluster: { readonly name: string };
    readonly backupOwnerReference: 'none' | 'self' | 'cluster';
    readonly method: 'plugin';
    readonly pluginConfiguration: { readonly name: string };
    readonly target: 'primary' | 'prefer-standby';
    /** True to take one as soon as it is made. */
    readonly immediate: boolean;
  };
}

export type CloudNativePgObject = CnpgCluster | CnpgScheduledBackup;
