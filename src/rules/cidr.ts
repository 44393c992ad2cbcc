import ipaddr from 'ipaddr.js';

/** A range of IPv4 addresses. */
export interface Cidr {
  /** As it was given. */
  readonly text: string;
  readonly address: ipaddr.IPv4;
  readonly prefix: number;
}

/** The ranges that nobody on the internet owns: RFC 1918 and RFC 6598. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(readCidr);

/** The range, or undefined when the text is not one: four decimal parts, since `10.1/16` is read in two ways, and no `/016`. */
export function parseCidr(text: string): Cidr | undefined {
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text) && !/\/0\d/.test(text) ? readCidr(text) : undefined;
}

function readCidr(text: string): Cidr {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  return { text, address, prefix };
}

/** True when an address is in both ranges. */
export function overlap(a: Cidr, b: Cidr): boolean {
  return a.address.match(b.address, Math.min(a.prefix, b.prefix));
}

/** True when the whole range is private. */
export function isPrivate(cidr: Cidr): boolean {
  return PRIVATE_RANGES.some((range) => cidr.prefix >= range.prefix && overlap(cidr, range));
}

/** What keeps checkers on the internet from an address, such as `private` or `loopback`; undefined when nothing does. */
export function unreachableBecause(address: string): string | undefined {
  if (!isAddress(address)) return undefined;
  const range = ipaddr.process(address).range();
  return range === 'unicast' ? undefined : range.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** True for an address, false for a name. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
