import { Duration } from 'cdk8s';
import { durationText } from '../../kinds/duration';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { WorkloadStorage } from '../../model/replication';
import type { RunbookStep } from '../../model/runbook';
import type { Site } from '../../model/site';
import { fail, fromManifest, stepTimeout, waitUntil } from '../shell';
import { REPLICATED } from '../users';
import type { UnitProps } from './objects';
import { veleroNamespace } from './props';

/*
 * The storage mirrors images, and no Kubernetes objects: the other site has neither PersistentVolume nor claim, and would make
 * itself an empty volume. Rook's "RBD Asynchronous DR Failover and Failback" has them backed up with Velero and restored there.
 * Velero restores a PersistentVolume as it is, its volumeHandle included and its claimRef without the old uid, when its reclaim
 * policy is Retain and the backup has neither a snapshot nor a copy of the volume (pkg/restore/restore.go). The application's own
 * backups have one, so the claims have a backup of their own.
 */

/** Claims change when a volume is added; a failover needs those of when it was. */
const SCHEDULE = '17 * * * *';
/** As long as nobody notices that the active site makes none any more. */
const KEPT = Duration.days(7);
/** How long Velero may take to restore a handful of objects. */
export const RESTORE_SECONDS = 600;
/** Velero puts the name of a Schedule and a time into labels of 63 characters. */
export const LONGEST_SCHEDULE_NAME = 48;

/** Schedule of the backups of a site's claims. */
export function claimsSchedule(host: IAppHost, site: Site): string {
  return `${host.name}-${site.name}-claims`;
}

/** Backs up the claims of a site: in every site, as each becomes active some day. */
export function addClaimsBackup(host: IAppHost, site: Site, { unit, storage, settings }: UnitProps): void {
  const grouped = unit.kind === 'VolumeGroupReplication' && !settings.synchronous;
  addTo(host, site, {
    apiVersion: 'velero.io/v1',
    kind: 'Schedule',
    metadata: { name: claimsSchedule(host, site), namespace: veleroNamespace(host, settings) },
    spec: {
      schedule: SCHEDULE,
      useOwnerReferencesInBackup: false,
      // The first is there as soon as there are claims, not an hour later.
      skipImmediately: false,
      template: {
        includedNamespaces: [host.namespace],
        includedResources: resources(grouped),
        // Unset, Velero takes the volumes of the claims along and nothing else that has no namespace.
        ...(grouped && { includeClusterResources: true }),
        labelSelector: { matchLabels: storage.claimLabels },
        snapshotVolumes: false,
        snapshotMoveData: false,
        defaultVolumesToFsBackup: false,
        ttl: durationText(KEPT),
        metadata: { labels: { 'app.kubernetes.io/part-of': host.name } },
      },
    },
  });
}

function resources(grouped: boolean): string[] {
  const group = 'volumegroupreplicationcontents.replication.storage.openshift.io';
  return ['persistentvolumeclaims', 'persistentvolumes', ...(grouped ? [group] : [])];
}

/** Sees that a site has the claims of another one, or can get them. */
export function checkClaims(host: IAppHost, from: Site, to: Site, { storage, settings }: UnitProps): RunbookStep {
  const schedule = claimsSchedule(host, from);
  const completed = `{.items[?(@.status.phase=="Completed")].metadata.name}`;
  return {
    name: `claims-ready-${to.name}`,
    title: `see that ${to.name} has the claims of ${from.name}, or a backup of them`,
    site: to,
    script: [
      ...missingClaims(storage, from, to),
      'if [ -n "$missing" ]; then',
      `  backups=$(kubectl get backups.velero.io --namespace=${veleroNamespace(host, settings)} --selector=velero.io/schedule-name=${schedule} -o jsonpath='${completed}')`,
      `  if [ -z "$backups" ]; then ${fail(`${to.name} lacks the claims$missing and knows no completed backup of schedule ${schedule}: see whether Velero of ${to.name} reads the location of ${from.name}`)}; fi`,
      'fi',
    ].join('\n'),
    timeoutSeconds: stepTimeout(),
    permissions: [
      getClaims(storage),
      { apiGroup: 'velero.io', resources: ['backups'], verbs: ['list'], namespace: veleroNamespace(host, settings) },
    ],
  };
}

