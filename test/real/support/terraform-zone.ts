import type { Moto } from './terraform-moto';
import { type Xml, all, text } from './terraform-xml';

/** A health check, as the cloud has it. */
export interface CloudCheck {
  readonly id: string;
  readonly type?: string;
  readonly fqdn?: string;
  readonly ipAddress?: string;
  readonly port?: string;
  readonly path?: string;
  readonly sni?: string;
  readonly measuresLatency?: string;
  readonly interval?: string;
  readonly failures?: string;
  /** True when it is healthy while what it dials is not. */
  readonly inverted: boolean;
  /** Ids of the checks that a calculated one is made of. */
  readonly children: string[];
  /** How many of them have to be healthy. */
  readonly threshold?: string;
  readonly tags: Record<string, string>;
}

/** A record, as the cloud has it; names without the dot at the end. */
export interface CloudRecord {
  readonly name: string;
  readonly type: string;
  readonly setIdentifier?: string;
  readonly ttl?: number;
  readonly values: string[];
  /** Name in the same zone that is asked instead. */
  readonly alias?: string;
  /** True when an alias is no answer while no record of that name is healthy. */
  readonly evaluatesTarget: boolean;
  /** PRIMARY or SECONDARY. */
  readonly failover?: string;
  readonly region?: string;
  readonly weight?: number;
  readonly country?: string;
  readonly continent?: string;
  readonly multivalue: boolean;
  readonly check?: CloudCheck;
}

/** Everything that the cloud has for a hosted zone, but the records of the zone itself. */
export async function readZone(moto: Moto, zone: string): Promise<CloudRecord[]> {
  const checks = await readChecks(moto);
  const answer = await moto.get('route53', `/2013-04-01/hostedzone/${zone}/rrset`);
  const records = all(answer, 'ListResourceRecordSetsResponse', 'ResourceRecordSets', 'ResourceRecordSet');
  return records.map((record) => toRecord(record, checks)).filter(({ type }) => type !== 'NS' && type !== 'SOA');
}

/** All health checks. */
export async function readChecks(moto: Moto): Promise<CloudCheck[]> {
  const answer = await moto.get('route53', '/2013-04-01/healthcheck');
  return await Promise.all(
    all(answer, 'ListHealthChecksResponse', 'HealthChecks', 'HealthCheck').map((check) => toCheck(moto, check)),
  );
}

function toRecord(record: Xml, checks: CloudCheck[]): CloudRecord {
  const number = (...path: string[]) =>
    text(record, ...path) === undefined ? undefined : Number(text(record, ...path));
  const checkId = text(record, 'HealthCheckId');
  const check = checks.find(({ id }) => id === checkId);
  if (checkId !== undefined && check === undefined) throw new Error(`no health check ${checkId}`);
  return {
    name: undotted(text(record, 'Name') ?? ''),
    type: text(record, 'Type') ?? '',
    setIdentifier: text(record, 'SetIdentifier'),
    ttl: number('TTL'),
    values: all(record, 'ResourceRecords', 'ResourceRecord').flatMap((value) => text(value, 'Value') ?? []),
    alias: undotted(text(record, 'AliasTarget', 'DNSName')),
    evaluatesTarget: text(record, 'AliasTarget', 'EvaluateTargetHealth')?.toLowerCase() === 'true',
    failover: text(record, 'Failover'),
    region: text(record, 'Region'),
    weight: number('Weight'),
    country: text(record, 'GeoLocation', 'CountryCode'),
    continent: text(record, 'GeoLocation', 'ContinentCode'),
    multivalue: text(record, 'MultiValueAnswer') === 'true',
    check,
  };
}

async function toCheck(moto: Moto, check: Xml): Promise<CloudCheck> {
  const id = text(check, 'Id') ?? '';
  const setting = (name: string) => text(check, 'HealthCheckConfig', name) || undefined;
  const tags = await moto.get('route53', `/2013-04-01/tags/healthcheck/${id}`);
  return {
    id,
    type: setting('Type'),
    fqdn: setting('FullyQualifiedDomainName'),
    ipAddress: setting('IPAddress'),
    port: setting('Port'),
    path: setting('ResourcePath'),
    sni: setting('EnableSNI'),
    measuresLatency: setting('MeasureLatency'),
    interval: setting('RequestInterval'),
    failures: setting('FailureThreshold'),
    inverted: setting('Inverted')?.toLowerCase() === 'true',
    threshold: setting('HealthThreshold'),
    children: all(check, 'HealthCheckConfig', 'ChildHealthChecks', 'ChildHealthCheck').map((child) => child.text),
    tags: Object.fromEntries(
      all(tags, 'ListTagsForResourceResponse', 'ResourceTagSet', 'Tags', 'Tag').map((tag) => [
        text(tag, 'Key') ?? '',
        text(tag, 'Value') ?? '',
      ]),
    ),
  };
}

function undotted(name: string): string;
function undotted(name: string | undefined): string | undefined;
function undotted(name: string | undefined): string | undefined {
  return name?.replace(/\.$/, '');
}
