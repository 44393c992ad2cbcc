import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Synthesized } from 'cndr/testing';

/** What gdnsd has no words for, and what stands in its place. */
export const TRANSLATED = [
  'request_interval -> interval: gdnsd counts it from start to start of a check, Route 53 from the end of one to the start of the next',
  'failure_threshold -> down_thresh, up_thresh; ok_thresh 1: one success ends a row of failures',
  'HTTPS, port 443, SNI -> plain HTTP at the sidecar: gdnsd speaks no TLS, and the Gateway in between is not emitted',
  'fqdn -> vhost, and the address that the name stands for: gdnsd resolves nothing',
  'timeout (fixed by AWS, 4 s + 2 s) -> timeout 6',
  'CNAME to the ingress -> its address: gdnsd checks addresses only',
  'latency_routing_policy -> geoip with the address of the client: its region comes first, the others by their round trip',
];

/** How long a check of Route 53 may take: its Developer Guide, how health is determined. */
const TIMEOUT_SECONDS = 6;

/** What of the surroundings gdnsd has to know. */
export interface Surroundings {
  /** Folder for its files. */
  readonly folder: string;
  /** Address that it answers at. */
  readonly address: string;
  /** Address of each site's ingress, by site. */
  readonly ingresses: Record<string, string>;
  /** Port behind which the sidecar is. */
  readonly port: number;
  /** Sites by their distance, by the address of a client. */
  readonly nearest: Record<string, string[]>;
}

/** An `aws_route53_health_check`, as far as it is used. */
interface HealthCheck {
  readonly fqdn: string;
  readonly resource_path: string;
  readonly request_interval: number;
  readonly failure_threshold: number;
}

/** An `aws_route53_record`, as far as it is used. */
interface DnsRecord {
  readonly name: string;
  readonly set_identifier: string;
  readonly ttl: number;
  readonly health_check_id: string;
}

/** Writes the folder of configuration for a gdnsd that answers as the Terraform JSON of a stack asks Route 53 to. */
export function writeGdnsdConfig(manifests: Synthesized, stack: string, zone: string, around: Surroundings): void {
  const checks = manifests.resources(stack, 'aws_route53_health_check') as unknown as Record<string, HealthCheck>;
  const records = Object.values(manifests.resources(stack, 'aws_route53_record')) as unknown as DnsRecord[];
  fs.mkdirSync(path.join(around.folder, 'zones'), { recursive: true });
  const config = [
    'options => {',
    `  listen => ${around.address}`,
    `  run_dir => ${path.join(around.folder, 'run')}`,
    `  state_dir => ${path.join(around.folder, 'state')}`,
    '}',
    'service_types => {',
    ...Object.entries(checks).flatMap(([id, check]) => serviceType(id, check, around.port)),
    '}',
    'plugins => { geoip => {',
    ...nearestMap(around.nearest),
    `  resources => { app => { map => nearest, dcmap => {`,
    ...records.map((record) => datacenter(record, around.ingresses)),
    '  } } }',
    '} }',
  ];
  fs.writeFileSync(path.join(around.folder, 'config'), `${config.join('\n')}\n`);
  fs.writeFileSync(path.join(around.folder, 'zones', zone), zoneFile(zone, records));
}

function serviceType(id: string, check: HealthCheck, port: number): string[] {
  // 2xx and 3xx are healthy for Route 53.
  const healthy = Array.from({ length: 200 }, (_, index) => 200 + index);
  return [
    `  ${id} => {`,
    `    plugin => http_status, port => ${port}, url_path => "${check.resource_path}", vhost => "${check.fqdn}",`,
    `    ok_codes => [ ${healthy.join(', ')} ],`,
    `    interval => ${check.request_interval}, timeout => ${TIMEOUT_SECONDS},`,
    `    down_thresh => ${check.failure_threshold}, up_thresh => ${check.failure_threshold}, ok_thresh => 1`,
    '  }',
  ];
}

function nearestMap(nearest: Record<string, string[]>): string[] {
  const nets = Object.entries(nearest).map(([client, sites]) => `${client}/32 => [ ${sites.join(', ')} ]`);
  const all = [...new Set(Object.values(nearest).flat())];
  return [`  maps => { nearest => { datacenters => [ ${all.join(', ')} ], nets => { ${nets.join(', ')} } } }`];
}

function datacenter(
  { set_identifier: site, health_check_id: check }: DnsRecord,
  ingresses: Record<string, string>,
): string {
  const serviceTypeName = /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(check)?.[1] ?? '';
  return `    ${site} => { service_types => ${serviceTypeName}, ingress => ${ingresses[site] ?? ''} }`;
}

function zoneFile(zone: string, records: DnsRecord[]): string {
  const [record] = records;
  // MAX/MIN the same: the TTL is what was asked for, and not what gdnsd expects of its checks.
  const dynamic = `${record!.name}. ${record!.ttl}/${record!.ttl} DYNA geoip!app`;
  return [`@ SOA ns1 hostmaster 1 7200 1800 259200 900`, `@ NS ns1.${zone}.`, 'ns1 A 192.0.2.1', dynamic, ''].join(
    '\n',
  );
}
