import { Size } from 'cdk8s';
import { mebibytesOf } from '../resources';
import type { EtcdProps } from './props';

/** The props that do not depend on the application, defaults filled in. */
export interface EtcdSettings {
  readonly image: string;
  readonly members: Record<string, number>;
  readonly joiningSites: string[];
  readonly automaticRollout: boolean;
  readonly storage: Size;
  readonly databaseQuota: Size;
  readonly cpu: string;
  readonly memory: Size;
  readonly clientNamespaces: string[];
  readonly uploadImage: string;
  readonly heartbeatMillis?: number;
  readonly electionMillis?: number;
}

/** Fills in the defaults. */
export function etcdSettings(props: EtcdProps): EtcdSettings {
  return {
    image: props.image ?? 'quay.io/coreos/etcd:v3.6.14',
    members: { ...props.members },
    joiningSites: [...(props.joiningSites ?? [])],
    automaticRollout: props.automaticRollout ?? false,
    storage: props.storage ?? Size.gibibytes(20),
    databaseQuota: props.databaseQuota ?? Size.gibibytes(2),
    cpu: props.cpu ?? '1',
    memory: props.memory ?? Size.gibibytes(4),
    clientNamespaces: [...(props.clientNamespaces ?? [])],
    uploadImage: props.uploadImage ?? 'rclone/rclone:1.69.1',
    heartbeatMillis: props.heartbeatInterval?.toMilliseconds({ integral: false }),
    electionMillis: props.electionTimeout?.toMilliseconds({ integral: false }),
  };
}

/** Largest size of the database, in bytes. */
export function quotaBytes({ databaseQuota }: EtcdSettings): number {
  return mebibytesOf(databaseQuota) * 1024 ** 2;
}

/** Room for the database twice and 1 GiB besides: for the log of a member, or for the overrun of a soft quota. */
export function twiceTheDatabase({ databaseQuota }: EtcdSettings): Size {
  return Size.mebibytes(Math.ceil(mebibytesOf(databaseQuota)) * 2 + 1024);
}
