import type { IAppHost } from '../../model/app-host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { type CsiAddonsSettings, isCephRbd } from './props';

/** Versions whose CRDs and documents this was checked against. */
const CSI_ADDONS_VERSION = '0.14.0';
const ROOK_VERSION = '1.20.6';

/** States what the storage and its driver need in a site; the pool and the mirroring are the platform's. */
export function requireStorage(host: IAppHost, site: Site, settings: CsiAddonsSettings, grouped: boolean): void {
  const { provisioner, secretName, secretNamespace: namespace, synchronous } = settings;
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'kubernetes-csi-addons',
    namespace: 'csi-addons-system',
    version: CSI_ADDONS_VERSION,
    why: `tells ${provisioner} what to replicate, promote and fence; it ends a promotion by force when the other site cannot be reached`,
  });
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: secretName,
    namespace,
    ...(isCephRbd(settings) && { keys: ['userID', 'userKey'] }),
    why: `lets ${provisioner} talk to the storage`,
  });
  host.require(site, {
    kind: PrerequisiteKind.STORAGE_CLASS,
    name: site.storageClass ?? '',
    why: `volumes that are replicated: provisioner ${provisioner}, reclaimPolicy Retain (with Delete the other site would make itself empty volumes), the same name and parameters in every site`,
  });
  if (isCephRbd(settings)) requireCeph(host, site, settings);
  if (grouped && !synchronous && isCephRbd(settings)) {
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: 'mirroring of groups in Ceph',
      namespace,
      why: 'several volumes are mirrored as of one moment: Ceph 20 (Tentacle) or later in every site, and a ceph-csi whose CSIAddonsNode has the capabilities volume_group.VOLUME_GROUP and volume_replication.VOLUME_REPLICATION',
    });
  }
}

function requireCeph(host: IAppHost, site: Site, settings: CsiAddonsSettings): void {
  const { secretNamespace: namespace, provisioner, pool, synchronous } = settings;
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'rook-ceph',
    namespace,
    version: ROOK_VERSION,
    why: `runs Ceph, or connects to one, and ${provisioner}`,
  });
  host.require(site, {
    kind: PrerequisiteKind.SETTING,
    name: `Driver ${provisioner}`,
    namespace,
    why: 'csi.ceph.io/v1 Driver: spec.deployCsiAddons true, spec.generateOMapInfo true (volumes of the other site are found), spec.enableFencing true. Rook before 1.20: CSI_ENABLE_CSIADDONS and CSI_ENABLE_OMAP_GENERATOR in ConfigMap rook-ceph-operator-config, which later ones ignore',
  });
  host.require(site, {
    kind: PrerequisiteKind.SETTING,
    name: `CephBlockPool ${pool}`,
    namespace,
    why: synchronous
      ? 'of one Ceph cluster that is stretched over the sites, with a monitor as tiebreaker in a third place; each site reaches all of it'
      : 'spec.mirroring: enabled true, mode image, and the other site as peer (Secret rbd-peer of its bootstrap token); the same name in both sites; a CephRBDMirror runs in both; monitors and OSDs of each reach those of the other. Where the ids of the pools or clusters differ, a csi.ceph.io ClientProfileMapping maps them',
  });
}
