import type { IAppHost } from '../model/app-host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';

/** Version whose CRDs the manifests were checked against. */
const PROMETHEUS_OPERATOR_VERSION = '0.93.0';

/** What alerts and scrapes of an application need in a site. */
export function requirePrometheus(host: IAppHost, site: Site): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'prometheus-operator',
    namespace: host.fleet.names.monitoringNamespace,
    version: PROMETHEUS_OPERATOR_VERSION,
    why: `runs the alerts and scrapes; its Prometheus selects PrometheusRule and PodMonitor objects of namespace ${host.namespace}, asks for no label of theirs, does not enforce their namespace on expressions (enforcedNamespaceLabel), and scrapes cert-manager, kube-state-metrics, the kubelets and Velero too`,
  });
}
