import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { imageNeeds, recoveryNeeds } from './independence';
import { issuersOf } from './issuers';
import type { Rule } from './rule';
import { listed } from './wording';

/** IND: nothing that a recovery needs is lost with the site. */
export const INDEPENDENCE_RULES: Rule<AppEvidence>[] = [
  {
    id: 'IND-01',
    severity: Severity.ERROR,
    title: 'no step or store of a recovery is lost with the site that it recovers from',
    why: 'the procedure stops halfway, on the day for which it was written: what it asks is what was lost',
    source: 'AWS Fault Isolation Boundaries: static stability, a recovery depends on nothing in the impaired Region',
    waivable: true,
    check: lostWithSite,
  },
  {
    id: 'IND-02',
    severity: Severity.WARNING,
    title: 'images are pulled from a registry that is in the region of no site',
    why: 'when that region is lost the other sites run what their nodes have cached, and start nothing on a new node',
    source:
      'Kubernetes, Images: imagePullPolicy; Amazon ECR, private registries are Regional: cross-Region replication copies images',
    check: regionalRegistries,
  },
  {
    id: 'IND-03',
    severity: Severity.WARNING,
    title: 'what issues certificates in a site is in that site',
    why: 'an issuer that is missing, or that asks what was lost, renews nothing: the sites that are left end with their certificates',
    source: 'cert-manager, Certificate resource: issuerRef is looked up in the cluster of the Certificate',
    check: unknownIssuers,
  },
];

function lostWithSite(evidence: AppEvidence): string[] | undefined {
  const needs = recoveryNeeds(evidence);
  if (needs.length === 0) return undefined;
  return needs
    .filter(({ available }) => !available)
    .map(
      ({ lost, needs: what, where }) =>
        `when site ${lost} is lost its recovery needs ${what} (${where}), which is lost with it; keep it in another site or region, or let the runbook go on without it (mayFail)`,
    );
}

function regionalRegistries(evidence: AppEvidence): string[] | undefined {
  const needs = imageNeeds(evidence);
  if (needs.length === 0) return undefined;
  return needs
    .filter(({ available }) => !available)
    .map(
      ({ lost, needs: registry, where }) =>
        `when site ${lost} is lost the other sites can no longer pull from ${registry} (${where}); replicate the images, and name a registry of each site's own region or of none`,
    );
}

function unknownIssuers(evidence: AppEvidence): string[] | undefined {
  const issuers = issuersOf(evidence);
  if (issuers.length === 0) return undefined;
  return issuers
    .filter(({ missingIn }) => missingIn.length > 0)
    .map(
      ({ issuer, missingIn }) =>
        `certificates in ${listed(missingIn)} are issued by ${issuer}, which is neither the fleet's nor in the output there; name ClusterIssuer ${evidence.issuer} of the fleet, or add the issuer to the chart of each site, or waive IND-03 once it is there and asks nothing of another site`,
    );
}
