import type { Site } from '../model/site';

/** A type of DNS record, and what a site answers in it. */
export interface RecordType {
  readonly type: 'A' | 'AAAA' | 'CNAME';
  /** Ends the ids of what is made for this type. */
  readonly suffix: string;
  /** Property of the site that is the answer. */
  readonly prop: 'ingressHostname' | 'ingressIpv4' | 'ingressIpv6';
  /** Address that is the answer; undefined where it is a name. */
  addressOf(site: Site): string | undefined;
}

const BY_NAME: RecordType = { type: 'CNAME', suffix: '', prop: 'ingressHostname', addressOf: () => undefined };
const BY_IPV4: RecordType = { type: 'A', suffix: '', prop: 'ingressIpv4', addressOf: (site) => site.ingressIpv4 };
const BY_IPV6: RecordType = {
  type: 'AAAA',
  suffix: '_ipv6',
  prop: 'ingressIpv6',
  addressOf: (site) => site.ingressIpv6,
};

/** A CNAME answers for IPv6 too, as far as its target does, and stands alone: records by address come without it. */
export function recordTypes(byAddress: boolean, ipv6: boolean): RecordType[] {
  if (!byAddress) return [BY_NAME];
  return ipv6 ? [BY_IPV4, BY_IPV6] : [BY_IPV4];
}
