import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import type { IAppHost } from '../model/app-host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import type { Work } from './clusters';
import { REMOTE_ACCOUNT, kubeconfigSecret } from './names';
import { rulesOf } from './permissions';

/** Version whose CRDs the manifests were checked against. */
const ARGO_VERSION = '4.1.2';

/** The controller that runs workflows in a site. */
export function requireArgo(host: IAppHost, site: Site): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'argo-workflows',
    version: ARGO_VERSION,
    why: `runs the runbooks of namespace ${host.namespace} in ${site.name}; from 4.0.2, or 3.7.11 of the 3.7 line, whose locks survive a restart of the controller; its controller runs in this cluster, and needs no other site`,
  });
  host.require(site, {
    kind: PrerequisiteKind.SETTING,
    name: 'workflow-controller-configmap',
    why: `the controller watches namespace ${host.namespace} (no other --managed-namespace) and asks for no instanceID, or every WorkflowTemplate here would be ignored; its pods have an init and a wait container (not init-less), which the runbooks give a security context`,
  });
}

/** The way of workflows that run in `runner` into another cluster. */
export function requireKubeconfig(host: IAppHost, runner: Site, { cluster, foreign, permissions }: Work): void {
  const account = foreign
    ? `of an account that may do there exactly this: ${rightsText(permissions)}`
    : `of ServiceAccount ${REMOTE_ACCOUNT} of ${cluster}`;
  host.require(runner, {
    kind: PrerequisiteKind.SECRET,
    name: kubeconfigSecret(cluster),
    namespace: host.namespace,
    keys: ['kubeconfig'],
    why: `kubeconfig for the API server of ${cluster}, reachable from pods of ${runner.name}; its current context has namespace ${host.namespace} and the token ${account}, renewed before it ends: runbooks in ${runner.name} work in ${cluster} as that account`,
  });
}

/** What an account may do, namespace by namespace. */
function rightsText(permissions: StepPermission[]): string {
  const places = [...new Set(permissions.map(({ namespace }) => namespace))];
  return places
    .flatMap((place) => {
      const where = place === undefined ? '' : ` in namespace ${place}`;
      return rulesOf(permissions.filter(({ namespace }) => namespace === place)).map(
        (rule) => `${ruleText(rule)}${where}`,
      );
    })
    .join('; ');
}

function ruleText({ apiGroups = [], resources = [], resourceNames = [], verbs }: PolicyRule): string {
  const names = resourceNames.length > 0 ? ` ${resourceNames.join(', ')}` : '';
  return `${verbs.join(', ')} ${resources.join(', ')}${apiGroups.join('') === '' ? '' : `.${apiGroups.join('')}`}${names}`;
}
