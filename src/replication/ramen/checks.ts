import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName, isLabelValue } from '../../model/names';
import type { WorkloadStorage } from '../../model/replication';
import { MOST_CLAIMS } from '../csi-addons/unit';
import { intervalProblems } from '../interval';
import { storageClassProblems } from '../storage-classes';
import { replicationIdOf, storageIdOf } from './objects';
import type { RamenSettings } from './props';

/** What Ramen takes: it writes the interval as a step of a cron field. */
const INTERVALS = '1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes, and 1, 2, 3, 4, 6, 8, 12 or 24 hours';

export function ramenProblems(host: IAppHost, storage: WorkloadStorage, settings: RamenSettings): string[] {
  return [
    ...siteProblems(host, settings),
    ...storageClassProblems(host),
    ...scheduleProblems(settings),
    ...nameProblems(host, settings),
    ...(storage.volumes.length >= 1 && storage.volumes.length <= MOST_CLAIMS
      ? []
      : [
          `the workload has ${storage.volumes.length} volumes; Ramen replicates 1 to ${MOST_CLAIMS} as of one moment: use fewer replicas, or put more on one volume`,
        ]),
  ];
}

function siteProblems(host: IAppHost, { hub }: RamenSettings): string[] {
  const sites = host.dataSites.map(({ name }) => name);
  return [
    ...(sites.length === 2
      ? []
      : [
          `the application has ${sites.length} sites (${sites.join(', ')}); a DRPolicy of Ramen has exactly 2: name two in sites, or use another replication`,
        ]),
    ...(sites.includes(hub)
      ? [
          `hubCluster is "${hub}", a site of the application: with it the hub would be lost, and nothing could fail over; use a cluster in another region`,
        ]
      : []),
  ];
}

function scheduleProblems({ storage: { intervalMinutes: minutes, transferSeconds } }: RamenSettings): string[] {
  const unusable = intervalProblems('Replication.ramen', minutes);
  if (unusable.length > 0) return unusable;
  const divides = minutes < 60 ? 60 % minutes === 0 : minutes % 60 === 0 && 24 % (minutes / 60) === 0;
  return [
    ...(divides
      ? []
      : [
          `interval of Replication.ramen is ${minutes} minutes, which Ramen turns into a schedule with other gaps; allowed are ${INTERVALS}`,
        ]),
    ...(transferSeconds >= 1
      ? []
      : [`transfer of Replication.ramen is ${transferSeconds} s; give 1 second or more: nothing is copied in no time`]),
  ];
}

function nameProblems(host: IAppHost, settings: RamenSettings): string[] {
  const { hub, namespace, clusterSet, storageIds, storage } = settings;
  const sites = host.dataSites.map(({ name }) => name);
  const wrong = (prop: string, value: string, allowed: string) =>
    `${prop} of Replication.ramen is "${value}"; allowed is ${allowed}; give the one that the cluster has`;
  const label = 'the value of a label';
  return [
    ...(isDnsLabel(hub) ? [] : [wrong('hubCluster', hub, 'a name of a-z, 0-9 and -')]),
    ...(isDnsLabel(namespace) ? [] : [wrong('hubNamespace', namespace, 'the name of a namespace')]),
    ...(isDnsLabel(clusterSet) ? [] : [wrong('clusterSet', clusterSet, 'the name of a ManagedClusterSet')]),
    ...(isDnsName(storage.provisioner) ? [] : [wrong('provisioner', storage.provisioner, 'the name of a CSI driver')]),
    ...(isDnsName(storage.secretName) ? [] : [wrong('secretName', storage.secretName, 'the name of a Secret')]),
    ...(isDnsLabel(storage.secretNamespace)
      ? []
      : [wrong('secretNamespace', storage.secretNamespace, 'the name of a namespace')]),
    ...Object.keys(storageIds)
      .filter((site) => !sites.includes(site))
      .map(
        (site) => `storageIds name site "${site}", which is none of the application; allowed are ${sites.join(', ')}`,
      ),
    ...host.dataSites
      .map((site) => storageIdOf(site, settings))
      .filter((id) => id === '' || !isLabelValue(id))
      .map((id) => wrong('storageIds', id, label)),
    ...[replicationIdOf(host, settings)]
      .filter((id) => id === '' || !isLabelValue(id))
      .map((id) => wrong('replicationId', id, label)),
    ...sameStorage(host, settings),
  ];
}

/** Ramen takes classes of one storageid for one storage that is stretched, and does not copy. */
function sameStorage(host: IAppHost, settings: RamenSettings): string[] {
  const ids = host.dataSites.map((site) => storageIdOf(site, settings));
  if (new Set(ids).size === ids.length) return [];
  return [
    `storageIds are ${ids.join(' and ')}; Ramen takes sites of one id for one storage and copies nothing: give each site an id of its own`,
  ];
}
