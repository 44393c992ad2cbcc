import { Cursor } from '../cursor';
import { groupKind, namespaceOf, type KubeObject } from '../kube-object';
import { podsOf } from '../pods';
import { keyReference, podReferences } from './pod-references';
import { referenceAt, type Reference } from './reference';

type Find = (root: Cursor, namespace: string | undefined) => Reference[];

/** Reads a name at a fixed place. */
const named =
  (kind: string, ...path: string[]): Find =>
  (root, namespace) =>
    referenceAt(root.get(...path), kind, namespace);
const clusterWide =
  (kind: string, ...path: string[]): Find =>
  (root) =>
    referenceAt(root.get(...path), kind, undefined);

const storageLocation = named('BackupStorageLocation', 'spec', 'storageLocation');
const credential: Find = (root, namespace) => keyReference(root.get('spec', 'credential'), 'Secret', namespace);
const volSync: Find = (root, namespace) => [
  ...named('PersistentVolumeClaim', 'spec', 'sourcePVC')(root, namespace),
  ...['rclone.rcloneConfig', 'restic.repository', 'rsync.sshKeys', 'rsyncTLS.keySecret'].flatMap((place) =>
    referenceAt(root.get('spec', ...place.split('.')), 'Secret', namespace),
  ),
];

/** Where objects name other objects that must be there. */
const FINDERS: Record<string, readonly Find[]> = {
  'Backup.velero.io': [storageLocation],
  'BackupStorageLocation.velero.io': [credential],
  'Certificate.cert-manager.io': [issuer],
  // The Secret is in the namespace of cert-manager itself, which the object does not tell.
  'ClusterIssuer.cert-manager.io': [clusterWide('Secret', 'spec', 'ca', 'secretName')],
  'ClusterRoleBinding.rbac.authorization.k8s.io': [roleBinding],
  'ClusterWorkflowTemplate.argoproj.io': [workflow('spec')],
  'CronWorkflow.argoproj.io': [workflow('spec', 'workflowSpec')],
  'CrdbCluster.crdb.cockroachlabs.com': [cockroachDb],
  'GRPCRoute.gateway.networking.k8s.io': [route],
  'Gateway.gateway.networking.k8s.io': [gatewayCertificates],
  'HTTPRoute.gateway.networking.k8s.io': [route],
  'HorizontalPodAutoscaler.autoscaling': [scaleTarget],
  'Ingress.networking.k8s.io': [clusterWide('IngressClass', 'spec', 'ingressClassName'), ingress],
  'Issuer.cert-manager.io': [named('Secret', 'spec', 'ca', 'secretName')],
  PersistentVolumeClaim: [clusterWide('StorageClass', 'spec', 'storageClassName')],
  'ReplicationDestination.volsync.backube': [volSync],
  'ReplicationSource.volsync.backube': [volSync],
  'RoleBinding.rbac.authorization.k8s.io': [roleBinding],
  'Schedule.velero.io': [named('BackupStorageLocation', 'spec', 'template', 'storageLocation')],
  'ScheduledBackup.postgresql.cnpg.io': [named('Cluster', 'spec', 'cluster', 'name')],
  'ServiceExport.multicluster.x-k8s.io': [named('Service', 'metadata', 'name')],
  'StatefulSet.apps': [named('Service', 'spec', 'serviceName'), claimTemplates],
  'TCPRoute.gateway.networking.k8s.io': [route],
  'TLSRoute.gateway.networking.k8s.io': [route],
  'VolumeReplication.replication.storage.openshift.io': [
    clusterWide('VolumeReplicationClass', 'spec', 'volumeReplicationClass'),
  ],
  'VolumeSnapshot.snapshot.storage.k8s.io': [clusterWide('VolumeSnapshotClass', 'spec', 'volumeSnapshotClassName')],
  'VolumeSnapshotLocation.velero.io': [credential],
  'Workflow.argoproj.io': [workflow('spec')],
  'WorkflowTemplate.argoproj.io': [workflow('spec')],
};

/** All references of an object to others. */
export function referencesOf(object: KubeObject): Reference[] {
  const namespace = namespaceOf(object);
  const root = new Cursor(object);
  const own = (FINDERS[groupKind(object)] ?? []).flatMap((find) => find(root, namespace));
  // A ClusterWorkflowTemplate has no namespace of its own: its pods run wherever it is used.
  const pods = namespace === undefined ? [] : podsOf(object).flatMap((pod) => podReferences(pod, namespace));
  const references = [...own, ...pods];
  // Pods of one workflow share its volumes and its account: one complaint about each is enough.
  return references.filter(({ at }, index) => references.findIndex((other) => other.at.path === at.path) === index);
}

function issuer(root: Cursor, namespace: string | undefined): Reference[] {
  const ref = root.get('spec', 'issuerRef');
  if ((ref.get('group').text ?? 'cert-manager.io') !== 'cert-manager.io') return [];
  const kind = ref.get('kind').text ?? 'Issuer';
  return referenceAt(ref.get('name'), kind, kind === 'ClusterIssuer' ? undefined : namespace);
}

