import ipaddr from 'ipaddr.js';
import type { Site } from '../model/site';
import { type Cidr, overlap, parseCidr } from '../rules/cidr';

/** Range that Submariner's Globalnet takes by default; in 240.0.0.0/4, which nobody routes. */
export const DEFAULT_GLOBALNET_RANGE = '242.0.0.0/8';

/** Prefix length that a site gets by default: 65,536 addresses, Submariner's `defaultGlobalnetClusterSize`. */
const DEFAULT_SITE_PREFIX = 16;

/** Addresses of a cluster that joins the broker without a range of its own. */
export const DEFAULT_CLUSTER_SIZE = 2 ** (32 - DEFAULT_SITE_PREFIX);

/** What is wrong with the ranges of the sites: one message each. */
export function checkGlobalnet(ranges: Record<string, string>, within: string, sites: Site[]): string[] {
  const whole = network(within);
  if (!whole) return [`globalnetRange is "${within}"; allowed is an IPv4 network such as ${DEFAULT_GLOBALNET_RANGE}`];
  const parsed = sites.flatMap((site) => {
    const cidr = network(ranges[site.name] ?? '');
    return cidr ? [{ site: site.name, cidr }] : [];
  });
  return [
    ...checkNames(ranges, sites),
    ...checkGiven(ranges, whole, sites, parsed),
    ...checkPlace(whole, parsed),
    ...checkClusterRanges(whole, sites),
  ];
}

interface SiteRange {
  readonly site: string;
  readonly cidr: Cidr;
}

/** The range, when it is an IPv4 network written by its first address. */
function network(text: string): Cidr | undefined {
  const cidr = parseCidr(text);
  if (cidr?.address.kind() !== 'ipv4') return undefined;
  return ipaddr.IPv4.networkAddressFromCIDR(text).toString() === cidr.address.toString() ? cidr : undefined;
}

function checkNames(ranges: Record<string, string>, sites: Site[]): string[] {
  const known = sites.map(({ name }) => name);
  return Object.keys(ranges)
    .filter((name) => !known.includes(name))
    .map((name) => `globalnetCidrs names "${name}", which is no site of the fleet; its sites are ${known.join(', ')}`);
}

function checkGiven(ranges: Record<string, string>, whole: Cidr, sites: Site[], taken: SiteRange[]): string[] {
  const free = firstFree(
    whole,
    taken.map(({ cidr }) => cidr),
  );
  const hint = free === undefined ? '' : `, such as ${free}`;
  const allowed = `give it an IPv4 network of its own within ${whole.text}${hint}`;
  return sites.flatMap(({ name }) => {
    const text = ranges[name];
    if (text === undefined) return [`globalnetCidrs has no range for site ${name}; ${allowed}`];
    return network(text) ? [] : [`globalnetCidrs of site ${name} is "${text}", which is no IPv4 network; ${allowed}`];
  });
}

function checkPlace(whole: Cidr, ranges: SiteRange[]): string[] {
  const outside = ranges
    .filter(({ cidr }) => cidr.prefix < whole.prefix || !overlap(cidr, whole))
    .map(
      ({ site, cidr }) =>
        `globalnetCidrs of site ${site} is ${cidr.text}, which is not within globalnetRange ${whole.text}`,
    );
  const shared = ranges.flatMap((range, index) =>
    ranges
      .slice(index + 1)
      .filter((other) => overlap(range.cidr, other.cidr))
      .map(
        (other) =>
          `globalnetCidrs of sites ${range.site} (${range.cidr.text}) and ${other.site} (${other.cidr.text}) overlap; ` +
          `give each site a range of its own`,
      ),
  );
  return [...outside, ...shared];
}

/** A range that a cluster uses itself cannot stand for another cluster's pods. */
function checkClusterRanges(whole: Cidr, sites: Site[]): string[] {
  return sites.flatMap((site) =>
    Object.entries({ podCidr: site.podCidr, serviceCidr: site.serviceCidr, nodeCidr: site.nodeCidr }).flatMap(
      ([prop, text]) => {
        const cidr = text === undefined ? undefined : parseCidr(text);
        if (!cidr || !overlap(cidr, whole)) return [];
        return [
          `globalnetRange ${whole.text} overlaps ${prop} ${cidr.text} of site ${site.name}; choose a globalnetRange that no ` +
            `cluster uses`,
        ];
      },
    ),
  );
}

/** First range of the usual size that nobody has. */
function firstFree(whole: Cidr, taken: Cidr[]): string | undefined {
  const prefix = Math.max(DEFAULT_SITE_PREFIX, whole.prefix);
  const first = toNumber(whole.address.toByteArray());
  for (let index = 0; index < 2 ** (prefix - whole.prefix); index++) {
    const candidate = parseCidr(`${toAddress(first + index * 2 ** (32 - prefix))}/${prefix}`);
    if (candidate && taken.every((range) => !overlap(range, candidate))) return candidate.text;
  }
  return undefined;
}

function toNumber(bytes: number[]): number {
  return bytes.reduce((number, byte) => number * 256 + byte, 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
