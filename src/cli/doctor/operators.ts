/**
 * How operators are recognized: by the names that their own manifests and charts give to the workload, by the end of the
 * repository of its image (a mirror keeps it), and by the group of their API. Sources: the install manifests or the chart
 * of each project, of the release that the plan asks for.
 */

/** What an operator looks like in a cluster. */
export interface OperatorSign {
  readonly kind: 'Deployment' | 'DaemonSet';
  /** Names of the workload, without the release that a chart may put before them. */
  readonly names: string[];
  /** Last parts of the repository of the image whose tag is the version. */
  readonly image: string;
  /** Group of its API: where it is served, somebody installed the operator. */
  readonly group?: string;
  /** Operator that it is a part of: where that one runs without it, it is missing. */
  readonly partOf?: string;
  /** True when workloads of other names run the same image, so that only the name tells. */
  readonly sharesImage?: boolean;
}

/** Something that shows itself by an API alone: who answers it does not matter. */
export interface ApiSign {
  readonly served: string;
}

const SIGNS: Record<string, OperatorSign | ApiSign> = {
  // https://github.com/cert-manager/cert-manager/releases cert-manager.yaml
  'cert-manager': deployment(['cert-manager'], 'cert-manager-controller', 'cert-manager.io'),
  // https://github.com/submariner-io/submariner-operator deploy/ and the chart submariner-operator
  'submariner-operator': deployment(['submariner-operator'], 'submariner-operator', 'submariner.io'),
  // https://github.com/vmware-tanzu/velero pkg/install: Deployment velero, DaemonSet node-agent, plugins as init containers
  velero: deployment(['velero'], 'velero', 'velero.io'),
  'velero-node-agent': { kind: 'DaemonSet', names: ['node-agent'], image: 'velero', partOf: 'velero' },
  'velero-plugin-for-aws': { kind: 'Deployment', names: [], image: 'velero-plugin-for-aws', partOf: 'velero' },
  // https://github.com/argoproj/argo-workflows manifests/base/workflow-controller, and the chart argo-workflows
  'argo-workflows': deployment(
    ['workflow-controller', 'argo-workflows-workflow-controller'],
    'workflow-controller',
    'argoproj.io',
  ),
  // https://github.com/prometheus-operator/prometheus-operator bundle.yaml, and the chart kube-prometheus-stack
  'prometheus-operator': deployment(
    ['prometheus-operator', 'kube-prometheus-stack-operator'],
    'prometheus-operator',
    'monitoring.coreos.com',
  ),
  // https://github.com/cloudnative-pg/cloudnative-pg releases/, and its chart
  'cloudnative-pg': deployment(['cnpg-controller-manager', 'cloudnative-pg'], 'cloudnative-pg', 'postgresql.cnpg.io'),
  // https://github.com/cloudnative-pg/plugin-barman-cloud manifest.yaml, and its chart
  'plugin-barman-cloud': deployment(
    ['barman-cloud', 'plugin-barman-cloud'],
    'plugin-barman-cloud',
    'barmancloud.cnpg.io',
  ),
  // https://github.com/k8ssandra/k8ssandra-operator config/manager, and its chart
  'k8ssandra-operator': deployment(
    ['k8ssandra-operator', 'k8ssandra-operator-controller-manager'],
    'k8ssandra-operator',
    'k8ssandra.io',
  ),
  // https://github.com/strimzi/strimzi-kafka-operator install/cluster-operator/060-Deployment-strimzi-cluster-operator.yaml
  'strimzi-kafka-operator': deployment(['strimzi-cluster-operator'], 'strimzi/operator', 'kafka.strimzi.io'),
  // https://github.com/percona/percona-xtradb-cluster-operator deploy/operator.yaml, and the chart pxc-operator
  'percona-xtradb-cluster-operator': deployment(
    ['percona-xtradb-cluster-operator', 'pxc-operator'],
    'percona-xtradb-cluster-operator',
    'pxc.percona.com',
  ),
  // https://github.com/cockroachdb/helm-charts cockroachdb-parent/charts/operator/values.yaml
  'cockroachdb-operator': deployment(['cockroach-operator'], 'cockroachdb-operator-v2', 'crdb.cockroachlabs.com'),
  // https://github.com/backube/volsync helm/volsync
  volsync: deployment(['volsync'], 'backube/volsync', 'volsync.backube'),
  // https://github.com/csi-addons/kubernetes-csi-addons deploy/controller/setup-controller.yaml (its tag is `latest`)
  'kubernetes-csi-addons': deployment(
    ['csi-addons-controller-manager'],
    'csiaddons/k8s-controller',
    'csiaddons.openshift.io',
  ),
  // https://github.com/rook/rook deploy/examples/operator.yaml
  'rook-ceph': { ...deployment(['rook-ceph-operator'], 'rook/ceph', 'ceph.rook.io'), sharesImage: true },
  // https://github.com/RamenDR/ramen config/dr-cluster and config/hub
  'ramen-dr-cluster-operator': ramen('ramen-dr-cluster-operator'),
  'ramen-hub-operator': ramen('ramen-hub-operator'),
  // https://github.com/open-cluster-management-io/ocm deploy/cluster-manager
  'open-cluster-management': deployment(
    ['cluster-manager'],
    'registration-operator',
    'operator.open-cluster-management.io',
  ),
  // https://github.com/kubernetes-csi/external-snapshotter deploy/kubernetes/snapshot-controller; clouds hide theirs
  'snapshot-controller': deployment(['snapshot-controller'], 'snapshot-controller', 'snapshot.storage.k8s.io'),
  // https://github.com/stakater/Reloader deployments/kubernetes, and its chart
  reloader: deployment(['reloader', 'reloader-reloader'], 'stakater/reloader'),
  // https://github.com/kubernetes-sigs/metrics-server, or whatever else answers this API
  'metrics-server': { served: 'metrics.k8s.io/v1beta1' },
  // https://github.com/kubernetes-sigs/mcs-api: Lighthouse or Cilium answer it
  'Multi-Cluster Services API': { served: 'multicluster.x-k8s.io/v1alpha1' },
};

function deployment(names: string[], image: string, group?: string): OperatorSign {
  return { kind: 'Deployment', names, image, ...(group !== undefined && { group }) };
}

function ramen(name: string): OperatorSign {
  return { ...deployment([name], 'ramen-operator', 'ramendr.openshift.io'), sharesImage: true };
}

/** How an operator of the plan is recognized; undefined for one that is not known here. */
export function signOf(operator: string): OperatorSign | ApiSign | undefined {
  return Object.hasOwn(SIGNS, operator) ? SIGNS[operator] : undefined;
}

/** `Deployment velero, image .../velero`. */
export function signText({ kind, names, image }: OperatorSign): string {
  return [...names.map((name) => `${kind} ${name}`), `${kind} with image .../${image}`].join(', ');
}
