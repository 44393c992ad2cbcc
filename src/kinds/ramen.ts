import type { Metadata } from './kubernetes';

interface MatchLabels {
  readonly matchLabels: Record<string, string>;
}

/** ramendr.openshift.io/v1alpha1 DRPolicy, as in Ramen v0.1.0-rc1; cluster scoped, in the hub. Nothing of it can be changed. */
export interface DRPolicy {
  readonly apiVersion: 'ramendr.openshift.io/v1alpha1';
  readonly kind: 'DRPolicy';
  readonly metadata: Metadata;
  readonly spec: {
    /** Exactly two. */
    readonly drClusters: string[];
    /** Minutes, hours or days. */
    readonly schedulingInterval: string;
    readonly replicationClassSelector: MatchLabels;
  };
}

/** ramendr.openshift.io/v1alpha1 DRPlacementControl: where an application is, and where it is to go. */
export interface DRPlacementControl {
  readonly apiVersion: 'ramendr.openshift.io/v1alpha1';
  readonly kind: 'DRPlacementControl';
  readonly metadata: Metadata;
  readonly spec: {
    readonly drPolicyRef: { readonly name: string };
    readonly placementRef: { readonly kind: 'Placement'; readonly name: string; readonly namespace: string };
    readonly preferredCluster: string;
    readonly pvcSelector: MatchLabels;
    readonly protectedNamespaces: string[];
  };
}

/** cluster.open-cluster-management.io/v1beta1 Placement, as in Open Cluster Management v1.3.0. */
export interface Placement {
  readonly apiVersion: 'cluster.open-cluster-management.io/v1beta1';
  readonly kind: 'Placement';
  readonly metadata: Metadata;
  readonly spec: { readonly clusterSets: string[]; readonly numberOfClusters: number };
}

export type RamenObject = DRPlacementControl | DRPolicy | Placement;
