/** Whether the objects that copy data are in the output, and run. */
import type { Claim } from './claims';
import type { BackupFact } from './facts';
import { fieldsOf, textAt } from './json';
import { type Manifest, isOfKind, ofKind } from './manifests';

/** What copies a claim, by the kind of replication: what another kind goes by is not known here. */
const COPIERS: Record<string, (claim: Claim, manifests: Manifest[]) => boolean> = {
  volsync: ({ namespace, name }, manifests) =>
    ofKind(manifests, 'ReplicationSource.volsync.backube').some(
      ({ namespace: own, json }) =>
        own === namespace &&
        textAt(json, '/spec/sourcePVC') === name &&
        specOf(json)['paused'] !== true &&
        // What restic writes goes to the object store, not to a site.
        !('restic' in specOf(json)),
    ),
  'csi-addons': (claim, manifests) =>
    manifests.some((manifest) => manifest.namespace === claim.namespace && replicates(manifest, claim)),
  ramen: (_, manifests) => ofKind(manifests, 'DRPlacementControl.ramendr.openshift.io').length > 0,
};

/** True when a claim is copied by what is rendered for a kind of replication, in whichever direction. */
export function isCopied(kind: string, claim: Claim, manifests: Manifest[]): boolean {
  const copies = COPIERS[kind];
  return copies === undefined || copies(claim, manifests);
}

/** A group names its claims by labels: that of the application is of all of its claims. */
function replicates(manifest: Manifest, { name }: Claim): boolean {
  const { json } = manifest;
  if (textAt(json, '/spec/replicationState') !== 'primary') return false;
  if (isOfKind(manifest, 'VolumeGroupReplication.replication.storage.openshift.io')) return true;
  return (
    isOfKind(manifest, 'VolumeReplication.replication.storage.openshift.io') &&
    textAt(json, '/spec/dataSource/name') === name
  );
}

/** The field by which each kind that takes backups is stopped. */
const STOPPED_BY: Record<string, string> = {
  'CronJob.batch': 'suspend',
  'ScheduledBackup.postgresql.cnpg.io': 'suspend',
  'MedusaBackupSchedule.medusa.k8ssandra.io': 'disabled',
};

/** False when all that takes a backup is stopped; what takes it otherwise is not known here. */
export function isTaken({ name, site }: BackupFact, manifests: Manifest[]): boolean {
  const taking = Object.entries(STOPPED_BY).flatMap(([kind, field]) =>
    ofKind(manifests, kind)
      .filter((one) => one.name === name || (one.cluster === site && `${one.name}-${site}` === name))
      .map(({ json }) => specOf(json)[field] !== true),
  );
  return taking.length === 0 || taking.includes(true);
}

function specOf(json: unknown): Record<string, unknown> {
  return fieldsOf(fieldsOf(json)['spec']);
}
