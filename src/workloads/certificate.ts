import { Duration } from 'cdk8s';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';

/** A leaf of the fleet CA. */
export interface CertificateProps {
  /** Name of the Certificate and of its Secret, whose keys are `tls.crt`, `tls.key` and `ca.crt`. */
  readonly name: string;
  readonly commonName: string;
  readonly usages: ('server auth' | 'client auth')[];
  readonly dnsNames: string[];
  /** True when the server is also dialled on loopback by address. */
  readonly loopback?: boolean;
  /** Labels of the Secret, for operators that look for them. */
  readonly secretLabels?: Record<string, string>;
}

/** Lifetime of a leaf: 90 days, as long as public CAs give. */
export const CERTIFICATE_LIFETIME = Duration.days(90);
/** How long before the end a leaf is renewed: an issuer may be out of order for 30 days before anything breaks. */
export const CERTIFICATE_RENEW_BEFORE = Duration.days(30);

/** Issues a certificate in a site and states it to the rules. */
export function issueCertificate(host: IAppHost, site: Site, props: CertificateProps): void {
  addTo(host, site, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: props.name, namespace: host.namespace },
    spec: {
      secretName: props.name,
      ...(props.secretLabels ? { secretTemplate: { labels: props.secretLabels } } : {}),
      commonName: props.commonName,
      duration: `${CERTIFICATE_LIFETIME.toHours()}h`,
      renewBefore: `${CERTIFICATE_RENEW_BEFORE.toHours()}h`,
      usages: ['digital signature', 'key encipherment', ...props.usages],
      ...(props.dnsNames.length > 0 ? { dnsNames: props.dnsNames } : {}),
      ...(props.loopback ? { ipAddresses: ['127.0.0.1'] } : {}),
      // PKCS #8 is what every client library reads; Java's reads nothing else.
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { name: host.fleet.names.issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
    },
  });
  host.stateCertificate({
    site: site.name,
    name: props.name,
    dnsNames: props.dnsNames,
    durationSeconds: CERTIFICATE_LIFETIME.toSeconds(),
    renewBeforeSeconds: CERTIFICATE_RENEW_BEFORE.toSeconds(),
  });
}
