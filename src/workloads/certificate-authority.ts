import type { CertificateFact } from '../rules/facts';
import type { SupportLoss } from '../model/support-loss';
import { Basis, Bound } from '../recovery/bound';
import { fieldOf } from '../recovery/emitted-field';
import { FaultKind } from '../recovery/fault';

const HOUR_SECONDS = 3600;

/** Where the CA of the fleet is kept. */
export interface CertificateAuthority {
  /** ClusterIssuer, and the Secret behind it. */
  readonly issuer: string;
  /** Namespace of the Secret. */
  readonly namespace: string;
}

/** What it means for these certificates that their issuer signs nothing more; undefined when there are none. */
export function certificateAuthorityLoss(
  certificates: CertificateFact[],
  { issuer, namespace }: CertificateAuthority,
): SupportLoss | undefined {
  if (certificates.length === 0) return undefined;
  return {
    fault: FaultKind.CERTIFICATE_AUTHORITY_LOST,
    subject: `ClusterIssuer ${issuer}`,
    sites: [...new Set(certificates.map(({ site }) => site))],
    grace: untilCertificatesEnd(certificates),
    onHeal: 'cert-manager renews what is due by itself',
    human: `put Secret ${issuer} back into namespace ${namespace} of every site before the certificates end; alert CertificateNotRenewed calls for it. When the key is lost for good, have all sites trust a new CA beside the old one first, and issue from it then`,
  };
}

/** An issuer may be away for as long as a certificate has left when it is due to be renewed. */
function untilCertificatesEnd(certificates: CertificateFact[]): Bound {
  const seconds = Math.min(...certificates.map(({ renewBeforeSeconds }) => renewBeforeSeconds));
  const first = certificates.filter(({ renewBeforeSeconds }) => renewBeforeSeconds === seconds);
  const names = [...new Set(first.map(({ name }) => name))];
  return Bound.term({
    name: 'certificates that are due for renewal end',
    seconds,
    basis: Basis.DERIVED,
    source: `Certificate ${names.join(', ')}: spec.renewBefore`,
    fields: names.map((name) => fieldOf('Certificate', name, '/spec/renewBefore', `${seconds / HOUR_SECONDS}h`)),
  });
}
