import type { IAppHost } from '../model/app-host';
import type { IHost } from '../model/host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import { sitePrefix } from './layout';
import type { VeleroSettings } from './props';

/** Versions that the manifests were checked against: the CRDs, and the table of compatibility in the plugin's README. */
const VELERO_VERSION = '1.18.1';
const AWS_PLUGIN_VERSION = '1.14';

/** What Velero needs in a site of the fleet. */
export function requireVelero(host: IHost, site: Site, settings: VeleroSettings): void {
  const { namespace, bucket } = settings;
  requireOperator(host, site, settings);
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'velero-plugin-for-aws',
    namespace,
    version: AWS_PLUGIN_VERSION,
    why: 'plugin of Velero that reads and writes S3; the same one in every site, or a survivor cannot read the backups of a lost site',
  });
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: settings.credentialsSecret,
    namespace,
    keys: ['cloud'],
    why: `AWS credentials file for Velero of ${site.name}; each site has its own, so that one can be withdrawn`,
  });
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: 'velero-repo-credentials',
    namespace,
    keys: ['repository-password'],
    why: 'password that encrypts copied volumes; the same in every site and set before the first backup, or a survivor cannot read the volumes of a lost site',
  });
  const own = sitePrefix(host.fleet, site);
  host.require(site, {
    kind: PrerequisiteKind.IAM,
    name: `velero-${site.name}`,
    why:
      `s3:ListBucket on ${bucket}; s3:GetObject on ${bucket}/velero/${host.fleet.name}/*; s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts on ${bucket}/${own}/*; ` +
      `s3:PutObject on ${bucket}/velero/${host.fleet.name}/*/restores/*, since a restore writes its log beside the backup, in a read-only location too (velero#6753)` +
      `${keyActions(settings)}. Never s3:DeleteObjectVersion or s3:BypassGovernanceRetention: what this site deletes can then be brought back`,
  });
}

/** What takes the backups of a site. */
export function requireOperator(host: IHost, site: Site, { namespace }: VeleroSettings): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'velero',
    namespace,
    version: VELERO_VERSION,
    why: 'takes the backups; older than 1.18.1 it cannot restore volumes from a read-only location (velero#9626). Install it without a backup location of its own, on the UTC clock, with its metrics (port 8085) scraped',
  });
  host.require(site, {
    kind: PrerequisiteKind.NAMESPACE,
    name: namespace,
    why: 'holds the backup locations and schedules',
  });
}

/** What snapshots of volumes need in a site. */
export function requireSnapshots(host: IAppHost, site: Site, { namespace }: VeleroSettings): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'velero-node-agent',
    namespace,
    version: VELERO_VERSION,
    why: 'copies volume snapshots to the bucket; a snapshot alone stays in the region of its volume',
  });
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'snapshot-controller',
    why: 'takes CSI snapshots; the VolumeSnapshotClass of the CSI driver carries the label velero.io/csi-volumesnapshot-class=true',
  });
}

/** What the key of the bucket asks of whoever writes and reads there; undefined where the store keeps the key itself. */
export function keyRights({ kmsKeyId }: VeleroSettings): string | undefined {
  return kmsKeyId === undefined ? undefined : `kms:Decrypt and kms:GenerateDataKey on ${kmsKeyId}`;
}

function keyActions(settings: VeleroSettings): string {
  const rights = keyRights(settings);
  return rights === undefined ? '' : `; ${rights}`;
}