function roleBinding(root: Cursor, namespace: string | undefined): Reference[] {
  const ref = root.get('roleRef');
  const kind = ref.get('kind').text ?? 'Role';
  const accounts = root.list('subjects').filter((subject) => subject.get('kind').text === 'ServiceAccount');
  return [
    ...referenceAt(ref.get('name'), kind, kind === 'ClusterRole' ? undefined : namespace),
    ...accounts.flatMap((account) => referenceAt(account.get('name'), 'ServiceAccount', account.get('namespace').text)),
  ];
}

/** The operator of CockroachDB does not make the certificates that it is told to use, nor the account. */
function cockroachDb(root: Cursor, namespace: string | undefined): Reference[] {
  const spec = root.get('spec', 'template', 'spec');
  const certificates = spec.get('certificates', 'externalCertificates').entries();
  return [
    ...certificates.flatMap(([field, name]) =>
      referenceAt(name, field.endsWith('ConfigMapName') ? 'ConfigMap' : 'Secret', namespace),
    ),
    ...referenceAt(spec.get('podTemplate', 'spec', 'serviceAccountName'), 'ServiceAccount', namespace),
  ];
}

function scaleTarget(root: Cursor, namespace: string | undefined): Reference[] {
  const ref = root.get('spec', 'scaleTargetRef');
  return referenceAt(ref.get('name'), ref.get('kind').text ?? '', namespace);
}

function claimTemplates(root: Cursor): Reference[] {
  const templates = root.list('spec', 'volumeClaimTemplates');
  return templates.flatMap((claim) => referenceAt(claim.get('spec', 'storageClassName'), 'StorageClass', undefined));
}

function ingress(root: Cursor, namespace: string | undefined): Reference[] {
  const spec = root.get('spec');
  const paths = spec.list('rules').flatMap((rule) => rule.list('http', 'paths'));
  const backends = [spec.get('defaultBackend'), ...paths.map((path) => path.get('backend'))];
  return [
    ...spec.list('tls').flatMap((tls) => referenceAt(tls.get('secretName'), 'Secret', namespace)),
    ...backends.flatMap((backend) => {
      const number = backend.get('service', 'port', 'number');
      const port = number.exists ? number : backend.get('service', 'port', 'name');
      return referenceAt(backend.get('service', 'name'), 'Service', namespace, { port });
    }),
  ];
}

/** Routes of the Gateway API. A ServiceImport comes from the other clusters of the set: it is not looked for here. */
function route(root: Cursor, namespace: string | undefined): Reference[] {
  const gateways = root.list('spec', 'parentRefs').filter((ref) => (ref.get('kind').text ?? 'Gateway') === 'Gateway');
  const backends = root.list('spec', 'rules').flatMap((rule) => rule.list('backendRefs'));
  const services = backends.filter((ref) => (ref.get('kind').text ?? 'Service') === 'Service');
  const namespaceOfRef = (ref: Cursor): string | undefined => ref.get('namespace').text ?? namespace;
  return [
    ...gateways.flatMap((ref) => referenceAt(ref.get('name'), 'Gateway', namespaceOfRef(ref))),
    ...services.flatMap((ref) =>
      referenceAt(ref.get('name'), 'Service', namespaceOfRef(ref), { port: ref.get('port') }),
    ),
  ];
}

function gatewayCertificates(root: Cursor, namespace: string | undefined): Reference[] {
  const listeners = root.list('spec', 'listeners');
  const certificates = listeners.flatMap((listener) => listener.list('tls', 'certificateRefs'));
  return certificates.flatMap((ref) => referenceAt(ref.get('name'), 'Secret', ref.get('namespace').text ?? namespace));
}

/** The account of a workflow, and the templates that it or its steps take from elsewhere. */
function workflow(...path: string[]): Find {
  return (root, namespace) => {
    const spec = root.get(...path);
    const templates = spec.list('templates');
    const steps = templates.flatMap((template) => template.list('steps').flatMap((parallel) => parallel.items()));
    const tasks = templates.flatMap((template) => template.list('dag', 'tasks'));
    const refs = [spec.get('workflowTemplateRef'), ...[...steps, ...tasks].map((step) => step.get('templateRef'))];
    const account =
      namespace === undefined ? [] : referenceAt(spec.get('serviceAccountName'), 'ServiceAccount', namespace);
    return [...account, ...refs.flatMap((ref) => workflowTemplate(ref, namespace))];
  };
}

function workflowTemplate(ref: Cursor, namespace: string | undefined): Reference[] {
  return ref.get('clusterScope').value === true
    ? referenceAt(ref.get('name'), 'ClusterWorkflowTemplate', undefined)
    : referenceAt(ref.get('name'), 'WorkflowTemplate', namespace);
}
