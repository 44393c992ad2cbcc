import type { PersistentVolumeClaimSpec, PodSpec } from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** One region of a CrdbCluster: a Kubernetes cluster with its own operator. */
export interface CrdbRegion {
  /** Equal to the node label `topology.kubernetes.io/region`. */
  readonly code: string;
  /** Prefix of the region in localities; empty for none. */
  readonly cloudProvider: string;
  readonly namespace: string;
  readonly nodes: number;
  /** DNS domain of the cluster, in which the other regions dial it. */
  readonly domain: string;
}

/** crdb.cockroachlabs.com/v1beta1 CrdbCluster, as in the CockroachDB operator 1.0.0. */
export interface CrdbCluster {
  readonly apiVersion: 'crdb.cockroachlabs.com/v1beta1';
  readonly kind: 'CrdbCluster';
  readonly metadata: Metadata;
  readonly spec: {
    readonly mode: 'MutableOnly';
    readonly tlsEnabled: true;
    /** Go duration. */
    readonly rollingRestartDelay: string;
    readonly regions: CrdbRegion[];
    readonly clusterSettings: Record<string, string>;
    readonly template: {
      readonly spec: {
        readonly image: string;
        /** True to leave out the init container that runs as root. */
        readonly dropChownContainer: boolean;
        readonly certificates: {
          readonly externalCertificates: {
            readonly caConfigMapName: string;
            readonly nodeSecretName: string;
            readonly rootSqlClientSecretName: string;
          };
        };
        readonly grpcPort: number;
        readonly sqlPort: number;
        readonly httpPort: number;
        /** Flags of `cockroach start` that win over those of the operator. */
        readonly startFlags: { readonly upsert: string[] };
        readonly localityMappings: { readonly nodeLabel: string; readonly localityLabel: string }[];
        readonly dataStore: {
          readonly volumeClaimTemplate: { readonly metadata: object; readonly spec: PersistentVolumeClaimSpec };
        };
        /** Delete is the operator's default. */
        readonly persistentVolumeClaimRetentionPolicy: { readonly whenDeleted: 'Retain' };
        /** Merged over the operator's pod, lists by name. */
        readonly podTemplate: {
          readonly metadata: { readonly labels: Record<string, string> };
          readonly spec: PodSpec;
        };
      };
    };
  };
}

export type CockroachDbObject = CrdbCluster;
