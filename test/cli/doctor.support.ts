/** A plan, and the clusters of its sites as an API server would show them. */
import type { Plan } from 'cndr/testing';
import { expectationsOf } from '../../src/cli/doctor/expectations';
import { diagnose } from '../../src/cli/doctor/diagnose';
import type { Answer, Ask } from '../../src/cli/doctor/kubectl';
import { failureOf } from '../../src/cli/doctor/kubectl-failure';
import { type Report, reportJson } from '../../src/cli/doctor/report';

/** An object as an API server gives it. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** A kind that the server knows. */
export interface ClusterResource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Plural, as in paths. */
  readonly name: string;
  readonly namespaced: boolean;
}

export interface Cluster {
  readonly resources: ClusterResource[];
  readonly objects: ClusterObject[];
}

/** What no output may ever show: plain, and as it is in the Secret. */
export const VALUE = 'the-value-of-a-secret';
export const ENCODED = Buffer.from(VALUE).toString('base64');

export const SITES = [
  { name: 'use1', zones: ['us-east-1a', 'us-east-1b'] },
  { name: 'usw2', zones: ['us-west-2a', 'us-west-2b'] },
];

const CHECKED = { reclaim: 'volumeBindingMode WaitForFirstConsumer, reclaimPolicy Retain' };

/** One prerequisite of each kind that a cluster shows, and one that it does not. */
const PREREQUISITES = [
  { kind: 'operator', name: 'velero', namespace: 'velero', version: '1.18.1', why: 'takes the backups' },
  { kind: 'operator', name: 'velero-plugin-for-aws', namespace: 'velero', version: '1.14', why: 'writes S3' },
  { kind: 'operator', name: 'velero-node-agent', namespace: 'velero', version: '1.18.1', why: 'copies snapshots' },
  { kind: 'operator', name: 'cert-manager', namespace: 'cert-manager', version: '1.21.1', why: 'issues certificates' },
  { kind: 'operator', name: 'metrics-server', why: 'the autoscaler asks it' },
  { kind: 'Namespace', name: 'velero', why: 'holds the schedules' },
  { kind: 'Secret', name: 'velero-object-store', namespace: 'velero', keys: ['cloud'], why: 'credentials of Velero' },
  { kind: 'ConfigMap', name: 'fleet-ca', namespace: 'orders', keys: ['ca.crt'], why: 'CA of the fleet' },
  { kind: 'StorageClass', name: 'gp3', why: `volumes of etcd: SSD, ${CHECKED.reclaim}` },
  { kind: 'Gateway', name: 'public', namespace: 'gateway-system', why: 'its HTTPS listener "https" admits routes' },
  { kind: 'IngressClass', name: 'nginx', why: 'its controller runs in namespace ingress' },
  { kind: 'Service', name: 'blackbox-exporter', namespace: 'monitoring', why: 'asks for the health paths' },
  { kind: 'Service', name: 'ServiceMonitors', namespace: 'monitoring', why: 'Prometheus selects them' },
  {
    kind: 'node label',
    name: 'submariner.io/gateway=true',
    why: 'on 2 nodes in different zones: they carry the traffic',
  },
  { kind: 'DNS', name: 'example.com', why: 'delegated to the hosted zone' },
];

/** What the application puts into each cluster. */
const EMITTED = [
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'orders', name: 'settings' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'orders', name: 'etcd' },
  { apiVersion: 'velero.io/v1', kind: 'Schedule', namespace: 'velero', name: 'orders' },
  { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', namespace: 'orders', name: 'peer' },
];

/** A plan of two sites with one fleet and one application; the fields that the command reads. */
export function planOf(prerequisites: object[] = PREREQUISITES, emitted: object[] = EMITTED): Plan {
  const clusters = SITES.map(({ name }) => ({ cluster: name, file: `${name}.yaml`, objects: emitted }));
  const needs = SITES.flatMap(({ name: site }) => prerequisites.map((one) => ({ ...one, site })));
  return {
    version: 'cndr/plan/v1',
    fleets: [{ type: 'fleet', name: 'prod', facts: { sites: SITES }, findings: [], prerequisites: [], clusters: [] }],
    apps: [{ type: 'app', name: 'orders', topology: { sites: SITES }, findings: [], prerequisites: needs, clusters }],
  } as unknown as Plan;
}

const RESOURCES: [string, string, string, boolean][] = [
  ['v1', 'Namespace', 'namespaces', false],
  ['v1', 'Node', 'nodes', false],
  ['v1', 'Secret', 'secrets', true],
  ['v1', 'ConfigMap', 'configmaps', true],
  ['v1', 'Service', 'services', true],
  ['apps/v1', 'Deployment', 'deployments', true],
  ['apps/v1', 'DaemonSet', 'daemonsets', true],
  ['apps/v1', 'StatefulSet', 'statefulsets', true],
  ['storage.k8s.io/v1', 'StorageClass', 'storageclasses', false],
  ['networking.k8s.io/v1', 'IngressClass', 'ingressclasses', false],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'gateways', true],
  ['velero.io/v1', 'Schedule', 'schedules', true],
  ['cert-manager.io/v1', 'Certificate', 'certificates', true],
  ['metrics.k8s.io/v1beta1', 'NodeMetrics', 'nodes', false],
];

