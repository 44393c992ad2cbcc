export { type BackupRestoreProps } from './backup-restore/props';
export { type AsynchronousProps, CsiAddonsMode, type SiteFence, type SynchronousProps } from './csi-addons/mode';
export { type CsiAddonsProps } from './csi-addons/props';
export { type RamenProps } from './ramen/props';
export { Replication } from './replication';
export { type ResticProps, type VolSyncProps } from './volsync/props';