/** Makes the volumes and claims of one site in another, bound to the copies of the same images. */
export function restoreClaims(host: IAppHost, from: Site, to: Site, props: UnitProps): RunbookStep {
  const { unit, storage, settings } = props;
  const namespace = veleroNamespace(host, settings);
  const grouped = unit.kind === 'VolumeGroupReplication' && !settings.synchronous;
  const restore = {
    apiVersion: 'velero.io/v1',
    kind: 'Restore',
    metadata: {
      generateName: `${claimsSchedule(host, from)}-`,
      namespace,
      labels: { 'app.kubernetes.io/part-of': host.name },
    },
    spec: {
      scheduleName: claimsSchedule(host, from),
      includedNamespaces: [host.namespace],
      includedResources: resources(grouped),
      ...(grouped && { includeClusterResources: true }),
      existingResourcePolicy: 'none',
    },
  };
  return {
    name: `restore-claims-${to.name}`,
    title: `make the volumes and claims of ${from.name} in ${to.name}`,
    site: to,
    script: [
      ...missingClaims(storage, from, to),
      'if [ -n "$missing" ]; then',
      ...fromManifest(`restore=$(kubectl create --output=name --filename=-`, restore),
      ')',
      `phase() { kubectl get "$restore" --namespace=${namespace} -o jsonpath='{.status.phase}'; }`,
      `ended() { case "$(phase)" in Completed | PartiallyFailed | Failed | FailedValidation) ;; *) return 1 ;; esac; }`,
      ...waitUntil({
        until: 'ended',
        seconds: RESTORE_SECONDS,
        otherwise: `$restore of ${to.name} has not ended after ${RESTORE_SECONDS} s: look at the log of Velero`,
      }),
      `  said=$(kubectl get "$restore" --namespace=${namespace} -o jsonpath='{.status.phase} {.status.failureReason} {.status.validationErrors}')`,
      `  case "$said" in Completed*) ;; *) ${fail(`$restore of ${to.name}: $said`)} ;; esac`,
      'fi',
      ...storage.volumes.flatMap(({ claim }) =>
        waitUntil({
          until: `[ "$(kubectl get persistentvolumeclaim ${claim} -o jsonpath='{.status.phase}')" = Bound ]`,
          seconds: RESTORE_SECONDS,
          otherwise: `claim ${claim} of ${to.name} is not bound: its PersistentVolume was not restored (is its reclaim policy Retain in ${from.name}?) or is bound to another claim`,
        }),
      ),
    ].join('\n'),
    timeoutSeconds: stepTimeout(RESTORE_SECONDS * (1 + storage.volumes.length)),
    permissions: [
      getClaims(storage),
      { apiGroup: 'velero.io', resources: ['restores'], verbs: ['create', 'get'], namespace },
    ],
  };
}

/** Lines that find the claims that are not there. A claim that is neither a copy nor was one has an empty volume of its own. */
function missingClaims({ volumes }: WorkloadStorage, from: Site, to: Site): string[] {
  const marks = `{.metadata.labels.velero\\.io/restore-name}{.metadata.labels.${REPLICATED}}`;
  return [
    'missing=',
    `for claim in ${volumes.map(({ claim }) => claim).join(' ')}; do`,
    `  found=$(kubectl get persistentvolumeclaim "$claim" --ignore-not-found -o jsonpath='{.metadata.name}')`,
    '  if [ -z "$found" ]; then missing="$missing $claim"; continue; fi',
    `  marks=$(kubectl get persistentvolumeclaim "$claim" -o jsonpath='${marks}')`,
    `  if [ -z "$marks" ]; then ${fail(`claim $claim of ${to.name} has a volume of its own, not the copy of that of ${from.name}: delete the claim, then run this again`)}; fi`,
    'done',
  ];
}

function getClaims({ volumes }: WorkloadStorage) {
  return {
    apiGroup: '',
    resources: ['persistentvolumeclaims'],
    verbs: ['get'],
    names: volumes.map(({ claim }) => claim),
  };
}
