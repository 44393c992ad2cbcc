import { Cloud, type SiteProps } from 'cndr';
import { checkSites } from '../../src/fleet/check-sites';
import { deploy, sites } from '../support/fleet';
import { refusals } from '../support/errors';

const problems = (changes: Partial<SiteProps>): string[] => checkSites(sites(['use1'], { use1: changes }));

test.each<[Partial<SiteProps>]>([
  [{ podCidr: '10.10.0.0/28', serviceCidr: '10.10.0.16/28' }],
  [{ podCidr: '10.0.0.0/8', nodeCidr: '192.168.0.7/32' }],
  [{ podCidr: '0.0.0.0/0' }],
])('%j is accepted', (changes) => {
  expect(problems(changes)).toEqual([]);
});

test.each<[keyof SiteProps, string, string]>([
  ['podCidr', '10.10.1.5/16', '10.10.0.0/16'],
  ['serviceCidr', '10.96.0.9/12', '10.96.0.0/12'],
  ['nodeCidr', '192.168.7.129/25', '192.168.7.128/25'],
  ['podCidr', '10.0.0.1/0', '0.0.0.0/0'],
])('%s %s is refused, with its network %s', (prop, cidr, network) => {
  expect(problems({ [prop]: cidr })).toEqual([
    `site use1: ${prop} "${cidr}" begins inside of its network; allowed is the first address; write ${network}`,
  ]);
});

test.each<[keyof SiteProps, string, number]>([
  ['podCidr', '10.10.0.0/29', 8],
  ['serviceCidr', '10.110.0.0/32', 1],
])('%s %s has too few addresses', (prop, cidr, addresses) => {
  expect(problems({ [prop]: cidr })).toEqual([
    expect.stringContaining(`${prop} "${cidr}" has ${addresses} addresses; allowed are prefix lengths up to /28`),
  ]);
});

test.each<[Partial<SiteProps>]>([
  [{ ingressIpv4: '8.8.8.8', ingressIpv6: '2600:1f14::7', storageClass: 'fast.example.com' }],
  [{ clusterDomain: `${'d'.repeat(49)}.${'e'.repeat(50)}` }],
  [{ cloud: Cloud.ON_PREMISES, region: 'Basement_2', zones: ['z'.repeat(63), 'Rack.1'] }],
  [{ rttMillis: {} }],
])('%j can be rendered', (changes) => {
  expect(problems(changes)).toEqual([]);
});

test.each<[string, Partial<SiteProps>]>([
  ['region "" is no value of the node label', { region: '' }],
  ['region "a,zone=b" is no value of the node label', { region: 'a,zone=b' }],
  [`region "${'r'.repeat(64)}" is no value of the node label`, { region: 'r'.repeat(64) }],
  ['zone "" is no value of the node label', { cloud: Cloud.ON_PREMISES, zones: [''] }],
  ['zone "hall 9" is no value of the node label', { cloud: Cloud.ON_PREMISES, zones: ['hall 9'] }],
  ['clusterDomain "clusterset.local" is where the Services of all', { clusterDomain: 'clusterset.local' }],
  ['clusterDomain "a.clusterset.local" is where', { clusterDomain: 'a.clusterset.local' }],
  [
    `clusterDomain "${'d'.repeat(50)}.${'e'.repeat(50)}" has 101 `,
    { clusterDomain: `${'d'.repeat(50)}.${'e'.repeat(50)}` },
  ],
  ['ingressHostname "203.0.113.7" is no DNS name', { ingressHostname: '203.0.113.7' }],
  ['ingressIpv4 "256.1.1.1" is no IPv4 address', { ingressIpv4: '256.1.1.1' }],
  ['ingressIpv4 "10.1" is no IPv4 address', { ingressIpv4: '10.1' }],
  ['ingressIpv6 "8.8.8.8" is no IPv6 address', { ingressIpv6: '8.8.8.8' }],
  ['ingressIpv6 "::ffff:8.8.8.8" is no IPv6 address', { ingressIpv6: '::ffff:8.8.8.8' }],
  ['ingressIpv6 "fe80::1%eth0" is no IPv6 address', { ingressIpv6: 'fe80::1%eth0' }],
  ['storageClass "" is no name of a StorageClass', { storageClass: '' }],
  ['storageClass "Fast" is no name of a StorageClass', { storageClass: 'Fast' }],
])('%s', (start, changes) => {
  expect(problems(changes)).toEqual([expect.stringContaining(`site use1: ${start}`)]);
});

test.each([0, -1, NaN, Infinity, 60_001])('a round trip of %d ms is refused', (millis) => {
  const [use1, use2] = sites(['use1', 'use2'], { use1: { rttMillis: { use2: millis } } });
  expect(checkSites([use1!, use2!])).toEqual([expect.stringContaining(`rttMillis to use2 is ${millis}`)]);
});

test('what is wrong twice is said twice', () => {
  expect(problems({ podCidr: '10.10.0.1/30' })).toHaveLength(2);
});

test('what is no CIDR is said once', () => {
  expect(problems({ podCidr: '10.10/16' })).toEqual([expect.stringContaining('podCidr "10.10/16" is no IPv4 CIDR')]);
});

test('a fleet with such a site is refused', () => {
  const changed = sites(['use1', 'use2', 'usw2'], { use2: { podCidr: '10.20.1.5/16' } });
  expect(refusals((app) => deploy(app, { fleet: { sites: changed } }))).toContainEqual(
    expect.stringMatching(/INPUT: site use2: podCidr "10\.20\.1\.5\/16".*write 10\.20\.0\.0\/16/),
  );
});
