import { emit } from '../../kinds/emit';
import type { KubernetesObject } from '../../kinds/kubernetes';
import type { IAppHost } from '../../model/app-host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { SupportLoss } from '../../model/support-loss';
import { FaultKind } from '../../recovery/fault';
import { addresses } from '../network-policy';
import { SUPERUSER_SECRET } from './names';
import type { CassandraSettings } from './settings';

/** Version whose CRDs the manifests were checked against; it brings cass-operator 1.32. */
const OPERATOR_VERSION = '1.32.5';

/** The cluster whose operator carries out the configuration: a site of the application, or one that is none. */
export interface ControlPlane {
  /** Name of the cluster. */
  readonly cluster: string;
  /** The site that it is; undefined for a cluster of its own. */
  readonly site?: Site;
}

/** Where the K8ssandraCluster goes. */
export function controlPlaneOf(host: IAppHost, { controlPlane }: CassandraSettings): ControlPlane | undefined {
  const [first] = host.dataSites;
  if (!first) return undefined;
  const cluster = controlPlane ?? first.name;
  return { cluster, site: host.sites.find(({ name }) => name === cluster) };
}

/** Puts an object beside the control plane. */
export function addToControlPlane(host: IAppHost, { cluster, site }: ControlPlane, object: KubernetesObject): void {
  emit(site ? host.chart(site) : host.clusterChart(cluster), object);
}

/** The namespace of the application exists in every site; elsewhere it has to be made. No pod runs there. */
export function openControlPlane(host: IAppHost, controlPlane: ControlPlane): void {
  if (controlPlane.site) return;
  addToControlPlane(host, controlPlane, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: host.namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
}

/** Where calls of the control plane's operator come from in a site, as CIDRs; none where it runs in the site itself. */
export function controlPlaneSources(
  host: IAppHost,
  site: Site,
  controlPlane: ControlPlane,
  { controlPlaneCidrs }: CassandraSettings,
): ReturnType<typeof addresses> {
  if (controlPlane.site === site) return [];
  return addresses(controlPlane.site ? host.fleet.network.sourceCidrs(controlPlane.site) : controlPlaneCidrs);
}

/** Nodes, repairs and backups are the business of the operators beside them, which the control plane only tells what to make. */
export function controlPlaneLoss({ cluster, site }: ControlPlane): SupportLoss {
  return {
    fault: FaultKind.CONTROL_PLANE_LOST,
    subject: `K8ssandra control plane in ${cluster}`,
    heldBy: site?.name,
    onHeal: 'the operator compares the K8ssandraCluster with the sites and changes nothing that is as it says',
    human:
      'bring it back, with no hurry: clients do not notice, but until then the configuration cannot be changed and no site be replaced; when it stays lost, apply the same K8ssandraCluster in another cluster with the K8ssandra operator as control plane and a ClientConfig of every site (controlPlane of Cassandra)',
  };
}

/** What the clusters need before the objects are applied. */
export function requireOperators(host: IAppHost, controlPlane: ControlPlane, settings: CassandraSettings): void {
  const { operatorNamespace: namespace } = settings;
  for (const site of host.dataSites.filter((each) => each !== controlPlane.site)) {
    host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'k8ssandra-operator',
      namespace,
      version: OPERATOR_VERSION,
      why: `as a data plane (controlPlane: false), with cass-operator, both for all namespaces (global.clusterScoped: true): makes the nodes of Cassandra that the control plane in ${controlPlane.cluster} asks for, and takes the backups`,
    });
  }
  host.requireInCluster(controlPlane.cluster, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'k8ssandra-operator',
    namespace,
    version: OPERATOR_VERSION,
    why: `as the control plane (controlPlane: true), for all namespaces (global.clusterScoped: true); its pods reach the API server of every site, and port 8080 of the nodes there; it reads ClientConfigs when it starts: restart it after a change`,
  });
  for (const { name } of host.dataSites) requireContext(host, controlPlane, settings, name);
  requireSuperuser(host, controlPlane);
}

function requireContext(
  host: IAppHost,
  { cluster }: ControlPlane,
  { operatorNamespace }: CassandraSettings,
  site: string,
): void {
  host.requireInCluster(cluster, {
    kind: PrerequisiteKind.SETTING,
    name: `ClientConfig ${site}`,
    namespace: operatorNamespace,
    why: `config.k8ssandra.io/v1beta1 with contextName ${site} and kubeConfigSecret ${site}-kubeconfig: the way of the K8ssandra operator to site ${site}; applications share it (kubectl k8ssandra register makes it)`,
  });
  host.requireInCluster(cluster, {
    kind: PrerequisiteKind.SECRET,
    name: `${site}-kubeconfig`,
    namespace: operatorNamespace,
    keys: ['kubeconfig'],
    why: `credentials of the K8ssandra operator for site ${site}, by the ClientConfig of that name; without them the site gets no datacenter`,
  });
}

/** The operator makes it when it is missing, and copies it into the sites: what a backup of it is for is the loss of them all. */
function requireSuperuser(host: IAppHost, { cluster }: ControlPlane): void {
  const why =
    'superuser of Cassandra; the K8ssandra operator makes it beside the K8ssandraCluster when it is missing, and copies it into every site';
  const secret = {
    kind: PrerequisiteKind.SECRET,
    name: SUPERUSER_SECRET.name,
    namespace: host.namespace,
    keys: [SUPERUSER_SECRET.username, SUPERUSER_SECRET.password],
    why,
  };
  host.requireInCluster(cluster, secret);
  for (const site of host.dataSites) host.require(site, secret);
}
