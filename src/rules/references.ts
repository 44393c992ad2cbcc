/** Which Secrets and ConfigMaps the objects of the output refer to. */
import { fieldsOf, listOf, textAt, textsAt, valuesAt, visitObjects } from './json';
import { type Manifest, isOfKind } from './manifests';
import { remembered } from './remembered';

/** A Secret or ConfigMap that something needs. */
export interface Reference {
  /** Cluster in which it is needed. */
  readonly cluster: string;
  /** `Secret` or `ConfigMap`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Keys that are read; none in particular where it is taken as a whole. */
  readonly keys: string[];
  /** True where the pod starts without it. */
  readonly optional: boolean;
  /** Kind and name of the object that refers to it. */
  readonly by: string;
}

/** The same, before it is known where. */
type Named = Pick<Reference, 'kind' | 'name' | 'keys'> & { readonly namespace?: string; readonly optional?: boolean };

/** What an object refers to. */
export const referencesOf = remembered((manifest: Manifest): Reference[] => {
  const { kind, name, namespace, cluster, json } = manifest;
  // What a ConfigMap holds is text, whatever its keys are called.
  const inPods = kind === 'ConfigMap' ? [] : podReferences(fieldsOf(json)['spec'] ?? {});
  const placed = (clusters: string[], named: Named): Reference[] =>
    clusters.map((each) => ({
      ...named,
      namespace: named.namespace ?? namespace,
      optional: named.optional === true,
      cluster: each,
      by: `${kind} ${name}`,
    }));
  return [
    ...inPods.flatMap((named) => placed([cluster], named)),
    ...FIELDS.filter((field) => isOfKind(manifest, field.of)).flatMap(({ at, read, in: where }) => {
      const clusters = where === undefined ? [cluster] : [...new Set(textsAt(json, where))];
      return valuesAt(json, at).flatMap((value) => read(value).flatMap((named) => placed(clusters, named)));
    }),
  ];
});

/** What containers and their volumes refer to, whatever they are a part of. */
function podReferences(spec: unknown): Named[] {
  const found: Named[] = [];
  visitObjects(spec, (fields) => {
    found.push(
      ...keyOf('Secret', fields['secretKeyRef']),
      ...keyOf('ConfigMap', fields['configMapKeyRef']),
      ...wholeOf('Secret', fields['secretRef']),
      ...wholeOf('ConfigMap', fields['configMapRef']),
      ...listOf(fields['imagePullSecrets']).flatMap((one) => wholeOf('Secret', one)),
      ...listOf(fields['volumes']).flatMap(volumeReferences),
    );
  });
  return found;
}

function volumeReferences(volume: unknown): Named[] {
  const sources = [volume, ...valuesAt(volume, '/projected/sources/*')];
  return sources.flatMap((source) => [
    ...itemsOf('Secret', fieldsOf(source)['secret']),
    ...itemsOf('ConfigMap', fieldsOf(source)['configMap']),
  ]);
}

function keyOf(kind: string, value: unknown): Named[] {
  return textsAt(value, '/key').flatMap((key) => named(kind, value, [key]));
}

function wholeOf(kind: string, value: unknown): Named[] {
  return named(kind, value, []);
}

function itemsOf(kind: string, value: unknown): Named[] {
  return named(kind, value, textsAt(value, '/items/*/key'));
}

/** In a volume a Secret is called by `secretName`, everywhere else by `name`. */
function named(kind: string, value: unknown, keys: string[]): Named[] {
  const name = textAt(value, '/secretName') ?? textAt(value, '/name');
  if (name === undefined) return [];
  return [{ kind, name, keys, namespace: textAt(value, '/namespace'), optional: fieldsOf(value)['optional'] === true }];
}

/** A field of a custom resource that refers to a Secret or ConfigMap. */
interface Field {
  /** Kind and group. */
  readonly of: string;
  readonly at: string;
  readonly read: (value: unknown) => Named[];
  /** Pointer to the names of the clusters that need it, where it is not that of the object. */
  readonly in?: string;
}

/** The field holds the name. */
function nameOf(kind: string, ...keys: string[]): Field['read'] {
  return (value) => (typeof value === 'string' ? [{ kind, name: value, keys }] : []);
}

/** The field holds the name, and the keys under other names. */
function nameWithKeys(...fields: string[]): Field['read'] {
  return (value) =>
    wholeOf('Secret', value).map((one) => ({ ...one, keys: fields.flatMap((at) => textsAt(value, at)) }));
}

const secretKey: Field['read'] = (value) => keyOf('Secret', value);
const secret: Field['read'] = (value) => wholeOf('Secret', value);

/** The name in one field, the namespace in another one: parameters of storage classes. */
function parameters(prefix: string): Field['read'] {
  return (value) => {
    const name = fieldsOf(value)[`${prefix}-name`];
    const namespace = fieldsOf(value)[`${prefix}-namespace`];
    if (typeof name !== 'string') return [];
    return [{ kind: 'Secret', name, keys: [], ...(typeof namespace === 'string' && { namespace }) }];
  };
}

const DATACENTERS = '/spec/cassandra/datacenters/*/k8sContext';
const LISTENERS = '/spec/kafka/listeners/*/configuration/brokerCertChainAndKey';
const EXTERNAL = '/spec/externalClusters/*';
const CRDB_CERTIFICATES = '/spec/template/spec/certificates/externalCertificates';
const STRIMZI_KEYS = ['/certificate', '/key'];
const TLS_KEYS = ['tls.crt', 'tls.key'];

