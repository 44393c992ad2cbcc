import type {
  Affinity,
  Container,
  PodSecurityContext,
  ResourceRequirements,
  SecurityContext,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** A source of an asynchronous channel. */
export interface PxcSource {
  readonly host: string;
  readonly port: number;
  /** The largest one is dialled first. */
  readonly weight: number;
}

/** How a cluster stands to others: it is a source, or follows one. */
export type PxcReplicationChannel =
  | { readonly name: string; readonly isSource: true }
  | {
      readonly name: string;
      readonly isSource: false;
      readonly sourcesList: PxcSource[];
      readonly configuration: {
        readonly ssl: boolean;
        readonly sslSkipVerify: boolean;
        /** File in the container. */
        readonly ca: string;
        readonly sourceRetryCount: number;
        /** Seconds. */
        readonly sourceConnectRetry: number;
      };
    };

interface PxcPods {
  readonly image: string;
  readonly size: number;
  readonly resources: ResourceRequirements;
  readonly affinity: { readonly advanced: Affinity };
  readonly topologySpreadConstraints: TopologySpreadConstraint[];
  readonly podDisruptionBudget: { readonly maxUnavailable: number };
  /** Seconds. */
  readonly gracePeriod: number;
  readonly podSecurityContext: PodSecurityContext;
  readonly containerSecurityContext: SecurityContext;
}

/** Object storage that backups or binary logs go to. */
export interface PxcStorage {
  readonly type: 's3';
  readonly verifyTLS: boolean;
  readonly s3: {
    /** Name of the bucket, and a prefix behind a slash. */
    readonly bucket: string;
    readonly region: string;
    readonly credentialsSecret: string;
    readonly endpointUrl?: string;
  };
  readonly podSecurityContext: PodSecurityContext;
  readonly containerSecurityContext: SecurityContext;
  readonly resources: ResourceRequirements;
}

/** pxc.percona.com/v1 PerconaXtraDBCluster, as in the operator 1.19.0. */
export interface PerconaXtraDbCluster {
  readonly apiVersion: 'pxc.percona.com/v1';
  readonly kind: 'PerconaXtraDBCluster';
  readonly metadata: Metadata;
  readonly spec: {
    readonly crVersion: string;
    readonly secretsName: string;
    readonly sslSecretName: string;
    readonly sslInternalSecretName: string;
    readonly tls: {
      readonly enabled: boolean;
      readonly SANs: string[];
      readonly issuerConf: { readonly name: string; readonly kind: string; readonly group: string };
    };
    readonly updateStrategy: 'SmartUpdate' | 'RollingUpdate' | 'OnDelete';
    readonly upgradeOptions: { readonly apply: 'disabled' };
    readonly initContainer: { readonly containerSecurityContext: SecurityContext };
    readonly pxc: PxcPods & {
      readonly autoRecovery: boolean;
      /** Sections of my.cnf. */
      readonly configuration: string;
      readonly replicationChannels: PxcReplicationChannel[];
      readonly volumeSpec: {
        readonly persistentVolumeClaim: {
          readonly storageClassName?: string;
          readonly accessModes: string[];
          readonly resources: { readonly requests: { readonly storage: string } };
        };
      };
      readonly sidecars: Container[];
    };
    readonly haproxy: PxcPods & { readonly enabled: boolean };
    readonly proxysql: { readonly enabled: boolean };
    readonly logcollector: { readonly enabled: boolean };
    readonly pmm: { readonly enabled: boolean };
    readonly backup?: {
      readonly image: string;
      /** After which a backup has failed. */
      readonly activeDeadlineSeconds: number;
      readonly storages: Record<string, PxcStorage>;
      readonly pitr: {
        readonly enabled: boolean;
        readonly storageName: string;
        /** Seconds. */
        readonly timeBetweenUploads: number;
        readonly resources: ResourceRequirements;
      };
      readonly schedule: {
        readonly name: string;
        /** Cron of five fields. */
        readonly schedule: string;
        readonly storageName: string;
        readonly retention: {
          readonly type: 'count';
          readonly count: number;
          readonly deleteFromStorage: boolean;
        };
      }[];
    };
  };
}

/** pxc.percona.com/v1 PerconaXtraDBClusterBackup: a backup outside of the schedule, made by runbooks. */
export interface PerconaXtraDbBackup {
  readonly apiVersion: 'pxc.percona.com/v1';
  readonly kind: 'PerconaXtraDBClusterBackup';
  readonly metadata: Metadata;
  readonly spec: {
    readonly pxcCluster: string;
    readonly storageName: string;
    /** After which it has failed; that of the schedule unless given. */
    readonly activeDeadlineSeconds: number;
  };
}

/** pxc.percona.com/v1 PerconaXtraDBClusterRestore: replaces the data of a cluster; made by runbooks. */
export interface PerconaXtraDbRestore {
  readonly apiVersion: 'pxc.percona.com/v1';
  readonly kind: 'PerconaXtraDBClusterRestore';
  readonly metadata: Metadata;
  readonly spec: {
    readonly pxcCluster: string;
    readonly backupSource: {
      /** `s3://bucket/prefix/name`. */
      readonly destination: string;
      readonly s3: PxcStorage['s3'];
      readonly verifyTLS: boolean;
    };
  };
}

export type PerconaXtraDbObject = PerconaXtraDbCluster;
