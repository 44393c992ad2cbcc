import { Cursor } from '../cursor';
import { complain, groupKind, groupOf, namespaceOf, type KubeObject, type Refuse } from '../kube-object';
import { label1035, label1123, pathSegment, qualifiedName, subdomain1123 } from '../names';
import type { KindSchema } from '../schema-store';
import { checkLabels } from './selectors';

/** Built-in kinds without a namespace; for custom ones the CRD says. */
const CLUSTER_SCOPED = new Set([
  'APIService.apiregistration.k8s.io',
  'CSIDriver.storage.k8s.io',
  'ClusterRole.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'FlowSchema.flowcontrol.apiserver.k8s.io',
  'IngressClass.networking.k8s.io',
  'MutatingWebhookConfiguration.admissionregistration.k8s.io',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass.scheduling.k8s.io',
  'PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io',
  'RuntimeClass.node.k8s.io',
  'StorageClass.storage.k8s.io',
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
  'VolumeAttributesClass.storage.k8s.io',
]);

/** Groups whose other kinds are all namespaced, for runs without schemas. */
const BUILTIN_GROUPS = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'coordination.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
]);

type NameRule = (name: string) => string | undefined;

const atMost =
  (max: number, why: string, rule: NameRule = subdomain1123): NameRule =>
  (name) =>
    name.length > max ? `'${name}' has ${name.length} characters, at most ${max} are allowed: ${why}` : rule(name);

/** Kinds whose names are narrower, or wider, than a DNS subdomain. */
const NAME_RULES: Record<string, NameRule> = {
  'ClusterRole.rbac.authorization.k8s.io': pathSegment,
  'ClusterRoleBinding.rbac.authorization.k8s.io': pathSegment,
  'CronJob.batch': atMost(52, 'its Jobs are named after it, with 11 more characters'),
  'CronWorkflow.argoproj.io': atMost(52, 'its workflows are named after it, with 11 more characters'),
  'Job.batch': atMost(63, 'it becomes a label of the pods'),
  Namespace: label1123,
  'Role.rbac.authorization.k8s.io': pathSegment,
  'RoleBinding.rbac.authorization.k8s.io': pathSegment,
  Service: label1035,
  // Longer names are admitted, but then no pod is ever made: the label controller-revision-hash gets too long.
  'StatefulSet.apps': atMost(52, 'with a revision hash it becomes a label of the pods', label1123),
};

const MAX_ANNOTATIONS = 256 * 1024;

/** Name, namespace, labels and annotations of an object. */
export function checkMetadata(object: KubeObject, kind: KindSchema | undefined, refuse: Refuse): void {
  const metadata = new Cursor(object).get('metadata');
  const name = metadata.get('name');
  complain(refuse, name, (NAME_RULES[groupKind(object)] ?? subdomain1123)(name.text ?? ''));
  checkScope(object, kind, metadata.get('namespace'), refuse);
  checkLabels(metadata.get('labels'), refuse);
  checkAnnotations(metadata.get('annotations'), refuse);
}

function checkScope(object: KubeObject, kind: KindSchema | undefined, namespace: Cursor, refuse: Refuse): void {
  const scope = scopeOf(object, kind);
  const given = namespaceOf(object);
  if (scope === 'Cluster' && namespace.exists) {
    refuse(namespace, `${object.kind} is cluster-scoped: it has no namespace`);
  }
  if (scope !== 'Namespaced') return;
  const complaint =
    given === undefined
      ? 'must be set: without it, the object lands in whatever namespace kubectl has as its default'
      : label1123(given);
  if (complaint !== undefined) refuse(namespace, complaint);
}

/** Scope of a kind; not known for a custom one whose CRD is not there. */
function scopeOf(object: KubeObject, kind: KindSchema | undefined): 'Cluster' | 'Namespaced' | undefined {
  if (kind?.scope !== undefined) return kind.scope;
  if (CLUSTER_SCOPED.has(groupKind(object))) return 'Cluster';
  return kind?.custom === false || BUILTIN_GROUPS.has(groupOf(object)) ? 'Namespaced' : undefined;
}

function checkAnnotations(annotations: Cursor, refuse: Refuse): void {
  let size = 0;
  for (const [key, value] of annotations.entries()) {
    size += Buffer.byteLength(key) + Buffer.byteLength(value.text ?? '');
    complain(
      refuse,
      value,
      qualifiedName(key.toLowerCase()) ?? (value.text === undefined ? 'must be a string' : undefined),
    );
  }
  if (size > MAX_ANNOTATIONS) refuse(annotations, `${size} bytes, at most ${MAX_ANNOTATIONS} are allowed`);
}
