import { CableDriver } from 'cndr';
import * as fc from 'fast-check';
import { compact, labels, maybe, often, props, simply } from './sites';
import type { FleetSpec, LatchSpec, NetworkSpec, RoutingSpec, SiteSpec, TrafficSpec } from '../spec';

const submarinerOptions = props({
  brokerApiServer: maybe(fc.constantFrom('203.0.113.9:443', 'b:1'), 30),
  cableDriver: maybe(fc.constantFrom(CableDriver.LIBRESWAN, CableDriver.WIREGUARD, CableDriver.VXLAN), 40),
  brokerCluster: maybe(fc.constantFrom('hub', 'b'.repeat(63)), 15),
  nattPort: maybe(fc.constantFrom(1, 4501, 65535), 15),
  natEnabled: maybe(fc.boolean(), 20),
  gatewaysPerSite: maybe(fc.constantFrom(1, 2, 3), 20),
  healthCheckInterval: maybe(fc.constantFrom('1s', '30s', '1m'), 20),
  maxPacketLossCount: maybe(fc.constantFrom(1, 20), 20),
  pskSecret: maybe(fc.constantFrom('psk', 'p.s.k'), 10),
});

/** The network. What names a site is a position in the list of sites. */
export const networkChoices = fc.record({
  kind: fc.constantFrom<NetworkSpec['kind']>('submariner', 'routed'),
  options: submarinerOptions,
  brokerSite: maybe(fc.nat({ max: 2 }), 15),
  globalnet: often(false, 80, true),
  globalnetRange: maybe(fc.constantFrom('169.254.0.0/16', '243.0.0.0/12'), 20),
  encrypted: maybe(fc.boolean(), 30),
});

type NetworkChoices = typeof networkChoices extends fc.Arbitrary<infer T> ? T : never;

export function isTranslated({ kind, globalnet }: NetworkChoices): boolean {
  return kind === 'submariner' && globalnet;
}

export function networkFrom(choices: NetworkChoices, sites: SiteSpec[]): NetworkSpec {
  const { kind, globalnet, brokerSite, encrypted, globalnetRange, options } = choices;
  if (kind === 'routed')
    return compact<NetworkSpec>({ kind, routed: encrypted === undefined ? undefined : { encrypted } });
  const broker = brokerSite === undefined ? undefined : sites[brokerSite]?.name;
  const submariner = {
    ...options,
    brokerApiServer: options.brokerApiServer ?? 'broker.example.com:6443',
    brokerSite: broker,
    brokerCluster: broker === undefined ? options.brokerCluster : undefined,
    ...(globalnet ? { globalnetCidrs: globalRanges(globalnetRange, sites), globalnetRange } : {}),
  };
  return { kind, submariner: compact(submariner) };
}

function globalRanges(within: string | undefined, sites: SiteSpec[]): Record<string, string> {
  const range = (index: number): string => {
    if (within === undefined) return `242.${index}.0.0/16`;
    return within.startsWith('169') ? `169.254.${index * 16}.0/20` : `243.${index}.0.0/24`;
  };
  return Object.fromEntries(sites.map(({ name }, index) => [name, range(index)]));
}

/** Traffic that the network carries in clear text needs somebody's word that the path below encrypts. */
export function isInTheClear({ kind, submariner, routed }: NetworkSpec): boolean {
  return kind === 'routed' ? routed?.encrypted === false : submariner?.cableDriver === CableDriver.VXLAN;
}

const ZONES = ['example.com', 'a.b.c.d.example.org', 'xn--bcher-kva.example'];

const route53Options = props({
  recordTtl: maybe(fc.constantFrom('30s', '0s', '60s', '1m', '90s'), 40),
  ipv6: maybe(fc.boolean(), 30),
  propagation: maybe(fc.constantFrom('0s', '15s', '1500ms'), 20),
  clientCache: maybe(fc.constantFrom('0s', '1ms', '1m'), 20),
  connectionAge: maybe(fc.constantFrom('1s', '1500ms', '5m'), 20),
});

const healthCheckOptions = props({
  interval: maybe(fc.constantFrom('10s', '30s', '10000ms'), 40),
  failureThreshold: maybe(fc.integer({ min: 1, max: 10 }), 40),
  port: maybe(fc.constantFrom(443, 8443, 1, 65535), 20),
});

const NO_PLACES = { continents: [], countries: [], preferred: [] };

const placeChoices = fc.record({
  continents: fc.subarray(['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']),
  countries: fc.subarray(['US', 'DE', 'ZA']),
  preferred: fc.array(fc.nat({ max: 5 }), { minLength: 10, maxLength: 10 }),
});

export const trafficChoices = fc.record({
  hostedZoneId: often('Z0123456789ABCDEFGHIJ', 80, 'Z', 'Z'.repeat(32)),
  zoneName: fc.constantFrom(...ZONES),
  routing: maybe(fc.constantFrom<RoutingSpec['kind']>('latency', 'weighted', 'geolocation', 'multivalue'), 75),
  weights: simply([], fc.array(fc.constantFrom(1, 0, 100, 255), { minLength: 6, maxLength: 6 })),
  places: simply(NO_PLACES, placeChoices),
  healthCheck: healthCheckOptions,
  options: route53Options,
  latch: fc.constantFrom('object' as const, 'routingControl' as const),
});

