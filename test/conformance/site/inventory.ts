import { Cursor } from '../cursor';
import { groupKind, nameOf, namespaceOf, type KubeObject, type Prerequisite } from '../kube-object';
import { productsOf } from './products';

/** An object and the file it is in. */
export interface Placed {
  readonly file: string;
  readonly object: KubeObject;
}

/** Keys of a Secret or ConfigMap; undefined where they are not known, so that each may be there. */
export type Keys = ReadonlySet<string> | undefined;

/** Every cluster has these from the start. */
const ALWAYS: readonly Prerequisite[] = [
  ...['default', 'kube-node-lease', 'kube-public', 'kube-system'].map((name) => ({ kind: 'Namespace', name })),
  ...['admin', 'cluster-admin', 'edit', 'view'].map((name) => ({ kind: 'ClusterRole', name })),
  ...['system-cluster-critical', 'system-node-critical'].map((name) => ({ kind: 'PriorityClass', name })),
  { kind: 'Service', namespace: 'default', name: 'kubernetes' },
];
/** Every namespace has these from the start. */
const IN_EVERY_NAMESPACE: Record<string, string> = { ConfigMap: 'kube-root-ca.crt', ServiceAccount: 'default' };

/** What is in one cluster once its manifests are applied: emitted, made by operators from it, or there before. */
export class Inventory {
  private readonly entries = new Map<string, { namespace: string | undefined; keys: Keys }[]>();
  private readonly operated: { namespace: string | undefined; kinds: readonly string[]; prefix: string }[] = [];

  constructor(
    readonly placed: readonly Placed[],
    prerequisites: readonly Prerequisite[],
  ) {
    for (const { kind, namespace, name, keys } of [...ALWAYS, ...prerequisites]) {
      this.add(kind, namespace, name, keys === undefined ? undefined : new Set(keys));
    }
    for (const { object } of placed) this.addObject(object);
  }

  /** Whether a reference resolves. Without a namespace, any will do. */
  has(kind: string, namespace: string | undefined, name: string): boolean {
    return this.find(kind, namespace, name).length > 0 || this.isMade(kind, namespace, name);
  }

  /** Keys of a Secret or ConfigMap that is there: all that are said about it, in however many places. */
  keysOf(kind: string, namespace: string | undefined, name: string): Keys {
    const known: string[] = [];
    for (const { keys } of this.find(kind, namespace, name)) {
      if (keys === undefined) return undefined;
      known.push(...keys);
    }
    return known.length === 0 && this.isMade(kind, namespace, name) ? undefined : new Set(known);
  }

  /** The emitted objects of a kind in a namespace. */
  objects(kind: string, namespace: string | undefined): KubeObject[] {
    return this.placed
      .map(({ object }) => object)
      .filter((object) => groupKind(object) === kind && namespaceOf(object) === namespace);
  }

  /** Whether an operator makes pods in a namespace, of which the manifests only hold the description. */
  hasOperatedPods(namespace: string | undefined): boolean {
    return this.operated.some((operated) => operated.namespace === namespace);
  }

  private add(kind: string, namespace: string | undefined, name: string, keys: Keys): void {
    const key = `${kind}/${name}`;
    this.entries.set(key, [...(this.entries.get(key) ?? []), { namespace, keys }]);
  }

  private addObject(object: KubeObject): void {
    const namespace = namespaceOf(object);
    this.add(object.kind, namespace, nameOf(object), ownKeys(object));
    const { operated, products } = productsOf(object);
    for (const { kind, name, keys } of products) this.add(kind, namespace, name, keys);
    if (operated !== undefined) this.operated.push({ namespace, kinds: operated, prefix: nameOf(object) });
  }

  private find(kind: string, namespace: string | undefined, name: string): readonly { keys: Keys }[] {
    const found = this.entries.get(`${kind}/${name}`) ?? [];
    return found.filter((entry) => namespace === undefined || entry.namespace === namespace);
  }

  /** Whether Kubernetes or an operator makes it. */
  private isMade(kind: string, namespace: string | undefined, name: string): boolean {
    if (IN_EVERY_NAMESPACE[kind] === name) return true;
    if (kind === 'ClusterRole' && name.startsWith('system:')) return true;
    return this.operated.some(
      (operated) =>
        operated.namespace === namespace &&
        operated.kinds.includes(kind) &&
        (name === operated.prefix || name.startsWith(`${operated.prefix}-`)),
    );
  }
}

function ownKeys(object: KubeObject): Keys {
  const root = new Cursor(object);
  if (object.kind === 'ConfigMap') return new Set([...root.get('data').keys(), ...root.get('binaryData').keys()]);
  if (object.kind === 'Secret') return new Set([...root.get('data').keys(), ...root.get('stringData').keys()]);
  return undefined;
}
