import type { AppFacts, CertificateFact, PeerAddressFact } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { duration } from './wording';

/** How long the issuer may be out of order, a lost site included, before a certificate runs out. */
const LEAST_RENEW_BEFORE_SECONDS = 7 * 86_400;

/** DNS-01 and CRT: the identities of peers. */
export const CERTIFICATE_RULES: Rule<AppFacts>[] = [
  {
    id: 'DNS-01',
    severity: Severity.ERROR,
    title: 'the certificate of a peer covers the name under which the other sites dial it',
    why: 'peers of other sites refuse the connection: the cluster never forms, or falls apart when a node moves',
    source:
      'raffaelespazzoli/openshift-modern-availability, cockroachdb.md: names per pod and cluster; RFC 9525, 6.3: a wildcard is one label',
    check: uncoveredPeers,
  },
  {
    id: 'CRT-01',
    severity: Severity.ERROR,
    title: 'certificates are renewed at least 7 days before they end',
    why: 'an outage of the issuer that is longer than that takes the connections between all sites down with it',
    source:
      'cert-manager, Certificate: renewBefore; raffaelespazzoli/openshift-modern-availability renews 1 h before the end',
    check: lateRenewals,
  },
];

interface IdentifiedPeer extends PeerAddressFact {
  readonly certificate: string;
}

function uncoveredPeers({ peers, certificates }: AppFacts): string[] | undefined {
  const identified = peers.filter((peer): peer is IdentifiedPeer => peer.certificate !== undefined);
  if (identified.length === 0) return undefined;
  return identified.flatMap(({ site, host, certificate: name }) => {
    const certificate = certificates.find((other) => other.site === site && other.name === name);
    if (!certificate) {
      return [
        `peers dial ${host} in site ${site}, whose certificate ${name} is not issued there; issue it in site ${site} with that name in dnsNames`,
      ];
    }
    if (certificate.dnsNames.some((dnsName) => covers(dnsName, host))) return [];
    return [
      `certificate ${name} of site ${site} does not cover ${host}, which peers dial; its dnsNames are ${certificate.dnsNames.join(', ') || 'empty'}: add ${host} or ${wildcardOf(host)}`,
    ];
  });
}

function covers(dnsName: string, host: string): boolean {
  const [pattern, name] = [dnsName.toLowerCase(), host.toLowerCase()];
  return pattern === name || pattern === wildcardOf(name);
}

/** The wildcard that stands for the first label of a name, and for that one only. */
function wildcardOf(host: string): string {
  return host.replace(/^[^.]+/, '*');
}

function lateRenewals({ certificates }: AppFacts): string[] | undefined {
  if (certificates.length === 0) return undefined;
  return certificates.flatMap((certificate) => {
    const { site, name, durationSeconds, renewBeforeSeconds } = certificate;
    return problemsOf(certificate).map(
      (problem) =>
        `certificate ${name} of site ${site} lasts ${duration(durationSeconds)} and is renewed ${duration(renewBeforeSeconds)} before its end; ${problem}`,
    );
  });
}

function problemsOf({ durationSeconds, renewBeforeSeconds }: CertificateFact): string[] {
  const least = duration(LEAST_RENEW_BEFORE_SECONDS);
  if (renewBeforeSeconds < LEAST_RENEW_BEFORE_SECONDS) {
    const longer = durationSeconds > LEAST_RENEW_BEFORE_SECONDS ? '' : `, and the duration above ${least}`;
    return [
      `at least ${least} are needed to outlast an issuer that is down: set renewBefore to ${least} or more${longer}`,
    ];
  }
  if (renewBeforeSeconds >= durationSeconds) {
    return [`it would be renewed all the time: set renewBefore below the duration, such as to a third of it`];
  }
  return [];
}
