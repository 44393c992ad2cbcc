import { isIPv4, isIPv6 } from 'node:net';
import { isLatch, siteDialled } from './health';
import { differs } from './quorum';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, type SiteSpec } from '../spec';

interface DnsRecord {
  readonly zone_id: string;
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME';
  readonly set_identifier: string;
  readonly ttl?: number;
  readonly records?: string[];
  readonly health_check_id?: string;
  readonly alias?: { readonly name: string };
  readonly [policy: string]: unknown;
}

/** What Route 53 takes, and that each answer depends on the health of the site that it is. */
export function records(output: Output): string[] {
  return [...ofEach(output), ...ofTwo(output)];
}

/** Records of two applications are not each other's. */
function ofTwo(output: Output): string[] {
  const keys = output.spec.apps.flatMap((app) =>
    (Object.values(output.resources(app.id, 'aws_route53_record')) as unknown as DnsRecord[]).map(
      ({ name, type, set_identifier: id }) => `${name} ${type} ${id}`,
    ),
  );
  return differs('records of different applications', new Set(keys).size, keys.length);
}

function ofEach(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const all = Object.values(output.resources(app.id, 'aws_route53_record')) as unknown as DnsRecord[];
    if (app.hostname === undefined) return differs('records without a hostname', all.length, 0);
    const sites = dataSitesOf(output.spec, app);
    return [
      ...all.flatMap((record) => judged(output, app, all, record)),
      ...sites.flatMap((site) => {
        const answers = all.filter(({ records: values = [] }) =>
          values.some((value) => answersOf(site).includes(value)),
        );
        return answers.length > 0 ? [] : [`no record answers with ${site.name}`];
      }),
      ...(all.some(({ name }) => name === app.hostname) ? [] : [`no record is called ${app.hostname}`]),
      ...grouped(all).flatMap((group) => alike(group)),
    ];
  });
}

function answersOf({ ingressHostname, ingressIpv4, ingressIpv6 }: SiteSpec): (string | undefined)[] {
  return [ingressHostname, ingressIpv4, ingressIpv6];
}

function judged(output: Output, app: AppSpec, all: DnsRecord[], record: DnsRecord): string[] {
  const what = `record ${record.name} ${record.type} ${record.set_identifier}`;
  const zone = output.spec.fleet.traffic?.zoneName ?? '';
  const complaints = [
    ...(record.name === zone || record.name.endsWith(`.${zone}`) ? [] : ['it is not in the zone']),
    ...(record.name.length <= 253 && record.name.split('.').every(({ length }) => length > 0 && length <= 63)
      ? []
      : ['its name is too long']),
    ...(record.type === 'CNAME' && record.name === zone ? ['no CNAME may be at the apex'] : []),
    ...(record.alias ? aliased(all, record, record.alias.name) : answered(output, app, record)),
  ];
  return complaints.map((complaint) => `${what}: ${complaint}`);
}

function aliased(all: DnsRecord[], { type, name }: DnsRecord, target: string): string[] {
  const found = all.some((other) => other.name === target && other.type === type && !other.alias);
  return found && target !== name ? [] : [`its alias ${target} has no records`];
}

/** Of IPv6 only 2000::/3 is routed. */
const FORMATS = {
  A: isIPv4,
  AAAA: (value: string) => isIPv6(value) && /^[23]/.test(value),
  CNAME: (value: string) => !isIPv4(value) && !isIPv6(value) && value !== '',
};

function answered(
  output: Output,
  app: AppSpec,
  { type, records: values = [], health_check_id: id, ttl }: DnsRecord,
): string[] {
  const sites = dataSitesOf(output.spec, app);
  const [value = '', ...more] = values;
  const site = sites.find((each) => answersOf(each).includes(value));
  if (site === undefined || more.length > 0 || !FORMATS[type](value)) return [`it answers with ${values.join(' ')}`];
  const checks = output.resources(app.id, 'aws_route53_health_check');
  const ids = [idIn(id)].flatMap((each) => [
    each,
    ...((checks[each]?.['child_healthchecks'] ?? []) as string[]).map(idIn),
  ]);
  const dialled = ids.flatMap((each) => {
    const check = checks[each];
    if (check === undefined) return ['no health check'];
    return check['type'] === 'CALCULATED' || isLatch(each)
      ? []
      : [siteDialled(sites, check as never)?.name ?? 'no site'];
  });
  return [
    ...differs('sites that its health checks dial', [...new Set(dialled)], [site.name]),
    ...(Number.isInteger(ttl) && ttl! >= 0 ? [] : [`its TTL is ${String(ttl)}`]),
  ];
}

function idIn(reference: string | undefined): string {
  return /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(reference ?? '')?.[1] ?? '';
}

function grouped(all: DnsRecord[]): DnsRecord[][] {
  const keys = [...new Set(all.map(({ name, type }) => `${name} ${type}`))];
  return keys.map((key) => all.filter(({ name, type }) => `${name} ${type}` === key));
}

/** Records of one name and type are told apart, and are of one policy. */
function alike(group: DnsRecord[]): string[] {
  const [first] = group;
  const what = `records ${first!.name} ${first!.type}`;
  const policies = group.map((record) =>
    Object.keys(record)
      .filter((key) => key.includes('routing_policy'))
      .join(),
  );
  const weights = group.flatMap(
    ({ weighted_routing_policy: policy }) => (policy as { weight: number } | undefined)?.weight ?? [],
  );
  return [
    ...differs(`${what}: identifiers`, new Set(group.map((record) => record.set_identifier)).size, group.length),
    ...differs(`${what}: policies`, new Set(policies).size, 1),
    ...differs(
      `${what}: weights`,
      weights.filter((weight) => !Number.isInteger(weight) || weight < 0 || weight > 255),
      [],
    ),
  ];
}
