/** How a fleet file spells the props: one table a struct, each key under the name of its prop. */
import { Backup } from '../backup/catalogue';
import type { VeleroProps } from '../backup/props';
import type { IBackup } from '../model/backup';
import type { GatewayReference } from '../model/fleet';
import type { IGlobalLoadBalancer } from '../model/load-balancer';
import { isDnsLabel } from '../model/names';
import { Cloud, Site, type SiteProps } from '../model/site';
import type { ISiteNetwork } from '../model/site-network';
import type { RoutedProps } from '../network/routed';
import { SiteNetwork } from '../network/site-network';
import { CableDriver, type SubmarinerProps } from '../network/submariner-settings';
import type { Waiver } from '../rules/finding';
import type { GeolocationRoutingProps } from '../traffic/geolocation';
import { GlobalLoadBalancer } from '../traffic/global-load-balancer';
import { HealthCheck, type HealthCheckProps } from '../traffic/health-check';
import { Latch } from '../traffic/latch';
import type { ObjectLatchProps } from '../traffic/object-latch';
import type { Route53Props } from '../traffic/route53';
import type { RoutingControlLatchProps } from '../traffic/routing-control-latch';
import { type LatencyRoutingProps, RoutingPolicy, type WeightedRoutingProps } from '../traffic/routing-policy';
import {
  byName,
  choice,
  duration,
  type Fields,
  flag,
  listOf,
  made,
  namedList,
  needed,
  number,
  oneOf,
  onlyIf,
  type Reader,
  struct,
  text,
} from './file-readers';
import type { FleetProps } from './fleet';

/** Format of the file. What an older version of the library would misread gets a new one. */
export const FILE_VERSION = 'cndr/fleet/v1';

const labels = byName(text, 'team: payments');

export const SITE: Fields<SiteProps> = {
  region: needed(text, 'give the region in the spelling of its cloud, such as us-east-1'),
  zones: needed(listOf(text, '[us-east-1a, us-east-1b, us-east-1c]'), 'list the zones that have nodes'),
  podCidr: needed(text, 'give the addresses of pods, such as 10.10.0.0/16'),
  serviceCidr: needed(text, 'give the addresses of Services, such as 10.110.0.0/16'),
  nodeCidr: text,
  clusterDomain: text,
  ingressHostname: text,
  ingressIpv4: text,
  ingressIpv6: text,
  labels,
  cloud: oneOf('cloud', Object.values(Cloud)),
  storageClass: text,
  rttMillis: byName(number, 'use2: 12'),
};

export const SUBMARINER: Fields<SubmarinerProps> = {
  brokerApiServer: needed(text, "give host:port of the API server of the broker's cluster"),
  brokerSite: text,
  brokerCluster: text,
  cableDriver: oneOf('cable driver', Object.values(CableDriver)),
  globalnetCidrs: byName(text, 'use1: 242.1.0.0/16'),
  globalnetRange: text,
  nattPort: number,
  natEnabled: flag,
  gatewaysPerSite: number,
  healthCheckInterval: duration,
  maxPacketLossCount: number,
  pskSecret: text,
};

export const ROUTED: Fields<RoutedProps> = { encrypted: flag };

export const HEALTH_CHECK: Fields<HealthCheckProps> = { interval: duration, failureThreshold: number, port: number };

export const LATENCY_ROUTING: Fields<LatencyRoutingProps> = { regions: byName(text, 'fra1: eu-central-1') };

export const WEIGHTED_ROUTING: Fields<WeightedRoutingProps> = {
  weights: needed(byName(number, 'use1: 100'), 'give each site a weight from 0 to 255'),
};

export const GEOLOCATION_ROUTING: Fields<GeolocationRoutingProps> = {
  continents: byName(text, 'EU: euw1'),
  countries: byName(text, 'CA: cac1'),
  defaultSite: needed(text, 'name the site for all other clients'),
};

export const ROUTING_POLICIES: Record<string, Reader<RoutingPolicy>> = {
  latency: made(struct('latency routing', LATENCY_ROUTING), (props) => RoutingPolicy.latency(props)),
  weighted: made(struct('weighted routing', WEIGHTED_ROUTING), (props) => RoutingPolicy.weighted(props)),
  geolocation: made(struct('geolocation routing', GEOLOCATION_ROUTING), (props) => RoutingPolicy.geolocation(props)),
  multivalue: made(struct('multivalue routing', {}), () => RoutingPolicy.multivalue()),
};

export const HEALTH_CHECKS: Record<string, Reader<HealthCheck>> = {
  https: made(struct('a health check', HEALTH_CHECK), (props) => HealthCheck.https(props)),
  tcp: made(struct('a health check', HEALTH_CHECK), (props) => HealthCheck.tcp(props)),
};

