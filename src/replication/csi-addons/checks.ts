import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName } from '../../model/names';
import type { WorkloadStorage } from '../../model/replication';
import { intervalProblems } from '../interval';
import { storageClassProblems } from '../storage-classes';
import { LONGEST_SCHEDULE_NAME, claimsSchedule } from './claims';
import { fenceProblems } from './fence';
import { type CsiAddonsSettings, isCephRbd, veleroNamespace } from './props';
import { MOST_CLAIMS } from './unit';

const KIND = 'Replication.csiAddons';

/** Why the volumes of an application cannot be replicated so. */
export function csiAddonsProblems(host: IAppHost, storage: WorkloadStorage, settings: CsiAddonsSettings): string[] {
  return [
    ...storageClassProblems(host),
    ...groupProblems(storage),
    ...backupProblems(host, settings),
    ...nameProblems(settings),
    ...(settings.synchronous
      ? [...fenceProblems(host, settings), ...decisionProblems(settings)]
      : mirrorProblems(host, settings)),
  ];
}

function groupProblems({ volumes }: WorkloadStorage): string[] {
  if (volumes.length === 0) return ['the workload has no volumes to replicate; leave replication out'];
  if (volumes.length <= MOST_CLAIMS) return [];
  return [
    `the workload has ${volumes.length} volumes; csi-addons replicates at most ${MOST_CLAIMS} as of one moment: use fewer replicas, or put more on one volume`,
  ];
}

function backupProblems(host: IAppHost, settings: CsiAddonsSettings): string[] {
  if (!host.fleet.backup) {
    return [
      'replication by csi-addons copies data and no objects: the other site gets volumes and claims from a backup, and the fleet has none; set backup of the fleet, such as Backup.velero',
    ];
  }
  const { namespace } = host.fleet.backup;
  const elsewhere = namespace !== undefined && veleroNamespace(host, settings) !== namespace;
  const names = host.dataSites
    .map((site) => claimsSchedule(host, site))
    .filter((name) => name.length > LONGEST_SCHEDULE_NAME)
    .map(
      (name) =>
        `the backup of the claims is called "${name}", ${name.length} characters; Velero puts the name and a time into labels, so ${LONGEST_SCHEDULE_NAME} are allowed: shorten the name of the application or of the site`,
    );
  return [
    ...names,
    ...(elsewhere
      ? [
          `veleroNamespace of ${KIND} is "${settings.veleroNamespace ?? ''}", and the backup of the fleet is in namespace ${namespace}; leave it out`,
        ]
      : []),
  ];
}

function nameProblems(settings: CsiAddonsSettings): string[] {
  const { provisioner, secretName, secretNamespace } = settings;
  const wrong = (prop: string, value: string, allowed: string) =>
    `${prop} of ${KIND} is "${value}"; allowed is ${allowed}; give the one that the cluster has`;
  return [
    ...(isDnsName(provisioner) ? [] : [wrong('provisioner', provisioner, 'the name of a CSI driver')]),
    ...(isDnsName(secretName) ? [] : [wrong('secretName', secretName, 'the name of a Secret')]),
    ...(isDnsLabel(secretNamespace) ? [] : [wrong('secretNamespace', secretNamespace, 'the name of a namespace')]),
  ];
}

function decisionProblems({ storageDecisionSeconds: seconds }: CsiAddonsSettings): string[] {
  if (seconds >= 1) return [];
  return [`storageDecision of ${KIND} is ${seconds} s; give 1 second or more: no storage decides in no time`];
}

function mirrorProblems(host: IAppHost, settings: CsiAddonsSettings): string[] {
  const { intervalMinutes, transferSeconds } = settings;
  const passive = host.passiveSites.map(({ name }) => name);
  return [
    ...intervalProblems(KIND, intervalMinutes),
    ...(transferSeconds >= 1
      ? []
      : [`transfer of ${KIND} is ${transferSeconds} s; give 1 second or more: nothing is copied in no time`]),
    ...(isCephRbd(settings) && passive.length > 1
      ? [
          `volumes would be mirrored to ${passive.length} sites (${passive.join(', ')}); RBD mirroring knows one peer: name two sites in sites`,
        ]
      : []),
  ];
}
