/** The fleet in TypeScript: the clusters and what they share. */
import { change, changeUnless, indented, quoted } from './code';
import type { Project } from './project';
import type { SiteChoice } from './sites';

export function fleetCode(project: Project): string[] {
  const { sites, bucket, backupRegion } = project;
  return [
    '// The platform: the clusters, how they reach each other, what sends clients to them, where backups go.',
    "const fleet = new Fleet(app, 'prod', {",
    ...indented([
      'sites: [',
      ...indented([
        change(`add rttMillis, ${exampleRtt(sites)}, as measured; until then 100 ms is assumed (LAT-02)`).trim(),
        ...sites.flatMap((site, index) => siteCode(site, index + 1, project)),
      ]),
      '],',
      ...networkCode(project),
      ...trafficCode(project),
      'backup: Backup.velero({',
      ...indented([
        `bucket: ${quoted(bucket.text)},${changeUnless(bucket.given, 'a name for the bucket; nobody else may have it')}`,
        `region: ${quoted(backupRegion)},${change('any region that no site is in')}`,
        'objectLock: Duration.days(14),',
      ]),
      '}),',
    ]),
    '});',
  ];
}

function exampleRtt([first, ...others]: SiteChoice[]): string {
  const times = others.map(({ name }, index) => `${name}: ${12 + 50 * index}`).join(', ');
  return `such as { ${times} } in ${first?.name ?? ''}`;
}

/** Addresses that no two sites share; `position` counts from 1. */
function siteCode({ name, region }: SiteChoice, position: number, { zoneName, replication }: Project): string[] {
  const zones = ['a', 'b', 'c'].map((letter) => quoted(region + letter)).join(', ');
  return [
    `Site.of(${quoted(name)}, {`,
    ...indented([
      change(`zones with nodes, addresses and ingress of ${name}, as they are`).trim(),
      `region: ${quoted(region)},`,
      `zones: [${zones}],`,
      `podCidr: '10.${position * 10}.0.0/16',`,
      `serviceCidr: '10.${100 + position * 10}.0.0/16',`,
      `nodeCidr: '10.${position}.0.0/16',`,
      `ingressHostname: ${quoted(`${name}.${zoneName}`)},`,
      ...(replication === 'csi-addons'
        ? [`storageClass: 'rook-ceph-block',${change('the class that the storage replicates')}`]
        : []),
    ]),
    '}),',
  ];
}

function networkCode({ network, zoneName }: Project): string[] {
  if (network === 'routed') return ['network: SiteNetwork.routed(),'];
  return [
    'network: SiteNetwork.submariner({',
    ...indented([
      `brokerApiServer: ${quoted(`broker.${zoneName}:6443`)},${change('the API server of a small cluster that no site is in')}`,
    ]),
    '}),',
  ];
}

function trafficCode({ clients, pattern, zoneName, backupRegion, bucket }: Project): string[] {
  if (!clients) return [];
  const { hostedZone, hostname } = clients;
  return [
    'traffic: GlobalLoadBalancer.route53({',
    ...indented([
      `hostedZoneId: ${quoted(hostedZone.text)},${changeUnless(hostedZone.given, 'the id of your hosted zone')}`,
      `zoneName: ${quoted(zoneName)},${changeUnless(hostname.given, 'the name of that zone')}`,
      ...(pattern === 'active-passive'
        ? [
            '// Keeps clients away from a site that was failed away from, until somebody decides otherwise.',
            'latch: Latch.object({',
            ...indented([
              `bucketPrefix: ${quoted(`${latchPrefix(bucket.text)}-latch`)},${change('a name for its bucket; nobody else may have it')}`,
              `region: ${quoted(backupRegion)},`,
            ]),
            '}),',
          ]
        : []),
    ]),
    '}),',
  ];
}

/** The rest of the 63 characters of a bucket is for the application. */
const LONGEST_PREFIX = 20;

function latchPrefix(bucket: string): string {
  return bucket
    .slice(0, LONGEST_PREFIX)
    .replace(/-+$/, '')
    .replace(/-backups$/, '');
}
