/** STO: replicated volumes, over what is emitted for both ends. */
import { dataSites } from './app-view';
import { type Claim, claimsOf } from './claims';
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import { fieldsOf, textAt, textsAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { ReplicationMechanism } from './vocabulary';
import { listed } from './wording';

export const VOLUME_RULES: Rule<AppEvidence>[] = [
  {
    id: 'STO-01',
    severity: Severity.ERROR,
    title: 'copied claims ask for the same storage in every site',
    why: 'the claim of the other site names a StorageClass or a driver that is not there, and its volume cannot be used',
    source:
      'Velero, Changing PV/PVC Storage Classes; csi-addons, VolumeReplicationClass: the provisioner is that of the volume',
    check: differentStorage,
  },
  {
    id: 'STO-05',
    severity: Severity.ERROR,
    title: 'the name of a replication class says its interval',
    why: 'parameters of a class cannot be changed: with another interval under the old name the apply fails, and the old interval stays',
    source: 'csi-addons CRD VolumeReplicationClass v0.14.0: parameters are immutable',
    check: namelessIntervals,
  },
  {
    id: 'STO-08',
    severity: Severity.ERROR,
    title: 'volumes that are replicated are kept when their claim goes',
    why: 'with reclaimPolicy Delete a claim that is deleted in one site takes the image with it, and the copy follows',
    source: 'Rook, RBD Async Disaster Recovery Failover and Failback: reclaimPolicy Retain',
    check: reclaimedVolumes,
  },
];

const CLASSES = [
  'VolumeReplicationClass.replication.storage.openshift.io',
  'VolumeGroupReplicationClass.replication.storage.openshift.io',
];

/** Claims whose contents the storage or a backup brings to other sites. */
function copiedClaims(evidence: AppEvidence, mechanisms: ReplicationMechanism[]): Claim[] {
  const units = evidence.replications
    .filter(({ mechanism }) => mechanisms.includes(mechanism))
    .flatMap((replication) => replication.units);
  return claimsOf(manifestsOf(evidence)).filter(({ name }) => units.includes(name));
}

function differentStorage(evidence: AppEvidence): string[] | undefined {
  const copied = copiedClaims(evidence, [ReplicationMechanism.VOLUME, ReplicationMechanism.BACKUP]);
  if (copied.length === 0) return undefined;
  const classes = [...groupedBy(copied, ({ name }) => name)].flatMap(([name, claims]) => {
    const stated = claims.map(({ cluster, spec }) => ({ cluster, storageClass: textAt(spec, '/storageClassName') }));
    if (new Set(stated.map(({ storageClass }) => storageClass)).size === 1) return [];
    const text = stated.map(({ cluster, storageClass }) => `${storageClass ?? 'the default'} in ${cluster}`);
    return [
      `claim ${name} is copied between sites and asks for StorageClass ${listed(text)}; make a class of one name, driver and parameters in every site, and give it as storageClass of each`,
    ];
  });
  const drivers = [...groupedBy(classesOf(evidence), ({ kind, name }) => `${kind} ${name}`)].flatMap(([name, same]) => {
    const stated = same.map(({ cluster, json }) => ({ cluster, driver: textAt(json, '/spec/provisioner') ?? 'none' }));
    if (new Set(stated.map(({ driver }) => driver)).size === 1) return [];
    const text = stated.map(({ cluster, driver }) => `${driver} in ${cluster}`);
    return [
      `the provisioner of ${name} is ${listed(text)}; both ends of a copy are of one driver: replicate with Replication.volSync, which copies files, or use the same storage in every site`,
    ];
  });
  return [...classes, ...drivers];
}

function classesOf(evidence: AppEvidence): Manifest[] {
  const manifests = manifestsOf(evidence);
  return CLASSES.flatMap((kind) => ofKind(manifests, kind));
}

function namelessIntervals(evidence: AppEvidence): string[] | undefined {
  const classes = classesOf(evidence);
  if (classes.length === 0) return undefined;
  return classes.flatMap(({ kind, name, cluster, json }) => {
    const interval = textAt(json, '/spec/parameters/schedulingInterval');
    if (interval === undefined || name.split('-').includes(interval)) return [];
    return [
      `in ${cluster} ${kind} ${name} copies every ${interval}, which its name does not say; change the interval by the prop of the replication, which makes a class of another name`,
    ];
  });
}

function reclaimedVolumes(evidence: AppEvidence): string[] | undefined {
  const copied = copiedClaims(evidence, [ReplicationMechanism.VOLUME]);
  const named = new Set(copied.flatMap(({ spec }) => textsAt(spec, '/storageClassName')));
  if (named.size === 0) return undefined;
  return [...named].flatMap((name) =>
    dataSites(evidence)
      .filter((site) => !asksToRetain(evidence, site, name))
      .map(
        (site) =>
          `volumes of StorageClass ${name} are replicated, and nothing asks site ${site} for reclaimPolicy Retain of it; state the class as a prerequisite with reclaimPolicy Retain`,
      ),
  );
}

function asksToRetain({ prerequisites }: AppEvidence, site: string, name: string): boolean {
  return prerequisites.some(
    (one) =>
      one.site === site && one.kind === 'StorageClass' && one.name === name && /reclaimPolicy Retain/.test(one.why),
  );
}

/** What a claim asks for. */
export function requestedSize(spec: unknown): string | undefined {
  return textAt(spec, '/resources/requests/storage');
}

/** Access modes in their order. */
export function accessModes(spec: unknown): string[] {
  return valuesAt(spec, '/accessModes/*').map(String).sort();
}

/** User and group that files are read and written as. */
export function ownerOf(mover: unknown): string {
  const { runAsUser, runAsGroup, fsGroup } = fieldsOf(fieldsOf(mover)['moverSecurityContext']);
  return [runAsUser, runAsGroup, fsGroup].map(String).join(':');
}
