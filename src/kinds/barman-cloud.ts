import type { EnvVar, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** barmancloud.cnpg.io/v1 ObjectStore, as in plugin-barman-cloud 0.14.0. */
export interface BarmanObjectStore {
  readonly apiVersion: 'barmancloud.cnpg.io/v1';
  readonly kind: 'ObjectStore';
  readonly metadata: Metadata;
  readonly spec: {
    readonly configuration: {
      /** `s3://bucket/prefix`; the server name of the archive follows below it. */
      readonly destinationPath: string;
      readonly endpointURL?: string;
      readonly s3Credentials: { readonly accessKeyId: SecretKey; readonly secretAccessKey: SecretKey };
      readonly wal: { readonly compression: 'gzip'; readonly maxParallel: number };
      readonly data: { readonly compression: 'gzip' };
    };
    /** Such as `30d`. */
    readonly retentionPolicy?: string;
    readonly instanceSidecarConfiguration: {
      readonly env: EnvVar[];
      readonly resources: ResourceRequirements;
    };
  };
}

export type BarmanCloudObject = BarmanObjectStore;
