import { isIP } from 'node:net';
import * as ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address range with its first address. */
export interface Range {
  readonly address: Address;
  readonly prefix: number;
}

/** Parses an IP address as Go does: no leading zeros, no short forms, no zones. */
export function parseAddress(value: string): Address | undefined {
  return isIP(value) === 0 || value.includes('%') ? undefined : ipaddr.parse(value);
}

/** Parses a CIDR. */
export function parseRange(value: string): Range | undefined {
  const [text = '', prefixText = '', ...rest] = value.split('/');
  const address = parseAddress(text);
  const prefix = Number(prefixText);
  const wellFormed = rest.length === 0 && /^(0|[1-9]\d{0,2})$/.test(prefixText);
  if (address === undefined || !wellFormed || prefix > addressBits(address)) return undefined;
  return { address, prefix };
}

export function addressBits(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** Whether an address lies in a range. */
export function contains(range: Range, address: Address): boolean {
  if (range.address.kind() !== address.kind()) return false;
  return address.match(range.address, range.prefix); // both are of the same kind
}

/** Whether a range lies strictly within another: the same range does not. */
export function strictlyWithin(inner: Range, outer: Range): boolean {
  return inner.prefix > outer.prefix && contains(outer, inner.address);
}

/** First address of the range, as `10.0.0.0` for 10.0.0.7/8. */
export function networkAddress(range: Range): Address {
  return ipaddr.fromByteArray(
    range.address.toByteArray().map((byte, index) => {
      const bits = Math.min(8, Math.max(0, range.prefix - index * 8));
      return byte & (0xff << (8 - bits)) & 0xff;
    }),
  );
}
