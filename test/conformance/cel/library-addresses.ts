import type { Environment } from '@marcbachmann/cel-js';
import {
  addressBits,
  contains,
  networkAddress,
  parseAddress,
  parseRange,
  type Address,
  type Range,
} from '../addresses';

class Ip {
  constructor(readonly address: Address) {}

  static parse(text: string): Ip {
    const address = parseAddress(text);
    if (address === undefined) throw new Error(`'${text}' is not an IP address`);
    return new Ip(address);
  }

  /** Whether the address is in a range such as `loopback`, `unspecified`, `linkLocal`. */
  is(range: string): boolean {
    return this.address.range() === range;
  }
}

class Cidr {
  constructor(readonly range: Range) {}

  static parse(text: string): Cidr {
    const range = parseRange(text);
    if (range === undefined) throw new Error(`'${text}' is not a CIDR`);
    return new Cidr(range);
  }

  containsRange(other: Cidr): boolean {
    return other.range.prefix >= this.range.prefix && contains(this.range, other.range.address);
  }
}

const familyOf = (address: Address): bigint => (addressBits(address) === 32 ? 4n : 6n);

/** The `ip` and `cidr` libraries. */
export function registerAddresses(cel: Environment): void {
  cel
    .registerType('net.IP', Ip)
    .registerType('net.CIDR', Cidr)
    .registerFunction('isIP(string): bool', (text: string) => parseAddress(text) !== undefined)
    .registerFunction('ip(string): net.IP', (text: string) => Ip.parse(text))
    .registerFunction('string(net.IP): string', (ip: Ip) => ip.address.toString())
    .registerFunction('net.IP.family(): int', (ip: Ip) => familyOf(ip.address))
    .registerFunction('net.IP.isLoopback(): bool', (ip: Ip) => ip.is('loopback'))
    .registerFunction('net.IP.isUnspecified(): bool', (ip: Ip) => ip.is('unspecified'))
    .registerFunction('net.IP.isLinkLocalUnicast(): bool', (ip: Ip) => ip.is('linkLocal'))
    .registerFunction(
      'net.IP.isGlobalUnicast(): bool',
      (ip: Ip) => !['loopback', 'unspecified', 'linkLocal', 'multicast', 'broadcast'].some((range) => ip.is(range)),
    )
    .registerFunction('isCIDR(string): bool', (text: string) => parseRange(text) !== undefined)
    .registerFunction('cidr(string): net.CIDR', (text: string) => Cidr.parse(text))
    .registerFunction('string(net.CIDR): string', ({ range }: Cidr) => `${range.address.toString()}/${range.prefix}`)
    .registerFunction('net.CIDR.containsIP(string): bool', ({ range }: Cidr, text: string) =>
      contains(range, Ip.parse(text).address),
    )
    .registerFunction('net.CIDR.containsIP(net.IP): bool', ({ range }: Cidr, ip: Ip) => contains(range, ip.address))
    .registerFunction('net.CIDR.containsCIDR(string): bool', (outer: Cidr, text: string) =>
      outer.containsRange(Cidr.parse(text)),
    )
    .registerFunction('net.CIDR.containsCIDR(net.CIDR): bool', (outer: Cidr, inner: Cidr) => outer.containsRange(inner))
    .registerFunction('net.CIDR.ip(): net.IP', ({ range }: Cidr) => new Ip(range.address))
    .registerFunction('net.CIDR.prefixLength(): int', ({ range }: Cidr) => BigInt(range.prefix))
    .registerFunction(
      'net.CIDR.masked(): net.CIDR',
      ({ range }: Cidr) => new Cidr({ address: networkAddress(range), prefix: range.prefix }),
    );
}
