/** What makes the Secrets and ConfigMaps of a cluster. */
import type { PrerequisiteFact } from './evidence';
import { fieldsOf, textAt, textsAt, valuesAt } from './json';
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
  const there = manifests.filter(({ cluster }) => cluster === wanted.cluster);
  return [
    ...there
      .filter(({ namespace }) => namespace === wanted.namespace)
      .flatMap((manifest) => producedBy(manifest, wanted)),
    ...(wanted.kind === 'Secret' ? there.flatMap((manifest) => madeByOperator(manifest, wanted)) : []),
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
  return [];
}

function madeByOperator(manifest: Manifest, { namespace, name }: Wanted): Producer[] {
  const by = `the operator of ${manifest.kind} ${manifest.name}`;
  return MADE_BY_OPERATORS.filter((made) => isOfKind(manifest, made.of))
    .flatMap((made) => made.secrets(manifest))
    .filter((made) => made.name === name && (made.namespace ?? namespace) === namespace)
    .map(({ keys }) => ({ origin: Origin.OPERATOR, by, keys }));
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

/** A Secret that a custom resource is made into; without a namespace it may be in any. */
interface Made {
  readonly name: string;
  readonly namespace?: string;
  readonly keys?: string[];
}

interface MadeByOperator {
  readonly of: string;
  readonly secrets: (manifest: Manifest) => Made[];
}

/** In the namespace of the custom resource. */
function beside(namesOf: (manifest: Manifest) => string[]): MadeByOperator['secrets'] {
  return (manifest) => namesOf(manifest).map((name) => ({ name, namespace: manifest.namespace }));
}

/** Vault Secrets Operator, API Reference, Destination: without `create` it fills a Secret that something else made. */
function vaultDestination({ json }: Manifest): string[] {
  return valuesAt(json, '/spec/destination')
    .filter((destination) => fieldsOf(destination)['create'] === true)
    .flatMap((destination) => textsAt(destination, '/name'));
}

/** Which namespaces have the labels that it selects by is not in the output. */
function clusterExternalSecret({ name, json }: Manifest): Made[] {
  const target = textAt(json, '/spec/externalSecretSpec/target/name') ?? textAt(json, '/spec/externalSecretName');
  const selects = ['namespaceSelector', 'namespaceSelectors'].some((at) => valuesAt(json, `/spec/${at}`).length > 0);
  const made = { name: target ?? name };
  const inNamespaces = textsAt(json, '/spec/namespaces/*').map((namespace) => ({ ...made, namespace }));
  return selects ? [made] : inNamespaces;
}

function infisicalSecret({ namespace, json }: Manifest): Made[] {
  const managed = ['managedSecretReference', 'managedKubeSecretReferences/*'].flatMap((at) =>
    valuesAt(json, `/spec/${at}`),
  );
  return managed.flatMap((one) =>
    textsAt(one, '/secretName').map((name) => ({ name, namespace: textAt(one, '/secretNamespace') ?? namespace })),
  );
}

/** Secrets Store CSI Driver, Sync as Kubernetes Secret: while a pod has the class mounted. */
function syncedSecrets({ namespace, json }: Manifest): Made[] {
  return valuesAt(json, '/spec/secretObjects/*').flatMap((one) =>
    textsAt(one, '/secretName').map((name) => ({ name, namespace, keys: textsAt(one, '/data/*/key') })),
  );
}

/**
 * CloudNativePG, "Bootstrap": the owner of the database is in `<cluster>-app`. Strimzi, "Certificates and secrets": a KafkaUser has
 * a Secret of its own name, a Kafka two with its CAs. The others bring what somebody keeps in a store of secrets: fields
 * from their API references.
 */
const MADE_BY_OPERATORS: MadeByOperator[] = [
  { of: 'Cluster.postgresql.cnpg.io', secrets: beside(({ name }) => [`${name}-app`]) },
  { of: 'KafkaUser.kafka.strimzi.io', secrets: beside(({ name }) => [name]) },
  {
    of: 'Kafka.kafka.strimzi.io',
    secrets: beside(({ name }) => [`${name}-cluster-ca-cert`, `${name}-clients-ca-cert`]),
  },
  {
    of: 'ExternalSecret.external-secrets.io',
    secrets: beside(({ name, json }) => [textAt(json, '/spec/target/name') ?? name]),
  },
  { of: 'ClusterExternalSecret.external-secrets.io', secrets: clusterExternalSecret },
  { of: 'SealedSecret.bitnami.com', secrets: beside(({ name }) => [name]) },
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'].map((kind) => ({
    of: `${kind}.secrets.hashicorp.com`,
    secrets: beside(vaultDestination),
  })),
  { of: 'SecretProviderClass.secrets-store.csi.x-k8s.io', secrets: syncedSecrets },
  { of: 'OnePasswordItem.onepassword.com', secrets: beside(({ name }) => [name]) },
  { of: 'InfisicalSecret.secrets.infisical.com', secrets: infisicalSecret },
];