export const OBJECT_LATCH: Fields<ObjectLatchProps> = {
  bucketPrefix: needed(text, 'give the begin of the names of the buckets, such as example-latches'),
  region: needed(text, 'give the region of the buckets, in which no site is'),
  credentialsSecret: text,
  image: text,
};

export const ROUTING_CONTROL_LATCH: Fields<RoutingControlLatchProps> = {
  routingControlArns: needed(
    byName(text, 'use1: arn:aws:route53-recovery-control::...'),
    'give the ARN of the routing control of each site',
  ),
  endpoints: needed(listOf(text, '[https://..., ...]'), 'list the five endpoints of the cluster'),
  credentialsSecret: text,
  image: text,
};

export const LATCHES: Record<string, Reader<Latch>> = {
  object: made(struct('latch object', OBJECT_LATCH), (props) => Latch.object(props)),
  routingControl: made(struct('latch routingControl', ROUTING_CONTROL_LATCH), (props) => Latch.routingControl(props)),
};

export const ROUTE53: Fields<Route53Props> = {
  hostedZoneId: needed(text, 'give the id of the public hosted zone, such as Z0123456789ABCDEFGHIJ'),
  zoneName: needed(text, 'give the name of the zone, such as example.com'),
  routing: choice('routing policy', ROUTING_POLICIES),
  healthCheck: choice('health check', HEALTH_CHECKS),
  recordTtl: duration,
  ipv6: flag,
  propagation: duration,
  clientCache: duration,
  connectionAge: duration,
  latch: choice('latch', LATCHES),
};

export const VELERO: Fields<VeleroProps> = {
  bucket: needed(text, 'give the name of the S3 bucket'),
  region: needed(text, 'give the region of the bucket, in which no site is'),
  existingBucket: flag,
  endpoint: text,
  kmsKeyId: text,
  objectRetention: duration,
  objectLock: duration,
  namespace: text,
  credentialsSecret: text,
  appCredentialsSecret: text,
};

export const GATEWAY: Fields<GatewayReference> = {
  name: needed(text, 'name the Gateway'),
  namespace: needed(text, 'give the namespace of the Gateway'),
  listener: text,
  dataPlaneNamespace: text,
  dataPlaneCidrs: listOf(text, '[10.0.0.0/16]'),
};

export const WAIVER: Fields<Waiver> = {
  rule: needed(text, 'give the id of the rule, such as NET-11'),
  reason: needed(text, 'say why it is acceptable here'),
  expires: needed(text, 'give the last day on which it holds, such as 2027-03-31'),
};

export const NETWORKS: Record<string, Reader<ISiteNetwork>> = {
  submariner: made(struct('network submariner', SUBMARINER), (props) => SiteNetwork.submariner(props)),
  routed: made(struct('network routed', ROUTED), (props) => SiteNetwork.routed(props)),
};

export const LOAD_BALANCERS: Record<string, Reader<IGlobalLoadBalancer>> = {
  route53: made(struct('load balancer route53', ROUTE53), (props) => GlobalLoadBalancer.route53(props)),
};

export const BACKUPS: Record<string, Reader<IBackup>> = {
  velero: made(struct('backup velero', VELERO), (props) => Backup.velero(props)),
};

const name = onlyIf(
  text,
  isDnsLabel,
  (read) => `"${read}" is no name of a fleet; use at most 63 of a-z, 0-9 and "-", with a letter or digit at both ends`,
);

const sites = onlyIf(
  made(namedList(struct('a site', SITE), 'use1: {region: us-east-1, ...}'), (read) =>
    read.map(([site, props]) => Site.of(site, props)),
  ),
  (read) => read.length > 0,
  () => 'is empty; describe at least one site, below its name',
);

/** What the file says: who it is about, and the props of the fleet but for those that only code can give. */
export interface FileContent extends Omit<FleetProps, 'backend'> {
  readonly apiVersion: string;
  readonly name: string;
}

export const FLEET: Fields<FileContent> = {
  apiVersion: needed(oneOf('format of a fleet file', [FILE_VERSION]), `write apiVersion: ${FILE_VERSION}`),
  name: needed(name, 'name the fleet, as its own stack is named'),
  sites: needed(sites, 'describe each site below its name'),
  network: needed(choice('network', NETWORKS), `give one network: ${Object.keys(NETWORKS).join(', ')}`),
  traffic: choice('load balancer', LOAD_BALANCERS),
  backup: choice('backup', BACKUPS),
  issuer: text,
  certManagerNamespace: text,
  monitoringNamespace: text,
  gateway: struct('a gateway', GATEWAY),
  waivers: listOf(struct('a waiver', WAIVER), '[{rule: NET-11, reason: ..., expires: 2027-03-31}]'),
  labels,
};
