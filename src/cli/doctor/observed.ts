/** What was seen in a cluster. */

/** What a read gave, or the command that tells who may allow it. */
export type Read<T> = { readonly value: T } | { readonly refused: string };

/** A controller with the images of its pods. */
export interface Workload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly ready: number;
  readonly labels: Record<string, string>;
  readonly images: string[];
}

export interface StorageClass {
  readonly name: string;
  readonly provisioner: string;
  readonly reclaimPolicy: string;
  readonly volumeBindingMode: string;
  readonly byDefault: boolean;
}

export interface Node {
  readonly name: string;
  readonly labels: Record<string, string>;
  /** True when it takes pods that tolerate nothing. */
  readonly open: boolean;
}

/** An object by its name: the keys of a Secret or ConfigMap, the listeners of a Gateway, nothing of others. */
export interface Seen {
  readonly entries: string[];
  /** Why it does not work, where it says so itself. */
  readonly trouble?: string;
}

export interface Observed {
  /** Version of the server. */
  readonly version: string;
  /** Groups with their versions, `velero.io/v1`; the core group is not among them. */
  readonly groupVersions: Read<string[]>;
  /** Kinds that the server knows, by the group and version asked for; undefined where it serves none, or does not answer. */
  readonly kinds: ReadonlyMap<string, Read<string[] | undefined>>;
  readonly workloads: Workload[];
  /** Workloads that were not shown, by kind. */
  readonly hidden: ReadonlyMap<string, string>;
  /** By `objectKey`; an object that is not there is undefined. */
  readonly objects: ReadonlyMap<string, Read<Seen | undefined>>;
  readonly storageClasses: Read<StorageClass[]>;
  readonly nodes: Read<Node[]>;
}

export function objectKey({ type, namespace = '', name }: { type: string; namespace?: string; name: string }): string {
  return `${type} ${namespace}/${name}`;
}
