import type { Metadata } from './kubernetes';

/** What a volume is to its copies. */
export type ReplicationState = 'primary' | 'resync' | 'secondary';

/** replication.storage.openshift.io/v1alpha1 VolumeReplicationClass, as in kubernetes-csi-addons v0.14.0. */
export interface VolumeReplicationClass {
  readonly apiVersion: 'replication.storage.openshift.io/v1alpha1';
  readonly kind: 'VolumeReplicationClass';
  readonly metadata: Metadata;
  /** Neither can be changed. */
  readonly spec: { readonly provisioner: string; readonly parameters: Record<string, string> };
}

/** replication.storage.openshift.io/v1alpha1 VolumeReplication: one claim, or one group. */
export interface VolumeReplication {
  readonly apiVersion: 'replication.storage.openshift.io/v1alpha1';
  readonly kind: 'VolumeReplication';
  readonly metadata: Metadata;
  readonly spec: {
    /** Cannot be changed. */
    readonly volumeReplicationClass: string;
    /** Cannot be changed. */
    readonly dataSource: { readonly kind: 'PersistentVolumeClaim'; readonly name: string };
    readonly replicationState: ReplicationState;
    readonly autoResync: boolean;
  };
}

/** replication.storage.openshift.io/v1alpha1 VolumeGroupReplicationClass. */
export interface VolumeGroupReplicationClass {
  readonly apiVersion: 'replication.storage.openshift.io/v1alpha1';
  readonly kind: 'VolumeGroupReplicationClass';
  readonly metadata: Metadata;
  readonly spec: { readonly provisioner: string; readonly parameters: Record<string, string> };
}

/** replication.storage.openshift.io/v1alpha1 VolumeGroupReplication: all claims that a selector finds, as of one moment. */
export interface VolumeGroupReplication {
  readonly apiVersion: 'replication.storage.openshift.io/v1alpha1';
  readonly kind: 'VolumeGroupReplication';
  readonly metadata: Metadata;
  readonly spec: {
    readonly volumeGroupReplicationClassName: string;
    readonly volumeReplicationClassName: string;
    /** When it is named, the controller waits until it is there. */
    readonly volumeGroupReplicationContentName: string;
    readonly source: { readonly selector: { readonly matchLabels: Record<string, string> } };
    readonly replicationState: ReplicationState;
    readonly autoResync: boolean;
  };
}

/** replication.storage.openshift.io/v1alpha1 VolumeGroupReplicationContent: the group in the storage; cluster scoped. */
export interface VolumeGroupReplicationContent {
  readonly apiVersion: 'replication.storage.openshift.io/v1alpha1';
  readonly kind: 'VolumeGroupReplicationContent';
  readonly metadata: Metadata;
  readonly spec: {
    readonly provisioner: string;
    readonly volumeGroupReplicationClassName: string;
    /** The controller fills it in. */
    readonly source: { readonly volumeHandles: string[] };
  };
}

/** csiaddons.openshift.io/v1alpha1 NetworkFence: addresses that the storage does not serve; cluster scoped. */
export interface NetworkFence {
  readonly apiVersion: 'csiaddons.openshift.io/v1alpha1';
  readonly kind: 'NetworkFence';
  readonly metadata: Metadata;
  readonly spec: {
    /** None of driver, secret and parameters can be changed. */
    readonly driver: string;
    readonly secret: { readonly name: string; readonly namespace: string };
    readonly parameters: Record<string, string>;
    readonly cidrs: string[];
    readonly fenceState: 'Fenced' | 'Unfenced';
  };
}

export type CsiAddonsObject =
  | NetworkFence
  | VolumeGroupReplication
  | VolumeGroupReplicationClass
  | VolumeGroupReplicationContent
  | VolumeReplication
  | VolumeReplicationClass;
