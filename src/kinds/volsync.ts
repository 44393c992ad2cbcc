import type { PodSecurityContext } from 'kubernetes-types/core/v1';
import type { Metadata } from './kubernetes';

/** How a mover reads or keeps a volume as of one moment. */
interface SnapshotOptions {
  readonly copyMethod: 'Snapshot';
  readonly storageClassName: string;
  readonly volumeSnapshotClassName?: string;
  readonly moverSecurityContext: PodSecurityContext;
}

/** volsync.backube/v1alpha1 ReplicationDestination, as in VolSync v0.16.0. */
export interface ReplicationDestination {
  readonly apiVersion: 'volsync.backube/v1alpha1';
  readonly kind: 'ReplicationDestination';
  readonly metadata: Metadata;
  readonly spec: {
    readonly rsyncTLS: SnapshotOptions & {
      /** Secret with the key `psk.txt`. */
      readonly keySecret: string;
      readonly serviceType: 'ClusterIP';
      readonly capacity: string;
      readonly accessModes: string[];
    };
  };
}

/** volsync.backube/v1alpha1 ReplicationSource, as in VolSync v0.16.0; of the movers one is set. */
export interface ReplicationSource {
  readonly apiVersion: 'volsync.backube/v1alpha1';
  readonly kind: 'ReplicationSource';
  readonly metadata: Metadata;
  readonly spec: {
    readonly sourcePVC: string;
    readonly trigger: { readonly schedule: string };
    readonly rsyncTLS?: SnapshotOptions & {
      readonly keySecret: string;
      readonly address: string;
      readonly port: number;
    };
    readonly restic?: SnapshotOptions & {
      /** Secret with RESTIC_REPOSITORY, RESTIC_PASSWORD and credentials. */
      readonly repository: string;
      readonly pruneIntervalDays: number;
      readonly retain: { readonly hourly?: number; readonly daily?: number; readonly weekly?: number };
      readonly moverPodLabels: Record<string, string>;
    };
  };
}

export type VolSyncObject = ReplicationDestination | ReplicationSource;
