import type { SiteFacts } from '../../src/rules/facts';

/** `use1`, `use2` and `usw2`: regions, zones and ranges of their own. */
export const SITES: SiteFacts[] = [
  siteFacts('use1', 'us-east-1', 1),
  siteFacts('use2', 'us-east-2', 2),
  siteFacts('usw2', 'us-west-2', 3),
];

/** A site whose ranges follow from a number: pods in 10.<number>0.0.0/16. */
export function siteFacts(name: string, region: string, number: number): SiteFacts {
  return {
    name,
    region,
    zones: [`${region}a`, `${region}b`, `${region}c`],
    podCidr: `10.${number}0.0.0/16`,
    serviceCidr: `10.${number}1.0.0/16`,
    nodeCidr: `10.${number}2.0.0/16`,
    clusterDomain: 'cluster.local',
    ingressHostname: `${name}.example.com`,
    ingressIpv4: `54.1.1.${number}`,
    ingressIpv6: `2600:1f18::${number}`,
  };
}
