import type { IAppHost } from '../model/app-host';
import type { TrafficRequest } from '../model/load-balancer';
import { PrerequisiteKind } from '../model/prerequisite';

/** Where the health checkers of Route 53 come from. */
const CHECKER_RANGES = 'service ROUTE53_HEALTHCHECKS in https://ip-ranges.amazonaws.com/ip-ranges.json';

/** States what has to be there, in DNS and at the sites, before the records can work. */
export function requireRoute53(
  host: IAppHost,
  request: TrafficRequest,
  {
    hostedZoneId,
    zoneName,
    port,
    connectionSeconds,
  }: { hostedZoneId: string; zoneName: string; port: number; connectionSeconds: number },
): void {
  for (const site of request.sites) {
    host.require(site, {
      kind: PrerequisiteKind.FIREWALL,
      name: `tcp/${port} of the ingress`,
      why:
        `admits the health checkers of Route 53 (${CHECKER_RANGES}; on AWS the managed prefix list ` +
        `com.amazonaws.${site.region}.route53-healthchecks), or ${site.name} counts as lost and gets no clients`,
    });
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: 'age of connections',
      why: `the ingress of ${site.name} closes every connection of a client after ${connectionSeconds} s at most (connectionAge of the load balancer), or clients of a site that is cut off never ask for another one`,
    });
    host.require(site, {
      kind: PrerequisiteKind.DNS,
      name: zoneName,
      why: `the registrar, or the parent zone, delegates it to hosted zone ${hostedZoneId}, in which ${request.hostname} is answered`,
    });
    if (site.ingressHostname === undefined) continue;
    host.require(site, {
      kind: PrerequisiteKind.DNS,
      name: site.ingressHostname,
      why: `has an A record with the public address of the ingress of ${site.name}: health checkers that dial a name use IPv4 only`,
    });
  }
}
