import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Metadata } from './kubernetes';

/** velero.io/v1 BackupStorageLocation, as in Velero v1.18.1. */
export interface BackupStorageLocation {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'BackupStorageLocation';
  readonly metadata: Metadata;
  readonly spec: {
    readonly provider: string;
    readonly default?: boolean;
    readonly accessMode: 'ReadOnly' | 'ReadWrite';
    readonly objectStorage: { readonly bucket: string; readonly prefix?: string };
    readonly config: Record<string, string>;
    readonly credential?: { readonly name: string; readonly key: string };
    /** Go duration. */
    readonly backupSyncPeriod: string;
    readonly validationFrequency: string;
  };
}

/** One hook of a Velero backup; commands are not run by a shell. */
export interface VeleroHook {
  readonly exec: {
    readonly container?: string;
    readonly command: string[];
    readonly onError: 'Continue' | 'Fail';
    readonly timeout: string;
  };
}

/** velero.io/v1 Schedule. */
export interface VeleroSchedule {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'Schedule';
  readonly metadata: Metadata;
  readonly spec: {
    readonly schedule: string;
    readonly useOwnerReferencesInBackup: boolean;
    readonly skipImmediately: boolean;
    readonly template: {
      readonly includedNamespaces: string[];
      readonly includedResources?: string[];
      readonly includeClusterResources?: boolean;
      readonly labelSelector?: LabelSelector;
      /** The default location unless it is named. */
      readonly storageLocation?: string;
      readonly snapshotVolumes: boolean;
      readonly snapshotMoveData?: boolean;
      readonly defaultVolumesToFsBackup: boolean;
      readonly csiSnapshotTimeout?: string;
      readonly itemOperationTimeout?: string;
      readonly ttl: string;
      readonly metadata?: { readonly labels: Record<string, string> };
      readonly hooks?: {
        readonly resources: {
          readonly name: string;
          readonly includedNamespaces: string[];
          readonly labelSelector: LabelSelector;
          readonly pre?: VeleroHook[];
          readonly post?: VeleroHook[];
        }[];
      };
    };
  };
}

/** velero.io/v1 Restore; runbooks and restore tests make it. */
export interface VeleroRestore {
  readonly apiVersion: 'velero.io/v1';
  readonly kind: 'Restore';
  readonly metadata: {
    readonly generateName: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
  };
  readonly spec: {
    readonly backupName: string;
    readonly includedNamespaces: string[];
    readonly includedResources: string[];
    readonly namespaceMapping?: Record<string, string>;
    readonly existingResourcePolicy: 'none' | 'update';
    readonly restorePVs: boolean;
    readonly itemOperationTimeout: string;
  };
}

export type VeleroObject = BackupStorageLocation | VeleroSchedule;
