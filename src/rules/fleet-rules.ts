import type { FleetFacts } from './facts';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import type { Rule } from './rule';
import { listed } from './wording';

/** FLT: sites are failure domains, lost one at a time. */
export const FAILURE_DOMAIN_RULES: Rule<FleetFacts>[] = [
  {
    id: 'FLT-01',
    severity: Severity.ERROR,
    title: 'no two sites share a region',
    why: 'a region is lost as a whole: two sites in it are one failure domain, and every bound counts them as two',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: failure domains; AWS Fault Isolation Boundaries: Regions',
    check: sharedRegions,
  },
  {
    id: 'FLT-02',
    severity: Severity.ERROR,
    title: 'no zone belongs to two sites',
    why: 'sites that share a zone share its power and network: one incident takes nodes from both',
    source:
      'Kubernetes, well-known label topology.kubernetes.io/zone; AWS Fault Isolation Boundaries: Availability Zones',
    check: sharedZones,
  },
];

function sharedRegions({ sites }: FleetFacts): string[] {
  return [...groupedBy(sites, ({ region }) => region)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([region, sharing]) => {
      const names = listed(sharing.map(({ name }) => name));
      return `sites ${names} are all in region ${region} and would be lost together; give each site a region of its own, or make them one site with more zones`;
    });
}

function sharedZones({ sites }: FleetFacts): string[] {
  const zones = sites.flatMap(({ name, zones: own }) => [...new Set(own)].map((zone) => ({ site: name, zone })));
  return [...groupedBy(zones, ({ zone }) => zone)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([zone, sharing]) => {
      const names = listed(sharing.map(({ site }) => site));
      return `zone ${zone} is listed by sites ${names}; a zone belongs to one site: list each site's own zones, as in the label topology.kubernetes.io/zone of its nodes`;
    });
}
