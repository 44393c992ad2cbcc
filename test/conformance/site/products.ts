import { Cursor } from '../cursor';
import { groupKind, type KubeObject } from '../kube-object';

/** An object that a controller makes from one of ours, in its namespace. */
export interface Product {
  readonly kind: string;
  readonly name: string;
  readonly keys?: ReadonlySet<string>;
}

export interface Products {
  readonly products: readonly Product[];
  /** Kinds of which an operator makes objects whose names are, or begin with, that of the object. */
  readonly operated?: readonly string[];
}

/** Kinds from which an operator makes a whole workload, and what else it makes that is named after the object. */
const OPERATED: Record<string, readonly string[]> = {
  'CassandraDatacenter.cassandra.datastax.com': ['Secret', 'Service'],
  'Cluster.postgresql.cnpg.io': ['PersistentVolumeClaim', 'Secret', 'Service', 'ServiceAccount'],
  'CrdbCluster.crdb.cockroachlabs.com': ['Service'],
  'Elasticsearch.elasticsearch.k8s.elastic.co': ['ConfigMap', 'Secret', 'Service'],
  'K8ssandraCluster.k8ssandra.io': ['Secret', 'Service'],
  'Kafka.kafka.strimzi.io': ['ConfigMap', 'Secret', 'Service', 'ServiceAccount'],
  'KafkaMirrorMaker2.kafka.strimzi.io': ['Service', 'ServiceAccount'],
  'KafkaUser.kafka.strimzi.io': ['Secret'],
  'PerconaServerMongoDB.psmdb.percona.com': ['Secret', 'Service'],
  'PerconaServerMySQL.ps.percona.com': ['Secret', 'Service'],
  'PerconaXtraDBCluster.pxc.percona.com': ['Secret', 'Service'],
  'RabbitmqCluster.rabbitmq.com': ['Secret', 'Service'],
  'ScyllaCluster.scylla.scylladb.com': ['Secret', 'Service', 'ServiceAccount'],
  'TidbCluster.pingcap.com': ['ConfigMap', 'Service'],
  'VitessCluster.planetscale.com': ['Service'],
};

/** What controllers make from an object. */
export function productsOf(object: KubeObject): Products {
  const kind = groupKind(object);
  const root = new Cursor(object);
  const operated = OPERATED[kind];
  if (operated !== undefined) return { products: [], operated };
  if (kind === 'Certificate.cert-manager.io') return { products: certificateSecret(root.get('spec')) };
  if (kind === 'ExternalSecret.external-secrets.io') return { products: [externalSecret(root)] };
  if (kind === 'StatefulSet.apps') return { products: claimsOf(root) };
  return { products: [] };
}

/** cert-manager fills the three keys of a TLS Secret, and others only where it is told to. */
function certificateSecret(spec: Cursor): Product[] {
  const name = spec.get('secretName').text;
  if (name === undefined) return [];
  const formats = spec.list('additionalOutputFormats');
  const stores = ['jks', 'pkcs12'].filter((format) => spec.get('keystores', format, 'create').value === true);
  const keys = [
    ...['tls.crt', 'tls.key', 'ca.crt'],
    ...formats.map((format) => (format.get('type').text === 'DER' ? 'key.der' : 'tls-combined.pem')),
    ...stores.flatMap((format) =>
      ['keystore', 'truststore'].map((file) => `${file}.${format === 'jks' ? 'jks' : 'p12'}`),
    ),
  ];
  return [{ kind: 'Secret', name, keys: new Set(keys) }];
}

function externalSecret(root: Cursor): Product {
  const spec = root.get('spec');
  const name = spec.get('target', 'name').text ?? root.get('metadata', 'name').text ?? '';
  const listed = !spec.get('dataFrom').exists && !spec.get('target', 'template').exists;
  const keys = spec.list('data').map((entry) => entry.get('secretKey').text ?? '');
  return { kind: 'Secret', name, ...(listed ? { keys: new Set(keys) } : {}) };
}

/** More replicas than any StatefulSet has: a mistyped number must not exhaust the memory. */
const MAX_REPLICAS = 1000;

/** One claim for each replica and each template: `data-etcd-0`. */
function claimsOf(root: Cursor): Product[] {
  const name = root.get('metadata', 'name').text ?? '';
  const first = root.get('spec', 'ordinals', 'start').number ?? 0;
  const ordinals = Array.from(
    { length: Math.min(root.get('spec', 'replicas').number ?? 1, MAX_REPLICAS) },
    (_, index) => first + index,
  );
  const templates = root.list('spec', 'volumeClaimTemplates');
  return templates.flatMap((template) =>
    ordinals.map((ordinal) => ({
      kind: 'PersistentVolumeClaim',
      name: `${template.get('metadata', 'name').text ?? ''}-${name}-${ordinal}`,
    })),
  );
}