type TrafficChoices = typeof trafficChoices extends fc.Arbitrary<infer T> ? T : never;

export function needsAddresses({ routing, options }: TrafficChoices): boolean {
  return routing === 'multivalue' || options.ipv6 === true;
}

/** What has to be so for the load balancer. */
interface TrafficNeeds {
  /** Sites that it may prefer. */
  readonly serving: SiteSpec[];
  /** True when an application has one active site. */
  readonly latch: boolean;
}

export function trafficFrom(choices: TrafficChoices, sites: SiteSpec[], { serving, latch }: TrafficNeeds): TrafficSpec {
  const { hostedZoneId, zoneName, routing, weights, options } = choices;
  const { continents, countries, preferred } = choices.places;
  const healthCheck = compact(choices.healthCheck);
  const choose = (index: number): string => serving[(preferred[index] ?? 0) % serving.length]!.name;
  const geolocation = {
    continents: Object.fromEntries(continents.map((code, index) => [code, choose(index)])),
    countries: Object.fromEntries(countries.map((code, index) => [code, choose(index + 6)])),
    defaultSite: choose(9),
  };
  const routings: Record<RoutingSpec['kind'], RoutingSpec> = {
    latency: { kind: 'latency', regions: latencyRegions(sites) },
    weighted: {
      kind: 'weighted',
      weighted: { weights: Object.fromEntries(sites.map(({ name }, index) => [name, weights[index] ?? 1])) },
    },
    geolocation: { kind: 'geolocation', geolocation },
    multivalue: { kind: 'multivalue' },
  };
  const chosen = routings[routing ?? 'latency'];
  return compact<TrafficSpec>({
    ...options,
    hostedZoneId,
    zoneName,
    routing: routing === undefined && Object.keys(chosen.regions ?? {}).length === 0 ? undefined : chosen,
    healthCheck: Object.keys(healthCheck).length === 0 ? undefined : healthCheck,
    latch: latch ? latchFrom(choices, sites) : undefined,
  });
}

const LATCH_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2'];

function latchFrom({ latch }: TrafficChoices, sites: SiteSpec[]): LatchSpec {
  if (latch === 'object') return { object: { bucketPrefix: 'example-latch', region: 'sa-east-1' } };
  const panel = 'arn:aws:route53-recovery-control::111122223333:controlpanel/abc/routingcontrol';
  const routingControlArns = Object.fromEntries(sites.map(({ name }, index) => [name, `${panel}/c${index}`]));
  const endpoints = LATCH_REGIONS.map((region) => `https://abc.route53-recovery-cluster.${region}.amazonaws.com/v1`);
  return { routingControl: { routingControlArns, endpoints } };
}

const AWS_REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Sites that are in no region of AWS need one that stands for them. */
function latencyRegions(sites: SiteSpec[]): Record<string, string> {
  const elsewhere = sites.filter(({ region }) => !AWS_REGION.test(region));
  return Object.fromEntries(elsewhere.map(({ name }, index) => [name, `eu-central-${index + 1}`]));
}

export const backupChoices = fc.record({
  region: often('eu-central-1', 80, 'me-south-1'),
  existing: often(false, 70, true),
  options: props({
    bucket: maybe(fc.constantFrom('a1b', 'b'.repeat(63)), 30),
    endpoint: maybe(fc.constantFrom('https://s3.example.com', 'https://minio.example.com:9000'), 50),
    kmsKeyId: maybe(fc.constantFrom('alias/backups', '1234abcd-12ab-34cd-56ef-1234567890ab'), 20),
    objectRetention: maybe(fc.constantFrom('91d', '120d', '3650d'), 20),
    objectLock: maybe(fc.constantFrom('14d', '24h', '36500d'), 60),
    namespace: maybe(fc.constantFrom('backup', '0'), 10),
    credentialsSecret: maybe(fc.constantFrom('cloud', 's3.creds'), 10),
    appCredentialsSecret: maybe(fc.constantFrom('keys', `${'c.'.repeat(126)}c`), 10),
  }),
});

type BackupChoices = typeof backupChoices extends fc.Arbitrary<infer T> ? T : never;

export function backupFrom({ region, existing, options }: BackupChoices): NonNullable<FleetSpec['backup']> {
  const { bucket = 'dr-backups', endpoint, objectRetention, objectLock, kmsKeyId, ...others } = options;
  const usual = { ...others, bucket, region };
  return compact(
    existing
      ? { ...usual, existingBucket: true, endpoint, kmsKeyId: endpoint === undefined ? kmsKeyId : undefined }
      : { ...usual, kmsKeyId, objectRetention, objectLock },
  );
}

/** What is left of a fleet. */
export const fleetChoices = props({
  id: maybe(fc.constantFrom('f', 'fleet-of-everything', '0'), 15),
  issuer: maybe(fc.constantFrom('ca', 'fleet.ca'), 10),
  certManagerNamespace: maybe(fc.constant('pki'), 10),
  monitoringNamespace: maybe(fc.constant('observability'), 10),
  gateway: maybe(
    fc.constantFrom(
      { name: 'edge', namespace: 'ingress' },
      { name: 'e.dge', namespace: 'ingress', listener: 'https-public' },
    ),
    15,
  ),
  labels: maybe(labels, 15),
});
