import { Cloud } from 'cndr';
import * as fc from 'fast-check';
import type { SiteSpec } from '../spec';

/** Most sites of a fleet. */
export const MOST_SITES = 6;

/** An undefined value in some of the cases, and while shrinking. */
export function maybe<T>(arbitrary: fc.Arbitrary<T>, percent: number = 50): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary },
  );
}

/** The first value is the simplest. */
export function often<T>(usual: T, percent: number, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: percent, arbitrary: fc.constant(usual) },
    { weight: 100 - percent, arbitrary: fc.constantFrom(...others) },
  );
}

/** Now and then, and while shrinking, all at once the simplest value there is. */
export function simply<T>(simplest: T, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 15, arbitrary: fc.constant(simplest) },
    { weight: 85, arbitrary },
  );
}

/** A record of props all of which may be left out. */
export function props<T extends object>(record: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<T> {
  return simply({} as T, fc.record(record) as fc.Arbitrary<T>);
}

/** A record without the props that are undefined, as a user writes it. */
export function compact<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

interface Place {
  readonly region: string;
  readonly zones: string[];
  readonly cloud?: Cloud;
}

/** The first ones are all of one cloud, as most fleets are. */
const PLACES: Place[] = [
  ...['us-east-1', 'us-east-2', 'us-west-2', 'ca-central-1', 'eu-west-1', 'ap-southeast-2'].map((region) => ({
    region,
    zones: ['a', 'b', 'c'].map((zone) => region + zone),
  })),
  { region: 'us-gov-west-1', zones: ['us-gov-west-1a', 'us-gov-west-1b'] },
  { region: 'us-west-1', zones: ['us-west-1-lax-1a', 'us-west-1b', 'us-west-1c'] },
  { region: 'europe-west4', zones: ['europe-west4-a', 'europe-west4-b', 'europe-west4-c'], cloud: Cloud.GCP },
  { region: 'westeurope', zones: ['westeurope-1', 'westeurope-2', 'westeurope-3'], cloud: Cloud.AZURE },
  { region: 'dc-frankfurt', zones: ['fra-1', 'fra-2'], cloud: Cloud.ON_PREMISES },
  { region: 'Basement', zones: [`hall-${'x'.repeat(35)}`, '7'], cloud: Cloud.ON_PREMISES },
];

const NAMES = [
  ...['use1', 'use2', 'usw2', 'cac1', 'euw1', 'aps2', 'a', 'eu-west-1-prod', 'dc-fra', 'x', 'on', 'null'],
  ...['etcd', 'n'.repeat(30), 'front-end', 'e1', 'cockroachdb', 'geo'],
];

type Ranges = Pick<SiteSpec, 'podCidr' | 'serviceCidr' | 'nodeCidr'>;

/** Disjoint ranges of the sites, by their position, in each of the private networks. */
const RANGES: ((site: number) => Ranges)[] = [
  (site) => ({ podCidr: `10.${10 + site}.0.0/16`, serviceCidr: `10.${110 + site}.0.0/16` }),
  (site) => ({
    podCidr: `10.${site * 32}.0.0/12`,
    serviceCidr: `172.${16 + site}.0.0/20`,
    nodeCidr: `192.168.${site}.0/24`,
  }),
  (site) => ({ podCidr: `100.${64 + site}.0.0/16`, serviceCidr: `172.${26 + site}.255.0/24` }),
  (site) => ({
    podCidr: `192.168.${site}.0/25`,
    serviceCidr: `192.168.${site}.128/26`,
    nodeCidr: `192.168.${site}.192/26`,
  }),
];

/** The same ranges in every site: for networks that translate addresses. */
const SHARED: Ranges = { podCidr: '10.244.0.0/16', serviceCidr: '10.96.0.0/12' };

const LABELS: Record<string, string>[] = [
  { team: 'platform' },
  { 'example.com/cost-centre': '4711', tier: '' },
  { on: 'yes', version: '1.0', octal: '0777', time: '12_30', tilde: 'null' },
  { ['l'.repeat(63)]: 'v'.repeat(63) },
];

export const labels = fc.constantFrom(...LABELS);

/** How each site differs from the simplest one. */
const choice = fc.record({
  zones: often(3, 80, 2, 1),
  labels: maybe(labels, 20),
  storageClass: maybe(fc.constantFrom('fast', 'local.csi.example.com', `${'x.'.repeat(126)}x`), 15),
  ingressIpv4: fc.boolean(),
  ingressIpv6: fc.boolean(),
});

type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

const SIMPLE_SITE: Choice = {
  zones: 3,
  labels: undefined,
  storageClass: undefined,
  ingressIpv4: false,
  ingressIpv6: false,
};
const PAIRS = (MOST_SITES * (MOST_SITES - 1)) / 2;

function many<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

/** What is chosen of the sites, independent of each other, so that each can be made simpler by itself. */
export const siteChoices = fc.record({
  count: fc.oneof(
    { weight: 62, arbitrary: fc.constant(3) },
    { weight: 18, arbitrary: fc.constant(5) },
    { weight: 8, arbitrary: fc.constant(4) },
    { weight: 6, arbitrary: fc.constant(6) },
    { weight: 6, arbitrary: fc.constantFrom(2, 1) },
  ),
  places: simply(
    PLACES.slice(0, MOST_SITES),
    fc.shuffledSubarray(PLACES, { minLength: MOST_SITES, maxLength: MOST_SITES }),
  ),
  oneCloud: fc.boolean(),
  names: simply(
    NAMES.slice(0, MOST_SITES),
    fc.shuffledSubarray(NAMES, { minLength: MOST_SITES, maxLength: MOST_SITES }),
  ),
  ranges: fc.nat({ max: RANGES.length - 1 }),
  ownDomains: fc.boolean(),
  rtts: simply(
    many(PAIRS, undefined),
    fc.array(
      fc.oneof(
        { weight: 30, arbitrary: fc.constant(undefined) },
        { weight: 60, arbitrary: fc.integer({ min: 1, max: 120 }) },
        { weight: 10, arbitrary: fc.constantFrom(0.001, 0.5, 9.99, 100, 399, 400) },
      ),
      { minLength: PAIRS, maxLength: PAIRS },
    ),
  ),
  each: simply(many(MOST_SITES, SIMPLE_SITE), fc.array(choice, { minLength: MOST_SITES, maxLength: MOST_SITES })),
});

export type SiteChoices = typeof siteChoices extends fc.Arbitrary<infer T> ? T : never;

/** What other parts of the fleet ask of the sites. */
export interface SiteNeeds {
  /** Sites see each other under other addresses. */
  readonly translated: boolean;
  readonly ownDomains: boolean;
  readonly addresses: boolean;
  /** Names become parts of longer ones. */
  readonly shortNames: boolean;
  readonly awsOnly: boolean;
  readonly sameStorageClass: boolean;
  /** Storage is stretched over the sites. */
  readonly near: boolean;
}

/** The sites of the choices. */
export function sitesFrom(given: SiteChoices, needs: SiteNeeds): SiteSpec[] {
  const choices = needs.shortNames ? withShortNames(given) : given;
  const places = choices.oneCloud || needs.awsOnly ? PLACES.slice(0, MOST_SITES) : choices.places;
  return places.slice(0, choices.count).map((place, index) => {
    const { zones, ingressIpv4, ingressIpv6, ...each } = choices.each[index]!;
    const name = choices.names[index]!;
    const ranges = needs.translated && choices.ranges === 0 ? SHARED : RANGES[choices.ranges]!(index);
    return compact<SiteSpec>({
      name,
      ...place,
      zones: place.zones.slice(0, zones),
      ...ranges,
      ...each,
      ...(needs.sameStorageClass ? { storageClass: 'replicated' } : {}),
      clusterDomain: needs.ownDomains || choices.ownDomains ? `${name}.k8s.example` : undefined,
      ingressHostname: `ingress.${name}.example.net`,
      ingressIpv4: ingressIpv4 || needs.addresses ? `8.8.${index}.1` : undefined,
      ingressIpv6: ingressIpv6 || needs.addresses ? `2600:1f14::${index + 1}` : undefined,
      rttMillis: needs.near ? nearTo(choices, index) : roundTrips(choices, index),
    });
  });
}

const LONGEST_SHORT_NAME = 14;

function withShortNames({ names, ...choices }: SiteChoices): SiteChoices {
  return { ...choices, names: names.map((name, index) => (name.length > LONGEST_SHORT_NAME ? `s${index}` : name)) };
}

function nearTo({ names, count }: SiteChoices, index: number): Record<string, number> {
  return Object.fromEntries(names.slice(index + 1, count).map((name) => [name, 2]));
}

/** The round trips that a site states: to all sites after it, for which one was chosen. */
function roundTrips({ names, rtts, count }: SiteChoices, index: number): Record<string, number> | undefined {
  const stated = names.slice(0, count).flatMap((peer, other): [string, number][] => {
    const millis = other > index ? rtts[(other * (other - 1)) / 2 + index] : undefined;
    return millis === undefined ? [] : [[peer, millis]];
  });
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}
