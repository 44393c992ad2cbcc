import type { IAppHost } from '../../model/app-host';
import { isDnsLabel } from '../../model/names';
import { imageProblems } from '../image-reference';
import { cpuProblems, mebibytesOf, memoryProblems, sizeProblems, sizeQuantity, volumeProblems } from '../resources';
import { isOlderThan } from './image';
import { type EtcdSettings, twiceTheDatabase } from './settings';
import { type RaftTiming, timingProblems } from './timing';

/** etcd warns above 8 GiB; the largest database that anybody is known to run has 100. */
const DATABASE_MEBIBYTES = { least: 1, most: 100 * 1024 };

/** Props with which etcd would not start, or not keep its promise: one message each. */
export function etcdProblems(host: IAppHost, settings: EtcdSettings, timing: RaftTiming): string[] {
  return [
    ...imageProblems('etcd image', settings.image),
    ...imageProblems('etcd uploadImage', settings.uploadImage),
    ...versionProblems(settings),
    ...memberProblems(host, settings),
    ...joiningProblems(host, settings),
    ...cpuProblems('etcd cpu', settings.cpu),
    ...memoryProblems('etcd memory', settings.memory),
    ...roomProblems(settings),
    ...timingProblems(timing),
    ...namespaceProblems(settings),
  ];
}

function versionProblems({ image }: EtcdSettings): string[] {
  if (!isOlderThan(image, 3, 6)) return [];
  return [`etcd image is ${image}; allowed is etcd 3.6 or later, whose flags are emitted; give a newer tag`];
}

function memberProblems(host: IAppHost, { members }: EtcdSettings): string[] {
  return Object.entries(members).flatMap(([site, count]) => [
    ...unknownSite(host, 'members', site),
    ...(isMemberCount(count)
      ? []
      : [
          `etcd members in ${site} is ${count}; allowed are whole numbers from 1; to have none there, leave the site out of sites`,
        ]),
  ]);
}

/** A number of members that can be placed. */
export function isMemberCount(count: number): boolean {
  return Number.isInteger(count) && count > 0;
}

function joiningProblems(host: IAppHost, { joiningSites }: EtcdSettings): string[] {
  const everySite = host.sites.every((site) => joiningSites.includes(site.name));
  return [
    ...joiningSites.flatMap((site) => unknownSite(host, 'joiningSites', site)),
    ...(everySite
      ? [
          `etcd joiningSites are all sites, ${joiningSites.join(', ')}; allowed are those that join a running cluster; leave it out for a new one`,
        ]
      : []),
  ];
}

function unknownSite(host: IAppHost, prop: string, site: string): string[] {
  const known = host.sites.map(({ name }) => name);
  if (known.includes(site)) return [];
  return [`etcd ${prop} names site "${site}", which the application does not have; allowed are ${known.join(', ')}`];
}

function roomProblems(settings: EtcdSettings): string[] {
  const { databaseQuota, storage } = settings;
  const problems = [
    ...sizeProblems('etcd databaseQuota', databaseQuota, DATABASE_MEBIBYTES),
    ...volumeProblems('etcd storage', storage),
  ];
  const needed = twiceTheDatabase(settings);
  if (problems.length > 0 || mebibytesOf(storage) >= mebibytesOf(needed)) return problems;
  return [
    `etcd storage is ${sizeQuantity(storage)} with a databaseQuota of ${sizeQuantity(databaseQuota)}; allowed is ${sizeQuantity(needed)} or more, twice the database and 1 GiB for the log; raise storage or lower databaseQuota`,
  ];
}

function namespaceProblems({ clientNamespaces }: EtcdSettings): string[] {
  return clientNamespaces
    .filter((name) => !isDnsLabel(name))
    .map((name) => `etcd clientNamespaces has "${name}", which is no DNS label; use at most 63 of a-z, 0-9 and -`);
}
