import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';

/** The largest group that the csi-addons controller takes (VolumeGroupReplication, 0.14.0). */
export const MOST_CLAIMS = 100;

/** What is replicated as one: a claim, or all claims as of one moment. */
export interface ReplicationUnit {
  readonly kind: 'VolumeGroupReplication' | 'VolumeReplication';
  /** The same in every site. */
  readonly name: string;
}

/** Several volumes are one group: a failover must not find them at different moments. */
export function unitOf(host: IAppHost, { volumes }: WorkloadStorage): ReplicationUnit {
  const [first, ...others] = volumes;
  return first && others.length === 0
    ? { kind: 'VolumeReplication', name: first.claim }
    : { kind: 'VolumeGroupReplication', name: host.name };
}

/** Resource for kubectl, with its group. */
export function resourceOf({ kind }: ReplicationUnit): string {
  return `${kind.toLowerCase()}s.replication.storage.openshift.io`;
}

/** VolumeGroupReplicationContent of a group: cluster scoped, so the namespace is part of it. */
export function contentName(host: IAppHost): string {
  return `${host.namespace}-${host.name}`;
}
