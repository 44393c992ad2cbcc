import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import { DRILL, DRILL_RESULT, drillLabels, drillNamespace } from './drill-names';
import { locationName } from './layout';

const RBAC = 'rbac.authorization.k8s.io';
/** Where API servers listen behind their Service: policies see the address after it was translated. */
const API_SERVER_PORTS = [443, 6443];

/** What a restore test may reach. */
export interface DrillAccess {
  /** Namespace of Velero. */
  readonly velero: string;
  /** Site whose backup is restored. */
  readonly source: Site;
  readonly volumes: boolean;
}

/**
 * The namespace that is restored into, and the account of the test. The namespace stays: an account that makes and deletes
 * namespaces, and works in them, would need its permissions in all of the cluster.
 */
export function addDrillAccess(host: IAppHost, site: Site, access: DrillAccess): void {
  const { namespace } = host;
  const into = drillNamespace(host);
  addNamespace(host, site, into);
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: DRILL, namespace },
    automountServiceAccountToken: false,
  });
  addTo(host, site, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: DRILL, namespace },
    spec: {
      podSelector: { matchLabels: drillLabels(host.name) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        { ports: API_SERVER_PORTS.map((port) => ({ protocol: 'TCP', port })) },
        // Name resolution, wherever it runs; 5353 is that of OpenShift.
        { ports: [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ protocol, port }))) },
      ],
    },
  });
  addRole(host, site, { name: DRILL, namespace }, resultRules());
  addRole(host, site, { name: DRILL, namespace: into }, copyRules(access.volumes));
  addRole(host, site, { name: `${host.name}-${DRILL}`, namespace: access.velero }, veleroRules(access.source));
  if (access.volumes) addVolumeReader(host, site);
}

function addNamespace(host: IAppHost, site: Site, name: string): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  });
  // Not called as that of the application is, which the restore has to bring back.
  addTo(host, site, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${DRILL}-deny-all`, namespace: name },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

function resultRules(): PolicyRule[] {
  return [
    { apiGroups: [''], resources: ['configmaps'], resourceNames: [DRILL_RESULT], verbs: ['get', 'patch'] },
    // Nothing that is to be made has a name yet for RBAC to look at.
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
  ];
}

function copyRules(volumes: boolean): PolicyRule[] {
  const verbs = ['delete', 'get', 'list', 'watch'];
  return [
    { apiGroups: [''], resources: ['configmaps', ...(volumes ? ['persistentvolumeclaims'] : [])], verbs },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs },
    ...(volumes ? [{ apiGroups: [''], resources: ['pods'], verbs: ['create', ...verbs] }] : []),
  ];
}

function veleroRules(source: Site): PolicyRule[] {
  const apiGroups = ['velero.io'];
  return [
    { apiGroups, resources: ['backupstoragelocations'], resourceNames: [locationName(source)], verbs: ['get'] },
    { apiGroups, resources: ['backups'], verbs: ['list'] },
    { apiGroups, resources: ['restores'], verbs: ['create', 'get'] },
  ];
}

/** Volumes have names that nobody knows before, and are in no namespace: it sees whether they are gone, and can do nothing to them. */
function addVolumeReader(host: IAppHost, site: Site): void {
  const name = `${host.name}-${DRILL}`;
  const rules = [{ apiGroups: [''], resources: ['persistentvolumes'], verbs: ['get'] }];
  addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules });
  addTo(host, site, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: DRILL, namespace: host.namespace }],
  });
}

function addRole(
  host: IAppHost,
  site: Site,
  metadata: { readonly name: string; readonly namespace: string },
  rules: PolicyRule[],
): void {
  addTo(host, site, { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules });
  addTo(host, site, {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: RBAC, kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: DRILL, namespace: host.namespace }],
  });
}
