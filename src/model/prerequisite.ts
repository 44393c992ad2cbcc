/** What kind of thing has to be there before the manifests are applied. */
export enum PrerequisiteKind {
  OPERATOR = 'operator',
  NAMESPACE = 'Namespace',
  SECRET = 'Secret',
  CONFIG_MAP = 'ConfigMap',
  STORAGE_CLASS = 'StorageClass',
  NODE_LABEL = 'node label',
  FIREWALL = 'firewall',
  GATEWAY = 'Gateway',
  INGRESS_CLASS = 'IngressClass',
  DNS = 'DNS',
  IAM = 'IAM',
  SERVICE = 'Service',
  /** A setting of something that is there anyway. */
  SETTING = 'setting',
}

/** Something that the output needs and does not contain: listed in the plan, per site. */
export interface Prerequisite {
  /** What kind of thing it is. */
  readonly kind: PrerequisiteKind;
  /** Its name: of the object, the operator, the label, the record. */
  readonly name: string;
  /**
   * Namespace of the object.
   *
   * @default - not namespaced
   */
  readonly namespace?: string;
  /**
   * Version of an operator that the manifests were checked against.
   *
   * @default - any
   */
  readonly version?: string;
  /**
   * Keys that a Secret or ConfigMap must have.
   *
   * @default - none in particular
   */
  readonly keys?: string[];
  /** What needs it, and what it must look like. */
  readonly why: string;
}
