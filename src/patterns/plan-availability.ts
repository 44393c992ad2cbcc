import { Pattern } from '../model/profile';
import {
  type AvailabilityTerm,
  availabilityOf,
  outageFraction,
  roundedDown,
  secondsWithoutService,
  sitesUp,
} from '../recovery/availability';
import { Basis } from '../recovery/bound';
import { counted } from '../rules/wording';
import type { PlannedAvailability } from '../synthesis/plan';
import type { AppPlanProps } from './app-plan';

const SITE = {
  value: 0.9995,
  source:
    'a guess, since no agreement covers a whole site (that of Amazon EKS, 99.95 %, is about its API server alone); prop availability.siteAvailability replaces it',
};
const LOSSES = { value: 1, source: 'a guess; prop availability.siteFailuresPerYear replaces it' };
const NETWORK = {
  value: 0.9995,
  source:
    'AWS Site-to-Site VPN Service Level Agreement: 99.95 % (aws.amazon.com/vpn/site-to-site-vpn-sla); nobody states one for tunnels between clusters',
};
const ROUTE53 = { value: 1, source: 'Amazon Route 53 Service Level Agreement: 100 % (aws.amazon.com/route53/sla)' };

/** Sites of which enough have to be up. */
interface Sites {
  readonly count: number;
  readonly tolerated: number;
  /** How many of them cost an outage when they are lost. */
  readonly losable: number;
}

/** How much of a year the application serves, as far as sites decide it. */
export function planAvailability(from: AppPlanProps): PlannedAvailability {
  const sites = sitesOf(from);
  const site = siteTerm(from);
  const network = networkTerms(from);
  const balancer = balancerTerms(from);
  const losses = lossesTerm(from);
  const one = [site, ...network].reduce((product, { value }) => product * value, 1);
  const each = Array.from({ length: sites.count }, () => one);
  const lossesPerYear = losses.value * sites.losable;
  const outageSeconds = from.bounds.rto.seconds;
  const availability = availabilityOf({
    sites: each,
    tolerated: sites.tolerated,
    inSeries: balancer.map(({ value }) => value),
    lossesPerYear,
    outageSeconds,
  });
  return {
    availability,
    secondsPerYear: secondsWithoutService(availability),
    terms: [site, ...network, upTerm(each, sites), ...balancer, losses, outageTerm(from, lossesPerYear, outageSeconds)],
  };
}

/** With one active site a second one can take over. Otherwise any site that is lost may cost all clients an outage: leaders move. */
function sitesOf({ application, evidence }: AppPlanProps): Sites {
  const { host } = application;
  if (host.activeSite) return { count: Math.min(2, host.dataSites.length), tolerated: 1, losable: 1 };
  const count = host.sites.length;
  return { count, tolerated: evidence.toleratedSiteFailures, losable: count };
}

function siteTerm({ props }: AppPlanProps): AvailabilityTerm {
  const stated = props.availability?.siteAvailability;
  return assumed('availability of one site', stated, 'availability.siteAvailability of the application', SITE);
}

function lossesTerm({ props }: AppPlanProps): AvailabilityTerm {
  const stated = props.availability?.siteFailuresPerYear;
  return assumed(
    'losses of each site in a year',
    stated,
    'availability.siteFailuresPerYear of the application',
    LOSSES,
  );
}

/** On the way of a request only where a write waits for other sites. */
function networkTerms({ application }: AppPlanProps): AvailabilityTerm[] {
  const { pattern, replications } = application.host;
  const waits = pattern === Pattern.STRONG_CONSISTENCY || replications.some(({ synchronous }) => synchronous);
  return waits ? [assumed('availability of the way between a site and the others', undefined, '', NETWORK)] : [];
}

function balancerTerms({ application }: AppPlanProps): AvailabilityTerm[] {
  const kind = application.host.fleet.traffic?.kind;
  if (!application.traffic || kind === undefined) return [];
  const known = kind === 'route53' ? ROUTE53 : { value: 1, source: `nobody states one for load balancer ${kind}` };
  return [assumed(`availability of load balancer ${kind}`, undefined, '', known)];
}

function upTerm(each: number[], { count, tolerated }: Sites): AvailabilityTerm {
  const least = Math.max(1, count - tolerated);
  return {
    name: `${least} of ${counted(count, 'site')} or more are up`,
    value: roundedDown(sitesUp(each, tolerated)),
    basis: Basis.ASSUMED,
    source: `binomial formula; sites are assumed to fail independently: what they share (a provider, a release, a person) is not counted`,
  };
}

function outageTerm({ bounds }: AppPlanProps, lossesPerYear: number, seconds: number | undefined): AvailabilityTerm {
  const each = seconds === undefined ? 'an unbounded recovery time' : `a recovery time of ${seconds} s`;
  return {
    name: 'fraction of a year without service after losses',
    value: roundedUp(outageFraction(lossesPerYear, seconds)),
    basis: bounds.rto.basis,
    source: `${lossesPerYear} x ${each}, as if each loss hit all clients; taken off`,
  };
}

function assumed(
  name: string,
  stated: number | undefined,
  prop: string,
  otherwise: { readonly value: number; readonly source: string },
): AvailabilityTerm {
  const { value, source } = stated === undefined ? otherwise : { value: stated, source: prop };
  return { name, value, basis: Basis.ASSUMED, source };
}

function roundedUp(fraction: number): number {
  return Math.ceil(fraction * 1e9 - 1e-4) / 1e9;
}
