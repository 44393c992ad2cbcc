import type { Service } from 'kubernetes-types/core/v1';
import type { ManifestObject, Synthesized } from 'cndr/testing';
import type { Wan } from './wan';

const CLUSTERSET_DOMAIN = 'svc.clusterset.local';

/**
 * What the names of Services mean in a site, as the DNS of its cluster and the Multi-Cluster Services API would answer: only
 * names that an emitted Service or ServiceExport gives. All pods of a site are at one address.
 */
export function namesSeenFrom(site: string, manifests: Synthesized, wan: Wan): Record<string, string[]> {
  const objects = manifests.allObjects(site);
  const local = services(objects).flatMap((service) => localNames(service, podsOf(service, objects)));
  const everywhere = wan.names.flatMap((other) =>
    exported(manifests.allObjects(other)).flatMap(({ service, pods }) =>
      clusterSetNames(service, pods, other).map((name): [string, string] => [name, wan.addressFrom(site, other)]),
    ),
  );
  const addresses = new Map<string, string[]>(local.map((name) => [name, [wan.address(site)]]));
  for (const [name, address] of everywhere) addresses.set(name, [...(addresses.get(name) ?? []), address]);
  return Object.fromEntries(addresses);
}

/** Names inside the cluster: of the Service in the forms that a pod's search list allows, and of the pods behind a headless one. */
function localNames(service: ManifestObject, pods: string[]): string[] {
  const { name, namespace } = service.metadata;
  const full = `${name}.${namespace ?? ''}.svc.cluster.local`;
  const headless = (service as unknown as Service).spec?.clusterIP === 'None';
  return [
    name,
    `${name}.${namespace ?? ''}`,
    `${name}.${namespace ?? ''}.svc`,
    full,
    ...(headless ? pods.map((pod) => `${pod}.${full}`) : []),
  ];
}

function clusterSetNames(service: ManifestObject, pods: string[], site: string): string[] {
  const { name, namespace } = service.metadata;
  const full = `${name}.${namespace ?? ''}.${CLUSTERSET_DOMAIN}`;
  return [full, ...pods.map((pod) => `${pod}.${site}.${full}`)];
}

function exported(objects: ManifestObject[]): { service: ManifestObject; pods: string[] }[] {
  const exports = objects.filter(({ kind }) => kind === 'ServiceExport').map(({ metadata }) => metadata);
  return services(objects)
    .filter(({ metadata }) =>
      exports.some(({ name, namespace }) => name === metadata.name && namespace === metadata.namespace),
    )
    .map((service) => ({ service, pods: podsOf(service, objects) }));
}

function services(objects: ManifestObject[]): ManifestObject[] {
  return objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service');
}

/** Pods of the StatefulSets that name the Service theirs. */
function podsOf({ metadata }: ManifestObject, objects: ManifestObject[]): string[] {
  return objects
    .filter(({ kind, metadata: { namespace } }) => kind === 'StatefulSet' && namespace === metadata.namespace)
    .map((set) => ({ name: set.metadata.name, spec: set.spec as { serviceName?: string; replicas?: number } }))
    .filter(({ spec }) => spec.serviceName === metadata.name)
    .flatMap(({ name, spec }) => Array.from({ length: spec.replicas ?? 1 }, (_, index) => `${name}-${index}`));
}
