/** The volumes that an application claims, whoever makes the claims. */
import { fieldsOf, listOf, numberAt, textAt, valuesAt } from './json';
import { type Manifest, isOfKind, ofKind } from './manifests';

/** Claims of one kind in one cluster. */
export interface Claim {
  readonly cluster: string;
  readonly namespace: string;
  /** Name of the claim; of those that an operator makes, what they are called together. */
  readonly name: string;
  /** Kind and name of what makes it. */
  readonly owner: string;
  /** Labels of the pods that use it; undefined for those of an operator, and for a claim of its own. */
  readonly podLabels?: Record<string, string>;
  /** True where an operator makes it for a custom resource. */
  readonly operated: boolean;
  /** What is claimed, as the field that was found says it. */
  readonly spec: unknown;
}

/** All claims of the output. */
export function claimsOf(manifests: Manifest[]): Claim[] {
  return manifests.flatMap((manifest) => [
    ...ownClaim(manifest),
    ...templateClaims(manifest, manifests),
    ...operatorClaims(manifest),
  ]);
}

/** Pods that hold claims, by cluster. */
export function claimingPods(manifests: Manifest[], cluster: string): number {
  const sets = ofKind(manifests, 'StatefulSet.apps').filter(
    (set) => set.cluster === cluster && valuesAt(set.json, '/spec/volumeClaimTemplates/*').length > 0,
  );
  return sets.reduce((sum, { json }) => sum + (numberAt(json, '/spec/replicas') ?? 1), 0);
}

function ownClaim(manifest: Manifest): Claim[] {
  if (!isOfKind(manifest, 'PersistentVolumeClaim')) return [];
  const { cluster, namespace, name, json } = manifest;
  const owner = `PersistentVolumeClaim ${name}`;
  return [{ cluster, namespace, name, owner, operated: false, spec: fieldsOf(json)['spec'] }];
}

/** A passive site runs none of the pods, and has the claims that they will use: those of the site with the most. */
function templateClaims(manifest: Manifest, manifests: Manifest[]): Claim[] {
  if (!isOfKind(manifest, 'StatefulSet.apps')) return [];
  const { cluster, namespace, name, json } = manifest;
  const same = ofKind(manifests, 'StatefulSet.apps').filter(
    (other) => other.name === name && other.namespace === namespace,
  );
  const replicas = Math.max(...same.map((other) => numberAt(other.json, '/spec/replicas') ?? 1));
  const podLabels = fieldsOf(valuesAt(json, '/spec/template/metadata/labels')[0]) as Record<string, string>;
  return listOf(valuesAt(json, '/spec/volumeClaimTemplates')[0]).flatMap((template) =>
    Array.from({ length: replicas }, (_, ordinal) => ({
      cluster,
      namespace,
      name: `${textAt(template, '/metadata/name') ?? ''}-${name}-${ordinal}`,
      owner: `StatefulSet ${name}`,
      podLabels,
      operated: false,
      spec: fieldsOf(template)['spec'],
    })),
  );
}

/** A custom resource for which an operator makes claims. */
interface ClaimingKind {
  readonly of: string;
  /** Pointer to each part that claims volumes: the object itself where it is empty. */
  readonly parts: string;
  /** Field of a part with the number of its pods. */
  readonly pods: string;
  /** Fields of a part with what is claimed, by what the operator calls the claims. */
  readonly claims: Record<string, string>;
  /** Field of a part with the name of the cluster, where it is not that of the object. */
  readonly cluster?: string;
}

/** From the CRDs of the versions that the library emits. */
const CLAIMING_KINDS: ClaimingKind[] = [
  {
    of: 'Cluster.postgresql.cnpg.io',
    parts: '/spec',
    pods: '/instances',
    claims: { data: '/storage', wal: '/walStorage' },
  },
  {
    of: 'K8ssandraCluster.k8ssandra.io',
    parts: '/spec/cassandra/datacenters/*',
    pods: '/size',
    claims: { 'server-data': '/storageConfig/cassandraDataVolumeClaimSpec' },
    cluster: '/k8sContext',
  },
  {
    of: 'PerconaXtraDBCluster.pxc.percona.com',
    parts: '/spec/pxc',
    pods: '/size',
    claims: { datadir: '/volumeSpec/persistentVolumeClaim' },
  },
  { of: 'KafkaNodePool.kafka.strimzi.io', parts: '/spec', pods: '/replicas', claims: { data: '/storage/volumes/*' } },
];

function operatorClaims(manifest: Manifest): Claim[] {
  if (isOfKind(manifest, 'CrdbCluster.crdb.cockroachlabs.com')) return cockroachClaims(manifest);
  return CLAIMING_KINDS.filter(({ of }) => isOfKind(manifest, of)).flatMap(({ parts, pods, claims, cluster }) =>
    valuesAt(manifest.json, parts).flatMap((part) =>
      Object.entries(claims).flatMap(([claim, at]) =>
        valuesAt(part, at).map((spec) =>
          operated(manifest, {
            claim,
            pods: numberAt(part, pods) ?? 1,
            spec,
            cluster: cluster === undefined ? undefined : textAt(part, cluster),
          }),
        ),
      ),
    ),
  );
}

/** The object is the same in every site: its template is for the nodes of the region that the site is in. */
function cockroachClaims(manifest: Manifest): Claim[] {
  return valuesAt(manifest.json, '/spec/template/spec/dataStore/volumeClaimTemplate/spec').map((spec) =>
    operated(manifest, { claim: 'datadir', spec }),
  );
}

function operated(
  { cluster: own, namespace, kind, name }: Manifest,
  { claim, pods, spec, cluster }: { claim: string; pods?: number; spec: unknown; cluster?: string },
): Claim {
  const owner = `${kind} ${name}`;
  const count = pods === undefined ? '' : ` (${pods})`;
  return { cluster: cluster ?? own, namespace, name: `${claim} of ${owner}${count}`, owner, operated: true, spec };
}
