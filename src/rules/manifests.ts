import type { OutputObject } from '../recovery/trace';
import { fieldsOf, textAt } from './json';
import { remembered } from './remembered';

/** A Kubernetes object of the output. */
export interface Manifest {
  /** Name of the cluster that it is applied to. */
  readonly cluster: string;
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly json: unknown;
}

/** All Kubernetes objects of the output, in its order. */
export function manifestsOf({ output }: { readonly output: OutputObject[] }): Manifest[] {
  return read(output);
}

const read = remembered((output: OutputObject[]) =>
  output.flatMap(({ cluster, json }) => (cluster === undefined ? [] : [manifestOf(cluster, json)])),
);

/** The objects of a kind, which may be qualified by its group: `Cluster.postgresql.cnpg.io`. */
export function ofKind(manifests: Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => isOfKind(manifest, kind));
}

export function isOfKind({ kind: own, group }: Manifest, kind: string): boolean {
  return kind === own || kind === `${own}.${group}`;
}

function manifestOf(cluster: string, json: unknown): Manifest {
  const apiVersion = textAt(json, '/apiVersion') ?? '';
  const labels = Object.entries(fieldsOf(fieldsOf(fieldsOf(json)['metadata'])['labels']));
  return {
    cluster,
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    kind: textAt(json, '/kind') ?? '',
    namespace: textAt(json, '/metadata/namespace') ?? '',
    name: textAt(json, '/metadata/name') ?? '',
    labels: Object.fromEntries(labels.map(([key, value]) => [key, String(value)])),
    json,
  };
}
