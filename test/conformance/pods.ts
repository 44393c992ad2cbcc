import { Cursor } from './cursor';
import { groupKind, type KubeObject } from './kube-object';

/** A container and what it is in its pod. */
export interface ContainerView {
  readonly at: Cursor;
  readonly role: 'main' | 'init';
}

/** A pod that an object describes, wherever in the object its parts are. */
export interface PodView {
  /** Pod spec, or the Argo template that stands for one. */
  readonly at: Cursor;
  /** Metadata of the pod. */
  readonly metadata: Cursor;
  readonly containers: readonly ContainerView[];
  readonly volumes: readonly Cursor[];
  /** Claims whose names count as volumes. */
  readonly claims: readonly Cursor[];
  /** Pod-level security context. */
  readonly securityContext: Cursor;
  readonly serviceAccountName: Cursor;
  /** Built-in pods are checked by the API server; those of Argo are made later, by its controller. */
  readonly builtin: boolean;
}

const TEMPLATE_AT: Record<string, string[]> = {
  Pod: [],
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template'],
  'DaemonSet.apps': ['spec', 'template'],
  'Deployment.apps': ['spec', 'template'],
  'Job.batch': ['spec', 'template'],
  'ReplicaSet.apps': ['spec', 'template'],
  'StatefulSet.apps': ['spec', 'template'],
};
const ARGO_SPEC_AT: Record<string, string[]> = {
  'ClusterWorkflowTemplate.argoproj.io': ['spec'],
  'CronWorkflow.argoproj.io': ['spec', 'workflowSpec'],
  'Workflow.argoproj.io': ['spec'],
  'WorkflowTemplate.argoproj.io': ['spec'],
};

/** The pods that an object makes. */
export function podsOf(object: KubeObject): PodView[] {
  const kind = groupKind(object);
  const root = new Cursor(object);
  const template = TEMPLATE_AT[kind];
  if (template !== undefined) return [builtinPod(root, root.get(...template))];
  const argo = ARGO_SPEC_AT[kind];
  return argo === undefined ? [] : argoPods(root.get(...argo));
}

function builtinPod(root: Cursor, template: Cursor): PodView {
  const at = template.get('spec');
  return {
    at,
    metadata: template.get('metadata'),
    containers: [...views(at.get('containers'), 'main'), ...views(at.get('initContainers'), 'init')],
    volumes: at.list('volumes'),
    claims: root.list('spec', 'volumeClaimTemplates'),
    securityContext: at.get('securityContext'),
    serviceAccountName: at.get('serviceAccountName'),
    builtin: true,
  };
}

/** Each Argo template with containers becomes a pod; what it does not say, the workflow says. */
function argoPods(spec: Cursor): PodView[] {
  return spec
    .list('templates')
    .filter((template) => ['container', 'containerSet', 'script'].some((field) => template.get(field).exists))
    .map((template) => ({
      at: template,
      metadata: template.get('metadata'),
      containers: argoContainers(template),
      volumes: [...spec.list('volumes'), ...template.list('volumes')],
      claims: spec.list('volumeClaimTemplates'),
      securityContext: firstPresent(template.get('securityContext'), spec.get('securityContext')),
      serviceAccountName: firstPresent(template.get('serviceAccountName'), spec.get('serviceAccountName')),
      builtin: false,
    }));
}

function argoContainers(template: Cursor): ContainerView[] {
  const single = [template.get('container'), template.get('script')].filter(({ exists }) => exists);
  return [
    ...single.map((at) => ({ at, role: 'main' as const })),
    ...views(template.get('containerSet', 'containers'), 'main'),
    ...views(template.get('sidecars'), 'main'),
    ...views(template.get('initContainers'), 'init'),
  ];
}

function views(list: Cursor, role: ContainerView['role']): ContainerView[] {
  return list.items().map((at) => ({ at, role }));
}

function firstPresent(own: Cursor, inherited: Cursor): Cursor {
  return own.exists || !inherited.exists ? own : inherited;
}

/** Argo fills in `{{...}}` when a workflow runs: such a value cannot be judged before. */
export function isTemplated(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}
