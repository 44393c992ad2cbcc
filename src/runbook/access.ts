import type { Subject } from 'kubernetes-types/rbac/v1';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { rulesOf } from './permissions';

const RBAC = 'rbac.authorization.k8s.io';

/** What Argo's own container in each pod does: it writes down how the step ended. */
export const EXECUTOR_PERMISSION: StepPermission = {
  apiGroup: 'argoproj.io',
  resources: ['workflowtaskresults'],
  verbs: ['create', 'patch'],
};

/** Makes an account in a site that may do what is listed, and nothing else. */
export function addAccess(host: IAppHost, site: Site, account: string, permissions: StepPermission[]): void {
  const { namespace } = host;
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: account, namespace },
    automountServiceAccountToken: false,
  });
  const subjects: Subject[] = [{ kind: 'ServiceAccount', name: account, namespace }];
  const namespaced = permissions.filter(({ clusterScoped = false }) => !clusterScoped);
  for (const place of new Set(namespaced.map((one) => one.namespace ?? namespace))) {
    // In a namespace that others use too, the name says whose it is.
    const name = place === namespace ? account : `${host.name}-${account}`;
    const metadata = { name, namespace: place };
    const rules = rulesOf(namespaced.filter((one) => (one.namespace ?? namespace) === place));
    addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules });
    const roleRef = { apiGroup: RBAC, kind: 'Role', name };
    addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects });
  }
  const clusterScoped = permissions.filter((one) => one.clusterScoped);
  if (clusterScoped.length === 0) return;
  const metadata = { name: `${host.name}-${account}` };
  addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata, rules: rulesOf(clusterScoped) });
  const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: metadata.name };
  addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata, roleRef, subjects });
}
