import { parseAllDocuments } from 'yaml';
import type { Plan } from '../../src/synthesis/plan';
import { groupKind, type KubeObject, type ManifestFile, namespaceOf, nameOf } from '../conformance/kube-object';
import type { AppSpec, Spec } from './spec';

/** Labels as they select pods. */
export type Labels = Record<string, string>;

/** Terraform resources of a type, by id. */
export type Resources = Record<string, Record<string, unknown>>;

/** What a spec was synthesized to, read once. */
export class Output {
  readonly plan: Plan;
  readonly manifests: readonly ManifestFile[];

  constructor(
    readonly spec: Spec,
    readonly files: ReadonlyMap<string, string>,
  ) {
    this.plan = JSON.parse(this.files.get('dist/plan.json') ?? '{}') as Plan;
    this.manifests = [...files].flatMap(([path, content]) =>
      path.endsWith('.k8s.yaml') ? [{ path, objects: parsed(content) }] : [],
    );
  }

  /** Clusters that something is written for. */
  get clusters(): string[] {
    return [...new Set(this.manifests.map(({ path }) => clusterOf(path)))].sort();
  }

  /** Objects in a cluster, of all stacks or of one. */
  objects(cluster: string, stack?: string): KubeObject[] {
    return this.manifests.flatMap(({ path, objects }) =>
      clusterOf(path) === cluster && (stack === undefined || path.endsWith(`/${stack}.k8s.yaml`)) ? objects : [],
    );
  }

  /** Objects of a kind in a cluster: `StatefulSet.apps`, `Service`. */
  ofKind<T>(cluster: string, kind: string, namespace?: string): T[] {
    return this.objects(cluster).filter(
      (object) => groupKind(object) === kind && (namespace === undefined || namespaceOf(object) === namespace),
    ) as T[];
  }

  /** The object of a kind and name in a namespace of a cluster. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows the kind
  find<T>(cluster: string, kind: string, namespace: string | undefined, name: string): T | undefined {
    const found = this.objects(cluster).find(
      (object) => groupKind(object) === kind && namespaceOf(object) === namespace && nameOf(object) === name,
    );
    return found as T | undefined;
  }

  /** Terraform resources of a stack. */
  resources(stack: string, type: string): Resources {
    const json = JSON.parse(this.files.get(`cdktf.out/stacks/${stack}/cdk.tf.json`) ?? '{}') as {
      resource?: Record<string, Resources>;
    };
    return json.resource?.[type] ?? {};
  }

  /** The application's part of the plan. */
  planned({ id }: AppSpec): Plan['apps'][number] {
    const found = this.plan.apps.find(({ name }) => name === id);
    if (!found) throw new Error(`the plan has no application ${id}`);
    return found;
  }
}

/** Reads YAML as API servers and their clients do, by version 1.1: an unquoted `on` is no text. */
function parsed(content: string): KubeObject[] {
  return parseAllDocuments(content, { version: '1.1' }).map((document) => document.toJS() as KubeObject);
}

function clusterOf(path: string): string {
  return path.split('/').slice(1, -1).join('/');
}

/** Every text in a value, with its path. */
export function texts(value: unknown, at: string = ''): { readonly at: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, `${at}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => texts(item, `${at}.${key}`));
}