/** A cluster that holds everything. */
export function healthy(site = 'use1'): Cluster {
  const { zones } = SITES.find(({ name }) => name === site)!;
  return {
    resources: RESOURCES.map(([apiVersion, kind, name, namespaced]) => ({ apiVersion, kind, name, namespaced })),
    objects: [
      ...['velero', 'orders', 'monitoring'].map((name) => object('v1', 'Namespace', { name })),
      ...zones.map((zone, index) =>
        object(
          'v1',
          'Node',
          { name: `node-${index}`, labels: { 'topology.kubernetes.io/zone': zone, 'submariner.io/gateway': 'true' } },
          { spec: { taints: [] } },
        ),
      ),
      controlPlane(),
      secret('velero', 'velero-object-store', { cloud: ENCODED }),
      object('v1', 'ConfigMap', { name: 'fleet-ca', namespace: 'orders' }, { data: { 'ca.crt': VALUE } }),
      object('v1', 'Service', { name: 'blackbox-exporter', namespace: 'monitoring' }),
      storageClass('gp3', 'Retain', true),
      object('networking.k8s.io/v1', 'IngressClass', { name: 'nginx' }),
      gateway('https'),
      controller(
        'Deployment',
        'velero',
        'velero',
        'docker.io/velero/velero:v1.18.1',
        'velero/velero-plugin-for-aws:v1.14.2',
      ),
      controller('DaemonSet', 'velero', 'node-agent', 'docker.io/velero/velero:v1.18.1'),
      controller('Deployment', 'cert-manager', 'cert-manager', 'quay.io/jetstack/cert-manager-controller:v1.22.0'),
    ],
  };
}

/** The cluster with objects of these names in the place of its own; undefined removes. */
export function changed(cluster: Cluster, changes: Record<string, ClusterObject | undefined>): Cluster {
  const kept = cluster.objects.filter(({ kind, metadata }) => !(`${kind} ${metadata.name}` in changes));
  return { ...cluster, objects: [...kept, ...Object.values(changes).filter((one) => one !== undefined)] };
}

export function object(
  apiVersion: string,
  kind: string,
  metadata: ClusterObject['metadata'],
  fields: object = {},
): ClusterObject {
  return { apiVersion, kind, metadata, ...fields };
}

export function secret(namespace: string, name: string, data: unknown): ClusterObject {
  return object('v1', 'Secret', { name, namespace }, { type: 'Opaque', data });
}

export function storageClass(name: string, reclaimPolicy: string, byDefault: boolean): ClusterObject {
  const annotations = byDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : undefined;
  const fields = { provisioner: 'ebs.csi.aws.com', reclaimPolicy, volumeBindingMode: 'WaitForFirstConsumer' };
  return object('storage.k8s.io/v1', 'StorageClass', { name, ...(annotations && { annotations }) }, fields);
}

export function gateway(listener: string, programmed = 'True'): ClusterObject {
  const metadata = { name: 'public', namespace: 'gateway-system' };
  return object('gateway.networking.k8s.io/v1', 'Gateway', metadata, {
    spec: { listeners: [{ name: listener, port: 443, protocol: 'HTTPS' }] },
    status: {
      conditions: [
        { type: 'Accepted', status: 'True' },
        { type: 'Programmed', status: programmed },
      ],
    },
  });
}

/** A Deployment or DaemonSet whose environment holds a value, as those of real clusters do. */
export function controller(kind: string, namespace: string, name: string, image: string, init?: string): ClusterObject {
  const env = [{ name: 'PASSWORD', value: VALUE }];
  const initContainers = init === undefined ? undefined : [{ name: 'init', image: init }];
  return object(
    'apps/v1',
    kind,
    { name, namespace, labels: { 'app.kubernetes.io/name': name } },
    {
      spec: { template: { spec: { containers: [{ name, image, env }], ...(initContainers && { initContainers }) } } },
      status: kind === 'DaemonSet' ? { numberReady: 2 } : { readyReplicas: 1 },
    },
  );
}

/** A node without a zone that takes none of our pods. */
function controlPlane(): ClusterObject {
  const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
  return object('v1', 'Node', { name: 'control-plane' }, { spec: { taints } });
}

/** What kubectl is asked in, for tests. */
export interface World {
  readonly cluster?: Cluster;
  /** First arguments after `get` that nobody may read. */
  readonly refused?: string[];
  /** What every request ends with. */
  readonly error?: string;
  readonly current?: string;
}

/** Prints of a kubectl that does not run. */
export const { answer } = jest.requireActual<{
  answer: (world: World, args: string[]) => { code: number; stdout: string; stderr: string };
}>('./doctor-kubectl.cjs');

/** The fake kubectl without a process. */
function askIn(world: World): Ask {
  return (args): Promise<Answer> => {
    const { code, stdout, stderr } = answer(world, args);
    if (code === 0) return Promise.resolve({ state: 'read', text: stdout });
    return Promise.resolve({ state: failureOf(stderr, args)! });
  };
}

/** What the command finds for use1 in a world that answers. */
export async function reportOn(world: World, plan = planOf()): Promise<Report> {
  const expected = expectationsOf(plan, 'use1');
  const ask = askIn({ cluster: healthy(), ...world });
  return {
    context: 'east',
    isCurrent: false,
    site: 'use1',
    ...(await diagnose(expected, 'east', ask, () => undefined)),
  };
}

export interface Check {
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly found?: string;
}

/** What became of one thing, by its name. */
export async function check(name: string, world: World, plan = planOf()): Promise<Check> {
  const { checks } = JSON.parse(reportJson(await reportOn(world, plan))) as { checks: Check[] };
  return checks.find((one) => one.name === name)!;
}

export function withObjects(changes: Record<string, ClusterObject | undefined>): World {
  return { cluster: changed(healthy(), changes) };
}
