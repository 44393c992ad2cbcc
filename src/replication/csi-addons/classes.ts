import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { type CsiAddonsSettings, isCephRbd } from './props';

/** What the classes of an application say. */
export interface ClassProps extends Pick<
  CsiAddonsSettings,
  'clusterId' | 'pool' | 'provisioner' | 'secretName' | 'secretNamespace'
> {
  /** How often a snapshot is mirrored. */
  readonly schedule: string;
  /** True for a class of groups, too. */
  readonly grouped: boolean;
  /** Labels of the class of volumes. */
  readonly labels?: Record<string, string>;
  /** Labels of the class of groups. */
  readonly groupLabels?: Record<string, string>;
}

/** Names of the classes. */
export interface ReplicationClasses {
  readonly volume: string;
  readonly group: string;
}

/** Names of the classes of an application. */
export function classNames(host: IAppHost, schedule: string): ReplicationClasses {
  return { volume: `${host.name}-${schedule}`, group: `${host.name}-group-${schedule}` };
}

/** Writes the classes into a site. Parameters cannot be changed: another interval is another class. */
export function addClasses(host: IAppHost, site: Site, props: ClassProps): ReplicationClasses {
  const { provisioner, schedule, labels, groupLabels } = props;
  const names = classNames(host, schedule);
  const mirroring: Record<string, string> = isCephRbd({ provisioner }) ? { mirroringMode: 'snapshot' } : {};
  addTo(host, site, {
    apiVersion: 'replication.storage.openshift.io/v1alpha1',
    kind: 'VolumeReplicationClass',
    metadata: { name: names.volume, ...(labels && { labels }) },
    spec: {
      provisioner,
      parameters: { ...mirroring, schedulingInterval: schedule, ...secretParameters('replication-secret', props) },
    },
  });
  if (!props.grouped) return names;
  // ceph-csi, CreateVolumeGroup: it makes the group before it knows of any volume, so it is told where.
  const place: Record<string, string> = isCephRbd({ provisioner })
    ? { clusterID: props.clusterId, pool: props.pool }
    : {};
  addTo(host, site, {
    apiVersion: 'replication.storage.openshift.io/v1alpha1',
    kind: 'VolumeGroupReplicationClass',
    metadata: { name: names.group, ...(groupLabels && { labels: groupLabels }) },
    spec: {
      provisioner,
      parameters: {
        ...place,
        ...mirroring,
        schedulingInterval: schedule,
        ...secretParameters('group-replication-secret', props),
      },
    },
  });
  return names;
}

function secretParameters(key: string, { secretName, secretNamespace }: ClassProps): Record<string, string> {
  return {
    [`replication.storage.openshift.io/${key}-name`]: secretName,
    [`replication.storage.openshift.io/${key}-namespace`]: secretNamespace,
  };
}
