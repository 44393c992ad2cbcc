/** An object as it is written into a manifest: nothing about its content is taken for granted. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: object;
  readonly [field: string]: unknown;
}

/** One manifest file; the last folder of its path is the site (cluster) that the objects belong to. */
export interface ManifestFile {
  readonly path: string;
  readonly objects: readonly KubeObject[];
}

/** Something that is in the cluster before the manifests are applied. */
export interface Prerequisite {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** Keys of a Secret or ConfigMap. Without them every key counts as present. */
  readonly keys?: readonly string[];
}

/** Something that a Kubernetes API server, or an admission controller that every cluster has, would refuse. */
export interface Problem {
  /** Manifest file. */
  readonly file: string;
  /** Kind, namespace and name: `StatefulSet orders/etcd`. */
  readonly object: string;
  /** JSON path of the value: `spec.template.spec.containers[0].image`. Empty for the object as a whole. */
  readonly path: string;
  readonly message: string;
}

/** Refuses the value at a path of the object under examination. */
export type Refuse = (at: { readonly path: string }, message: string) => void;

/** Refuses the value if there is a complaint about it, as the functions of `names.ts` give one. */
export function complain(refuse: Refuse, at: { readonly path: string }, complaint: string | undefined): void {
  if (complaint !== undefined) refuse(at, complaint);
}

/** API group of an object: empty for the core group. */
export function groupOf(object: KubeObject): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}

/** Kind and group, as in `Deployment.apps`, `Service`, `Certificate.cert-manager.io`: kinds of two groups may share a name. */
export function groupKind(object: KubeObject): string {
  const group = groupOf(object);
  return group === '' ? object.kind : `${object.kind}.${group}`;
}

function metadataText(object: KubeObject, field: 'name' | 'namespace'): string | undefined {
  const value = (object.metadata as Record<string, unknown> | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
}

export function nameOf(object: KubeObject): string {
  return metadataText(object, 'name') ?? '';
}

export function namespaceOf(object: KubeObject): string | undefined {
  return metadataText(object, 'namespace');
}

/** How an object is named in messages. */
export function describeObject(object: KubeObject): string {
  const namespace = namespaceOf(object);
  return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${nameOf(object)}`;
}
