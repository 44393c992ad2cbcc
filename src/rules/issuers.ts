/** What issues the Certificates of a cluster. */
import { groupedBy } from '../recovery/grouped';
import type { AppEvidence } from './evidence';
import { textAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';

export interface Issuer {
  /** Such as `ClusterIssuer fleet-ca`. */
  readonly issuer: string;
  /** Clusters with Certificates of it in which it is neither the fleet's nor in the output. */
  readonly missingIn: string[];
}

/** The issuers of all Certificates that are not in a cluster. */
export function issuersOf(evidence: AppEvidence, lost?: string): Issuer[] {
  const manifests = manifestsOf(evidence);
  const certificates = ofKind(manifests, 'Certificate.cert-manager.io').filter(({ cluster }) => cluster !== lost);
  const issuers = groupedBy(certificates, ({ json }) => issuerOf(json).join(' '));
  return [...issuers].map(([issuer, each]) => {
    const missing = each.filter((certificate) => !isThere(evidence, manifests, certificate));
    return { issuer, missingIn: [...new Set(missing.map(({ cluster }) => cluster))] };
  });
}

function issuerOf(certificate: unknown): [kind: string, name: string] {
  return [textAt(certificate, '/spec/issuerRef/kind') ?? 'Issuer', textAt(certificate, '/spec/issuerRef/name') ?? ''];
}

/** An issuer is looked up in the cluster of the Certificate; one that is not for the whole cluster, in its namespace. */
function isThere({ issuer }: AppEvidence, manifests: Manifest[], { cluster, namespace, json }: Manifest): boolean {
  const [kind, name] = issuerOf(json);
  if (kind === 'ClusterIssuer' && name === issuer) return true;
  return ofKind(manifests, kind).some(
    (one) => one.cluster === cluster && one.name === name && (kind.includes('Cluster') || one.namespace === namespace),
  );
}
