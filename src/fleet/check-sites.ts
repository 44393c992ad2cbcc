import ipaddr from 'ipaddr.js';
import type { Site } from '../model/site';
import { Cloud } from '../model/site';
import { isDnsName, isLabelValue, isServiceName } from '../model/names';
import { parseCidr } from '../rules/cidr';

/** Props of sites that nothing could be rendered from: one message each. What can be rendered is judged by the rules. */
export function checkSites(sites: Site[]): string[] {
  if (sites.length === 0) return ['sites is empty; a fleet has at least one site'];
  return [
    ...checkNames(sites),
    ...sites.flatMap((site) => checkSite(site, sites).map((message) => `site ${site.name}: ${message}`)),
  ];
}

function checkNames(sites: Site[]): string[] {
  const names = sites.map((site) => site.name);
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return repeated.map(
    (name) =>
      `site name "${name}" is used ${names.filter((other) => other === name).length} times; give every site its own name`,
  );
}

function checkSite(site: Site, sites: Site[]): string[] {
  return [
    ...checkSiteName(site),
    ...checkZones(site),
    ...checkCidrs(site),
    ...checkHosts(site),
    ...checkAddresses(site),
    ...checkStorageClass(site),
    ...checkLatencies(site, sites),
  ];
}

function checkSiteName({ name }: Site): string[] {
  // Constructs keep their children in a plain object, where this one is taken.
  if (name === 'constructor') return ['name "constructor" is reserved; give the site another name'];
  if (isServiceName(name) && name.length <= 30) return [];
  return [
    `name "${name}" is no DNS label of at most 30 characters that starts with a letter (a-z, 0-9, -); it becomes part of host names and object names`,
  ];
}

function checkZones({ region, zones, cloud }: Site): string[] {
  if (!isNodeLabel(region)) {
    return [
      `region "${region}" is no value of the node label topology.kubernetes.io/region; give the region in the spelling of its cloud, such as us-east-1`,
    ];
  }
  if (zones.length === 0)
    return ['zones is empty; name the zones that have nodes, as in the node label topology.kubernetes.io/zone'];
  const unlabelled = zones.filter((zone) => !isNodeLabel(zone));
  if (unlabelled.length > 0) {
    return unlabelled.map(
      (zone) =>
        `zone "${zone}" is no value of the node label topology.kubernetes.io/zone; use at most 63 of A-Z, a-z, 0-9, -, _ and ., with a letter or digit at both ends`,
    );
  }
  const repeated = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  const foreign = cloud === Cloud.ON_PREMISES ? [] : zones.filter((zone) => !isZoneOf(region, zone, cloud));
  return [
    ...repeated.map((zone) => `zone "${zone}" is listed twice; list every zone once`),
    ...foreign.map(
      (zone) =>
        `zone "${zone}" is no zone of region ${region} on ${cloud}; zones look like ${exampleZone(region, cloud)}`,
    ),
  ];
}

function isNodeLabel(value: string): boolean {
  return value !== '' && isLabelValue(value);
}

/** Zone labels as the cloud providers of Kubernetes set them: AWS appends a letter, GCP `-` and a letter, Azure `-` and a digit. */
function isZoneOf(region: string, zone: string, cloud: Cloud): boolean {
  const suffix = zone.startsWith(region) ? zone.slice(region.length) : undefined;
  if (suffix === undefined) return false;
  if (cloud === Cloud.AZURE) return /^-[1-9]$/.test(suffix);
  // Local and wavelength zones have a longer name behind the region's.
  return cloud === Cloud.GCP ? /^-[a-z]$/.test(suffix) : /^([a-z]|-[a-z0-9-]+)$/.test(suffix);
}

function exampleZone(region: string, cloud: Cloud): string {
  const suffix: Record<Cloud, string> = {
    [Cloud.AWS]: 'a',
    [Cloud.GCP]: '-a',
    [Cloud.AZURE]: '-1',
    [Cloud.ON_PREMISES]: '',
  };
  return `${region}${suffix[cloud]}`;
}

/** With a longer prefix there is no room for a handful of pods or Services. */
const LONGEST_PREFIX = 28;

function checkCidrs({ podCidr, serviceCidr, nodeCidr }: Site): string[] {
  return [
    ...checkCidr('podCidr', podCidr, LONGEST_PREFIX),
    ...checkCidr('serviceCidr', serviceCidr, LONGEST_PREFIX),
    ...(nodeCidr === undefined ? [] : checkCidr('nodeCidr', nodeCidr, 32)),
  ];
}

