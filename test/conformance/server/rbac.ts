import { Cursor } from '../cursor';
import { groupKind, namespaceOf, type KubeObject, type Refuse } from '../kube-object';

const RBAC = 'rbac.authorization.k8s.io';

/** Roles and their bindings. */
export function checkRbac(object: KubeObject, refuse: Refuse): void {
  const root = new Cursor(object);
  switch (groupKind(object)) {
    case `ClusterRole.${RBAC}`:
    case `Role.${RBAC}`:
      for (const rule of root.list('rules')) checkRule(rule, object.kind === 'ClusterRole', refuse);
      break;
    case `ClusterRoleBinding.${RBAC}`:
    case `RoleBinding.${RBAC}`:
      checkRoleRef(root.get('roleRef'), object.kind === 'ClusterRoleBinding', refuse);
      for (const subject of root.list('subjects')) checkSubject(subject, namespaceOf(object), refuse);
  }
}

function checkRule(rule: Cursor, clusterWide: boolean, refuse: Refuse): void {
  const size = (field: string): number => rule.list(field).length;
  if (size('verbs') === 0) refuse(rule.get('verbs'), 'a rule needs verbs');
  if (size('nonResourceURLs') > 0) {
    if (!clusterWide) refuse(rule.get('nonResourceURLs'), 'only a ClusterRole can grant URLs');
    if (size('resources') + size('apiGroups') > 0) refuse(rule, 'must not grant both URLs and resources');
    return;
  }
  for (const field of ['apiGroups', 'resources']) {
    if (size(field) === 0) refuse(rule.get(field), 'is required in a rule on resources');
  }
}

function checkRoleRef(roleRef: Cursor, clusterWide: boolean, refuse: Refuse): void {
  if (roleRef.get('apiGroup').text !== RBAC) refuse(roleRef.get('apiGroup'), `must be ${RBAC}`);
  if (clusterWide && roleRef.get('kind').text !== 'ClusterRole') {
    refuse(roleRef.get('kind'), 'a ClusterRoleBinding binds a ClusterRole');
  }
}

function checkSubject(subject: Cursor, namespace: string | undefined, refuse: Refuse): void {
  const serviceAccount = subject.get('kind').text === 'ServiceAccount';
  const group = subject.get('apiGroup').text ?? '';
  if (serviceAccount && group !== '') refuse(subject.get('apiGroup'), 'must be empty for a ServiceAccount');
  if (serviceAccount && !subject.get('namespace').exists) {
    const help = namespace === undefined ? '' : ` (that of the binding is ${namespace})`;
    refuse(subject.get('namespace'), `is required for a ServiceAccount${help}`);
  }
  if (!serviceAccount && group !== '' && group !== RBAC) refuse(subject.get('apiGroup'), `must be ${RBAC}`);
}
