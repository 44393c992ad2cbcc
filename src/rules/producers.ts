/** What makes the Secrets and ConfigMaps of a cluster. */
import type { PrerequisiteFact } from './evidence';
import { fieldsOf, textAt, textsAt } from './json';
import { type Manifest, isOfKind } from './manifests';
import type { Reference } from './references';

/** How a Secret or ConfigMap comes to be. */
export enum Origin {
  /** Applied from Git. */
  GIT = 'in Git',
  /** Issued by cert-manager. */
  ISSUED = 'issued again',
  /** Made by an operator, or by Kubernetes. */
  OPERATOR = 'made again',
  /** Provided by the platform. */
  PLATFORM = 'provided',
}

export interface Producer {
  readonly origin: Origin;
  /** Such as `Certificate etcd-tls`. */
  readonly by: string;
  /** Keys that it has; undefined where they are not known. */
  readonly keys?: string[];
}

type Wanted = Pick<Reference, 'cluster' | 'kind' | 'namespace' | 'name'>;

/** What makes it in its cluster: nothing, or several things, the prerequisite last. */
export function producersOf(wanted: Wanted, manifests: Manifest[], prerequisites: PrerequisiteFact[]): Producer[] {
  const own = manifests.filter(
    ({ cluster, namespace }) => cluster === wanted.cluster && namespace === wanted.namespace,
  );
  return [
    ...own.flatMap((manifest) => producedBy(manifest, wanted)),
    ...(wanted.kind === 'ConfigMap' && wanted.name === ROOT_CA.name ? [ROOT_CA.producer] : []),
    ...prerequisites
      .filter(
        ({ site, kind, name, namespace = '' }) =>
          site === wanted.cluster && kind === wanted.kind && name === wanted.name && namespace === wanted.namespace,
      )
      .map(({ keys }) => ({ origin: Origin.PLATFORM, by: 'the platform', keys })),
  ];
}

/** Kubernetes publishes it in every namespace. */
const ROOT_CA = {
  name: 'kube-root-ca.crt',
  producer: { origin: Origin.OPERATOR, by: 'Kubernetes', keys: ['ca.crt'] },
};

function producedBy(manifest: Manifest, { kind, name }: Wanted): Producer[] {
  const { kind: own, json } = manifest;
  const by = `${own} ${manifest.name}`;
  if (own === kind && manifest.name === name) {
    const keys = Object.keys({ ...fieldsOf(fieldsOf(json)['data']), ...fieldsOf(fieldsOf(json)['stringData']) });
    return [{ origin: Origin.GIT, by, keys: [...keys, ...Object.keys(fieldsOf(fieldsOf(json)['binaryData']))] }];
  }
  if (kind !== 'Secret') return [];
  if (isOfKind(manifest, 'Certificate.cert-manager.io') && textAt(json, '/spec/secretName') === name) {
    const issuer = [textAt(json, '/spec/issuerRef/kind') ?? 'Issuer', textAt(json, '/spec/issuerRef/name') ?? ''];
    return [{ origin: Origin.ISSUED, by: issuer.join(' '), keys: certificateKeys(json) }];
  }
  return MADE_BY_OPERATORS.filter((made) => isOfKind(manifest, made.of))
    .filter((made) => made.names(manifest).includes(name))
    .map(() => ({ origin: Origin.OPERATOR, by: `the operator of ${by}` }));
}

/** cert-manager, Certificate: `ca.crt` is there with an issuer of type CA. */
function certificateKeys(json: unknown): string[] {
  const stores = fieldsOf(fieldsOf(fieldsOf(json)['spec'])['keystores']);
  return [
    ...['ca.crt', 'tls.crt', 'tls.key'],
    ...('jks' in stores ? ['keystore.jks', 'truststore.jks'] : []),
    ...('pkcs12' in stores ? ['keystore.p12', 'truststore.p12'] : []),
  ];
}

interface MadeByOperator {
  readonly of: string;
  readonly names: (manifest: Manifest) => string[];
}

/**
 * CloudNativePG, "Bootstrap": the owner of the database is in `<cluster>-app`. Strimzi, "Certificates and secrets": a KafkaUser has
 * a Secret of its own name, a Kafka two with its CAs. External Secrets and Sealed Secrets make those that somebody adds.
 */
const MADE_BY_OPERATORS: MadeByOperator[] = [
  { of: 'Cluster.postgresql.cnpg.io', names: ({ name }) => [`${name}-app`] },
  { of: 'KafkaUser.kafka.strimzi.io', names: ({ name }) => [name] },
  { of: 'Kafka.kafka.strimzi.io', names: ({ name }) => [`${name}-cluster-ca-cert`, `${name}-clients-ca-cert`] },
  {
    of: 'ExternalSecret.external-secrets.io',
    names: ({ name, json }) =>
      textsAt(json, '/spec/target/name').length > 0 ? textsAt(json, '/spec/target/name') : [name],
  },
  { of: 'SealedSecret.bitnami.com', names: ({ name }) => [name] },
];