function checkCidr(prop: string, text: string, longest: number): string[] {
  const cidr = parseCidr(text);
  if (!cidr) {
    return [
      `${prop} "${text}" is no IPv4 CIDR; write the first address of the network and the prefix length, such as 10.10.0.0/16`,
    ];
  }
  const network = `${ipaddr.IPv4.networkAddressFromCIDR(text).toString()}/${cidr.prefix}`;
  return [
    ...(`${cidr.address.toString()}/${cidr.prefix}` === network
      ? []
      : [`${prop} "${text}" begins inside of its network; allowed is the first address; write ${network}`]),
    ...(cidr.prefix <= longest
      ? []
      : [
          `${prop} "${text}" has ${2 ** (32 - cidr.prefix)} addresses; allowed are prefix lengths up to /${longest}; give the site the whole range of its cluster`,
        ]),
  ];
}

function checkHosts(site: Site): string[] {
  const hosts = { clusterDomain: site.clusterDomain, ingressHostname: site.ingressHostname };
  return [
    ...Object.entries(hosts).flatMap(([prop, host]) =>
      host === undefined || (isDnsName(host) && !ipaddr.isValid(host))
        ? []
        : [`${prop} "${host}" is no DNS name; labels of a-z, 0-9 and - are joined by dots`],
    ),
    ...checkClusterDomain(site),
  ];
}

/** Names of pods and Services are put before it: two labels of 63 characters and two short ones, of 253 in all. */
const LONGEST_CLUSTER_DOMAIN = 100;

function checkClusterDomain({ clusterDomain }: Site): string[] {
  if (clusterDomain === 'clusterset.local' || clusterDomain.endsWith('.clusterset.local')) {
    return [
      `clusterDomain "${clusterDomain}" is where the Services of all clusters are looked up, and no cluster's own; give the domain that kubelet has as its --cluster-domain`,
    ];
  }
  if (clusterDomain.length <= LONGEST_CLUSTER_DOMAIN) return [];
  return [
    `clusterDomain "${clusterDomain}" has ${clusterDomain.length} characters; allowed are ${LONGEST_CLUSTER_DOMAIN}, as names of pods and Services are put before it; give the domain that kubelet has as its --cluster-domain`,
  ];
}

/** Whether the internet reaches an address is for rules to say. */
function checkAddresses({ ingressIpv4, ingressIpv6 }: Site): string[] {
  return [
    ...(ingressIpv4 === undefined || ipaddr.IPv4.isValidFourPartDecimal(ingressIpv4)
      ? []
      : [`ingressIpv4 "${ingressIpv4}" is no IPv4 address; write four numbers, such as 203.0.113.7`]),
    ...(ingressIpv6 === undefined || isIpv6(ingressIpv6)
      ? []
      : [`ingressIpv6 "${ingressIpv6}" is no IPv6 address; write one such as 2600:1f14::7`]),
  ];
}

/** An IPv4 address in the clothes of IPv6 is none that packets are sent to. */
function isIpv6(text: string): boolean {
  return ipaddr.IPv6.isValid(text) && !text.includes('%') && !ipaddr.IPv6.parse(text).isIPv4MappedAddress();
}

function checkStorageClass({ storageClass }: Site): string[] {
  if (storageClass === undefined || isDnsName(storageClass)) return [];
  return [
    `storageClass "${storageClass}" is no name of a StorageClass; use labels of a-z, 0-9 and -, joined by dots, or leave it out for the cloud's own`,
  ];
}

/** A minute: no packet is on its way for so long. */
const LONGEST_RTT_MILLIS = 60_000;

function checkLatencies(site: Site, sites: Site[]): string[] {
  const known = sites.map(({ name }) => name).filter((name) => name !== site.name);
  return Object.entries(site.rttMillis).flatMap(([peer, millis]) => {
    if (!known.includes(peer))
      return [`rttMillis names "${peer}", which is no other site of the fleet; allowed are ${known.join(', ')}`];
    if (!(millis > 0 && millis <= LONGEST_RTT_MILLIS))
      return [
        `rttMillis to ${peer} is ${millis}; give the round trip in milliseconds, above 0 and at most ${LONGEST_RTT_MILLIS}`,
      ];
    return [];
  });
}
