/** NET-14 and GLB-12: what has to be watched and let through, and is easily forgotten. */
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { textsAt } from './json';
import { manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';

export const WATCH_RULES: Rule<AppEvidence>[] = [
  {
    id: 'NET-14',
    severity: Severity.WARNING,
    title: 'the end of certificates is watched in every site that has some',
    why: 'a renewal that fails is noticed when the certificate has ended, and the connections between all sites with it',
    source: 'cert-manager, Prometheus Metrics: certmanager_certificate_expiration_timestamp_seconds',
    check: unwatchedCertificates,
  },
  {
    id: 'GLB-12',
    severity: Severity.WARNING,
    title: 'the firewall of each site is asked to let the health checkers in',
    why: 'the check fails for ever behind a firewall that admits clients only: the site never gets one',
    source: 'Amazon Route 53 Developer Guide, Configuring router and firewall rules for health checks',
    check: shutFirewalls,
  },
];

const EXPIRATION = 'certmanager_certificate_expiration_timestamp_seconds';

function unwatchedCertificates(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const sites = new Set(ofKind(manifests, 'Certificate.cert-manager.io').map(({ cluster }) => cluster));
  if (sites.size === 0) return undefined;
  const watched = ofKind(manifests, 'PrometheusRule.monitoring.coreos.com')
    .filter(({ json }) => textsAt(json, '/spec/groups/*/rules/*/expr').some((expr) => expr.includes(EXPIRATION)))
    .map(({ cluster }) => cluster);
  return [...sites]
    .filter((site) => !watched.includes(site))
    .map(
      (site) =>
        `site ${site} has certificates, and no alert of its PrometheusRules reads ${EXPIRATION}; add one that fires before they end`,
    );
}

function shutFirewalls({ healthChecks, prerequisites }: AppEvidence): string[] | undefined {
  if (healthChecks.length === 0) return undefined;
  const asked = (site: string): boolean =>
    prerequisites.some((one) => one.site === site && one.kind === 'firewall' && /health check/.test(one.why));
  return [...new Set(healthChecks.map(({ site }) => site))]
    .filter((site) => !asked(site))
    .map(
      (site) =>
        `health checkers dial site ${site}, and no prerequisite asks its firewall to admit them; state the ranges of the checkers as one`,
    );
}
