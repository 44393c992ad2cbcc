/** What the output for one cluster counts on there. */

/** What every expectation says of itself. */
interface Stated {
  readonly name: string;
  readonly namespace?: string;
  /** What needs it, and what it must look like, in the words of the plan. */
  readonly why: string;
  /** Stacks that need it. */
  readonly neededBy: string[];
}

/** Kinds of the emitted objects that the server has to know. */
export interface WantedApi extends Stated {
  readonly type: 'API';
  readonly kinds: string[];
}

export interface WantedOperator extends Stated {
  readonly type: 'operator';
  /** Version that the manifests were checked against. */
  readonly version?: string;
}

/** An object with named entries; only the names are looked at. */
export interface WantedKeys extends Stated {
  readonly type: 'Secret' | 'ConfigMap';
  readonly keys: string[];
}

export interface WantedObject extends Stated {
  readonly type: 'Namespace' | 'IngressClass' | 'Service';
}

export interface WantedGateway extends Stated {
  readonly type: 'Gateway';
  readonly listener?: string;
}

export interface WantedStorageClass extends Stated {
  readonly type: 'StorageClass';
  /** True for the class that volumes get which name none. */
  readonly byDefault: boolean;
  /** Values that it must have, by field. */
  readonly fields: { readonly field: StorageField; readonly value: string }[];
}

/** Fields of a StorageClass that prerequisites speak of. */
export type StorageField = 'provisioner' | 'reclaimPolicy' | 'volumeBindingMode';

export interface WantedLabel extends Stated {
  readonly type: 'node label';
  readonly key: string;
  /** Undefined where any value will do. */
  readonly value?: string;
  /** How many nodes must have it; undefined for all nodes that take any pod. */
  readonly nodes?: number;
  /** True when these nodes must be in different zones. */
  readonly apart: boolean;
}

/** Something that no API of the cluster shows. */
export interface WantedByHand extends Stated {
  readonly type: 'by hand';
  /** Kind of the prerequisite, such as `DNS`. */
  readonly kind: string;
}

export type Wanted =
  | WantedApi
  | WantedOperator
  | WantedKeys
  | WantedObject
  | WantedGateway
  | WantedStorageClass
  | WantedLabel
  | WantedByHand;

/** A site and the zones that its nodes are in. */
export interface SiteZones {
  readonly site: string;
  readonly zones: string[];
}

/** All that is expected of one cluster. */
export interface Expectations extends SiteZones {
  readonly others: SiteZones[];
  readonly wanted: Wanted[];
}
