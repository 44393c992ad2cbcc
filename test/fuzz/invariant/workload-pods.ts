import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { Container, PodSpec, Service } from 'kubernetes-types/core/v1';
import type { Output, Labels } from '../output';

/** Pods that an object of the output makes. */
export interface Pods {
  readonly owner: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
  /** Names of the pods; none where they are not known. */
  readonly names: string[];
  /** The headless Service that names them. */
  readonly serviceName?: string;
}

interface CrdbCluster {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly regions: { readonly code: string; readonly nodes: number; readonly domain: string }[];
    readonly template: {
      readonly spec: {
        readonly podTemplate: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
      };
    };
  };
}

/** All pods of a namespace of a cluster; those of an operator as far as the manifests say. */
export function podsIn(output: Output, cluster: string, namespace: string): Pods[] {
  const of = (
    kind: string,
    { name = '', namespace: own = '' }: { name?: string; namespace?: string } = {},
    template: { metadata?: { labels?: Labels }; spec?: PodSpec } = {},
  ): Pods => ({
    owner: `${kind} ${name}`,
    namespace: own,
    labels: template.metadata?.labels ?? {},
    spec: template.spec ?? { containers: [] },
    names: [],
  });
  return [
    ...output
      .ofKind<Deployment>(cluster, 'Deployment.apps', namespace)
      .map(({ metadata, spec }) => of('Deployment', metadata, spec?.template)),
    ...output
      .ofKind<Job>(cluster, 'Job.batch', namespace)
      .map(({ metadata, spec }) => of('Job', metadata, spec?.template)),
    ...output
      .ofKind<CronJob>(cluster, 'CronJob.batch', namespace)
      .map(({ metadata, spec }) => of('CronJob', metadata, spec?.jobTemplate.spec?.template)),
    ...statefulSets(output, cluster, namespace).map((set) => ({
      ...of('StatefulSet', set.metadata, set.spec?.template),
      names: podNames(set),
      serviceName: set.spec?.serviceName,
    })),
    ...crdbClusters(output, cluster, namespace).map(({ metadata, spec }) =>
      of('CrdbCluster', metadata, spec.template.spec.podTemplate),
    ),
  ];
}

export function statefulSets(output: Output, cluster: string, namespace: string): StatefulSet[] {
  return output.ofKind<StatefulSet>(cluster, 'StatefulSet.apps', namespace);
}

export function crdbClusters(output: Output, cluster: string, namespace: string): CrdbCluster[] {
  return output.ofKind<CrdbCluster>(cluster, 'CrdbCluster.crdb.cockroachlabs.com', namespace);
}

/** `etcd-0`, `etcd-1` */
export function podNames({ metadata, spec }: StatefulSet): string[] {
  return Array.from({ length: spec?.replicas ?? 1 }, (_, ordinal) => `${metadata?.name ?? ''}-${ordinal}`);
}

/** The arguments of the containers, each of its own. */
export function argumentsOf({ spec }: Pods): string[] {
  return spec.containers.flatMap(({ args }) => args ?? []);
}

/** The value of `--name=value`. */
export function flag(pods: Pods, name: string): string | undefined {
  const prefix = `--${name}=`;
  return argumentsOf(pods)
    .find((argument) => argument.startsWith(prefix))
    ?.slice(prefix.length);
}

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
/** Labels that operators put on the pods that they make, which are not in the manifests. */
const OPERATORS =
  /^(cnpg\.io|cassandra\.datastax\.com|k8ssandra\.io|strimzi\.io|app\.kubernetes\.io\/created-by)(\/|$)/;

/** Pods that an operator makes: nothing is known of them. */
export function isOfOperator(selector: Labels | undefined): boolean {
  return Object.keys(selector ?? {}).some((key) => OPERATORS.test(key));
}

/** True when some pods have all labels, the name that Kubernetes labels them with included. */
export function selectsPods(selector: Labels | undefined, { labels, names }: Pods): boolean {
  const { [POD_NAME]: name, ...others } = selector ?? {};
  return selects(others, labels) && (name === undefined || names.includes(name));
}

export function selects(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}

/** Numbers of the ports that a Service's port ends at in a container, by number or name. */
export function targetOf(
  service: Service,
  port: number,
  pods: Pods,
): { container: Container; port: number } | undefined {
  const found = service.spec?.ports?.find((candidate) => candidate.port === port);
  if (!found || !selectsPods(service.spec?.selector, pods)) return undefined;
  const target = found.targetPort ?? found.port;
  for (const container of pods.spec.containers) {
    const match = container.ports?.find(
      ({ name, containerPort }) => name === target || containerPort === Number(target),
    );
    if (match) return { container, port: match.containerPort };
  }
  return undefined;
}