/** From the CRDs of the versions that the library emits. */
const FIELDS: Field[] = [
  { of: 'Certificate.cert-manager.io', at: '/spec/keystores/*/passwordSecretRef', read: secretKey },
  { of: 'Ingress.networking.k8s.io', at: '/spec/tls/*/secretName', read: nameOf('Secret', ...TLS_KEYS) },
  { of: 'PodMonitor.monitoring.coreos.com', at: '/spec/podMetricsEndpoints/*/tlsConfig/ca/secret', read: secretKey },
  { of: 'Cluster.postgresql.cnpg.io', at: '/spec/certificates/serverCASecret', read: nameOf('Secret', 'ca.crt') },
  { of: 'Cluster.postgresql.cnpg.io', at: '/spec/certificates/clientCASecret', read: nameOf('Secret', 'ca.crt') },
  { of: 'Cluster.postgresql.cnpg.io', at: '/spec/certificates/serverTLSSecret', read: nameOf('Secret', ...TLS_KEYS) },
  {
    of: 'Cluster.postgresql.cnpg.io',
    at: '/spec/certificates/replicationTLSSecret',
    read: nameOf('Secret', ...TLS_KEYS),
  },
  ...['sslKey', 'sslCert', 'sslRootCert', 'password'].map((name) => ({
    of: 'Cluster.postgresql.cnpg.io',
    at: `${EXTERNAL}/${name}`,
    read: secretKey,
  })),
  { of: 'ObjectStore.barmancloud.cnpg.io', at: '/spec/configuration/s3Credentials/*', read: secretKey },
  { of: 'K8ssandraCluster.k8ssandra.io', at: '/spec/cassandra/superuserSecretRef', read: secret },
  ...['cassandra/serverEncryptionStores', 'cassandra/clientEncryptionStores', 'medusa/clientEncryptionStores'].map(
    (stores) => ({ of: 'K8ssandraCluster.k8ssandra.io', at: `/spec/${stores}/*`, read: secretKey, in: DATACENTERS }),
  ),
  {
    of: 'K8ssandraCluster.k8ssandra.io',
    at: '/spec/medusa/storageProperties/storageSecretRef',
    read: secret,
    in: DATACENTERS,
  },
  {
    of: 'CrdbCluster.crdb.cockroachlabs.com',
    at: `${CRDB_CERTIFICATES}/nodeSecretName`,
    read: nameOf('Secret', ...TLS_KEYS),
  },
  {
    of: 'CrdbCluster.crdb.cockroachlabs.com',
    at: `${CRDB_CERTIFICATES}/rootSqlClientSecretName`,
    read: nameOf('Secret', ...TLS_KEYS),
  },
  {
    of: 'CrdbCluster.crdb.cockroachlabs.com',
    at: `${CRDB_CERTIFICATES}/caConfigMapName`,
    read: nameOf('ConfigMap', 'ca.crt'),
  },
  { of: 'PerconaXtraDBCluster.pxc.percona.com', at: '/spec/secretsName', read: nameOf('Secret') },
  { of: 'PerconaXtraDBCluster.pxc.percona.com', at: '/spec/sslSecretName', read: nameOf('Secret', ...TLS_KEYS) },
  {
    of: 'PerconaXtraDBCluster.pxc.percona.com',
    at: '/spec/sslInternalSecretName',
    read: nameOf('Secret', ...TLS_KEYS),
  },
  {
    of: 'PerconaXtraDBCluster.pxc.percona.com',
    at: '/spec/backup/storages/*/s3/credentialsSecret',
    read: nameOf('Secret', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
  },
  { of: 'Kafka.kafka.strimzi.io', at: LISTENERS, read: nameWithKeys(...STRIMZI_KEYS) },
  ...['target', 'mirrors/*/source'].flatMap((side) => [
    {
      of: 'KafkaMirrorMaker2.kafka.strimzi.io',
      at: `/spec/${side}/tls/trustedCertificates/*`,
      read: nameWithKeys('/certificate'),
    },
    {
      of: 'KafkaMirrorMaker2.kafka.strimzi.io',
      at: `/spec/${side}/authentication/certificateAndKey`,
      read: nameWithKeys(...STRIMZI_KEYS),
    },
  ]),
  ...['ReplicationSource', 'ReplicationDestination'].flatMap((kind) => [
    { of: `${kind}.volsync.backube`, at: '/spec/rsyncTLS/keySecret', read: nameOf('Secret', 'psk.txt') },
    {
      of: `${kind}.volsync.backube`,
      at: '/spec/restic/repository',
      read: nameOf('Secret', 'RESTIC_REPOSITORY', 'RESTIC_PASSWORD'),
    },
  ]),
  {
    of: 'VolumeReplicationClass.replication.storage.openshift.io',
    at: '/spec/parameters',
    read: parameters('replication.storage.openshift.io/replication-secret'),
  },
  {
    of: 'VolumeGroupReplicationClass.replication.storage.openshift.io',
    at: '/spec/parameters',
    read: parameters('replication.storage.openshift.io/group-replication-secret'),
  },
  { of: 'NetworkFence.csiaddons.openshift.io', at: '/spec/secret', read: secret },
];
