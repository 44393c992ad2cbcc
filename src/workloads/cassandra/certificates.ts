import type { Certificate } from '../../kinds/cert-manager';
import type { EncryptionStores } from '../../kinds/k8ssandra';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { CERTIFICATE_LIFETIME, CERTIFICATE_RENEW_BEFORE, issueCertificate } from '../certificate';
import { CASSANDRA, CLIENT_CERTIFICATE, KEYSTORE_SECRET, NODE_CERTIFICATE } from './names';

/** A certificate that cert-manager also puts into Java keystores, as keys `keystore.jks` and `truststore.jks` of the Secret. */
interface KeystoreCertificate extends Certificate {
  readonly spec: Certificate['spec'] & {
    readonly keystores: {
      readonly jks: {
        readonly create: true;
        readonly passwordSecretRef: { readonly name: string; readonly key: string };
      };
    };
  };
}

/**
 * Certificate of the nodes of a site, for each other and for clients, under every name of their Service. Nodes dial each other by
 * address, which no certificate holds: the fleet CA proves them, and NetworkPolicies say who gets there. Cassandra reads the
 * keystores again by itself when they are renewed.
 */
export function issueNodeCertificate(host: IAppHost, site: Site): void {
  const { namespace } = host;
  const dnsNames = [
    CASSANDRA,
    `${CASSANDRA}.${namespace}`,
    `${CASSANDRA}.${namespace}.svc`,
    site.localAddress(CASSANDRA, namespace),
  ];
  const certificate: KeystoreCertificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: NODE_CERTIFICATE, namespace },
    spec: {
      secretName: NODE_CERTIFICATE,
      commonName: NODE_CERTIFICATE,
      duration: `${CERTIFICATE_LIFETIME.toHours()}h`,
      renewBefore: `${CERTIFICATE_RENEW_BEFORE.toHours()}h`,
      usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      dnsNames,
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      keystores: { jks: { create: true, passwordSecretRef: { ...KEYSTORE_SECRET } } },
      issuerRef: { name: host.fleet.names.issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  };
  addTo(host, site, certificate);
  host.stateCertificate({
    site: site.name,
    name: NODE_CERTIFICATE,
    dnsNames,
    durationSeconds: CERTIFICATE_LIFETIME.toSeconds(),
    renewBeforeSeconds: CERTIFICATE_RENEW_BEFORE.toSeconds(),
  });
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: KEYSTORE_SECRET.name,
    namespace,
    keys: [KEYSTORE_SECRET.key],
    why: 'password of the keystores of Cassandra, at least 6 characters; the K8ssandra operator copies it into the configuration of the nodes, so that it protects no more than that does',
  });
}

/** What front ends and the Job that makes the keyspace trust the nodes by. A password proves who they are. */
export function issueClientCertificate(host: IAppHost, site: Site): void {
  issueCertificate(host, site, {
    name: CLIENT_CERTIFICATE,
    commonName: CLIENT_CERTIFICATE,
    usages: ['client auth'],
    dnsNames: [],
  });
}

/** Where the operator finds the keystores, in the cluster of each datacenter. */
export function encryptionStores(): EncryptionStores {
  return {
    keystoreSecretRef: { name: NODE_CERTIFICATE, key: 'keystore.jks' },
    keystorePasswordSecretRef: { ...KEYSTORE_SECRET },
    truststoreSecretRef: { name: NODE_CERTIFICATE, key: 'truststore.jks' },
    truststorePasswordSecretRef: { ...KEYSTORE_SECRET },
  };
}
