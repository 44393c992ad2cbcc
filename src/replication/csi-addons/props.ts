import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import { CsiAddonsMode, type SiteFence } from './mode';

/** Properties of replication by the storage behind a CSI driver that speaks csi-addons. */
export interface CsiAddonsProps {
  /**
   * How the storage keeps the copy.
   *
   * @default - CsiAddonsMode.asynchronous(): a snapshot every 10 minutes
   */
  readonly mode?: CsiAddonsMode;
  /**
   * CSI driver of the StorageClass of the volumes.
   *
   * @default rook-ceph.rbd.csi.ceph.com
   */
  readonly provisioner?: string;
  /**
   * Secret with which the driver talks to the storage (`userID` and `userKey` for Ceph), the same name in every site.
   *
   * @default rook-csi-rbd-provisioner
   */
  readonly secretName?: string;
  /**
   * Namespace of the Secret, and of Rook.
   *
   * @default rook-ceph
   */
  readonly secretNamespace?: string;
  /**
   * Id of the Ceph cluster in the driver's configuration, the same in every site.
   *
   * @default - the namespace of the Secret, as Rook has it
   */
  readonly clusterId?: string;
  /**
   * Pool that the StorageClass puts volumes in, the same name in every site.
   *
   * @default replicapool
   */
  readonly pool?: string;
  /**
   * From the order to promote a volume to a pod of the other site having it mounted. An assumption: no document states a bound.
   *
   * @default - 3 minutes
   */
  readonly promotion?: Duration;
  /**
   * Namespace of Velero, which keeps the PersistentVolumes and their claims: the storage copies data, not objects.
   *
   * @default - that of the fleet's backup, or else velero
   */
  readonly veleroNamespace?: string;
}

/** The properties with their defaults. */
export interface CsiAddonsSettings {
  readonly synchronous: boolean;
  readonly intervalMinutes: number;
  readonly transferSeconds: number;
  /** True when a transfer may take as long as the interval, whatever that is. */
  readonly transferFollows: boolean;
  readonly fences?: SiteFence[];
  readonly storageDecisionSeconds: number;
  readonly provisioner: string;
  readonly secretName: string;
  readonly secretNamespace: string;
  readonly clusterId: string;
  readonly pool: string;
  readonly promotionSeconds: number;
  readonly veleroNamespace?: string;
}

/** Namespace of Velero: what was given, or else that of the fleet's backup. */
export function veleroNamespace({ fleet }: IAppHost, settings: CsiAddonsSettings): string {
  return settings.veleroNamespace ?? fleet.backup?.namespace ?? 'velero';
}

const INTERVAL = Duration.minutes(10);
const PROMOTION = Duration.minutes(3);
const STORAGE_DECISION = Duration.minutes(1);

export function settingsOf(props: CsiAddonsProps): CsiAddonsSettings {
  const mode = props.mode ?? CsiAddonsMode.asynchronous();
  const interval = mode.interval ?? INTERVAL;
  const secretNamespace = props.secretNamespace ?? 'rook-ceph';
  return {
    synchronous: mode.isSynchronous,
    intervalMinutes: interval.toMinutes({ integral: false }),
    transferSeconds: (mode.transfer ?? interval).toSeconds({ integral: false }),
    transferFollows: mode.transfer === undefined,
    fences: mode.fences,
    storageDecisionSeconds: (mode.storageDecision ?? STORAGE_DECISION).toSeconds({ integral: false }),
    provisioner: props.provisioner ?? 'rook-ceph.rbd.csi.ceph.com',
    secretName: props.secretName ?? 'rook-csi-rbd-provisioner',
    secretNamespace,
    clusterId: props.clusterId ?? secretNamespace,
    pool: props.pool ?? 'replicapool',
    promotionSeconds: (props.promotion ?? PROMOTION).toSeconds({ integral: false }),
    veleroNamespace: props.veleroNamespace,
  };
}

/** True for the drivers of Ceph, whatever namespace Rook puts before their name. */
export function isCephRbd({ provisioner }: { readonly provisioner: string }): boolean {
  return provisioner.endsWith('rbd.csi.ceph.com');
}
