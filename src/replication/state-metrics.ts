import { type Prerequisite, PrerequisiteKind } from '../model/prerequisite';

/** A kind whose status says how far a copy is. */
interface WatchedKind {
  readonly group: string;
  readonly version: string;
  /** Field of the status with the time as of which the copy is. */
  readonly lastSync: string;
  /** Condition that is true when nothing is copied. */
  readonly broken?: string;
}

const WATCHED = {
  VolumeReplication: {
    group: 'replication.storage.openshift.io',
    version: 'v1alpha1',
    lastSync: 'lastSyncTime',
    broken: 'Degraded',
  },
  VolumeGroupReplication: {
    group: 'replication.storage.openshift.io',
    version: 'v1alpha1',
    lastSync: 'lastSyncTime',
    broken: 'Degraded',
  },
  VolumeReplicationGroup: { group: 'ramendr.openshift.io', version: 'v1alpha1', lastSync: 'lastGroupSyncTime' },
} satisfies Record<string, WatchedKind>;

/** Version that knows the configuration below; times in RFC 3339 become seconds since 2.6. */
const KUBE_STATE_METRICS_VERSION = '2.15';

/** Series of an object that kube-state-metrics makes of its status, once it is told to. */
export function copyMetric(name: string, kind: string, namespace: string, object: string): string {
  return `${prefix(kind)}_${name}{obj_namespace="${namespace}",obj_name="${object}"}`;
}

function prefix(kind: string): string {
  return `cndr_${kind.toLowerCase()}`;
}

/** What kube-state-metrics has to be told, since the controllers export no such metric. */
export function stateMetricsSetting(kind: keyof typeof WATCHED, namespace: string): Prerequisite {
  const { group, version, lastSync, broken }: WatchedKind = WATCHED[kind];
  const labels = { obj_namespace: ['metadata', 'namespace'], obj_name: ['metadata', 'name'] };
  const gauge = (name: string, help: string, path: string[]) => ({
    name,
    help,
    each: { type: 'Gauge', gauge: { path, nilIsZero: false } },
  });
  const resource = {
    groupVersionKind: { group, version, kind },
    metricNamePrefix: prefix(kind),
    labelsFromPath: labels,
    metrics: [
      gauge('last_sync_timestamp_seconds', 'Time as of which the copy is complete.', ['status', lastSync]),
      ...(broken === undefined
        ? []
        : [gauge('degraded', '1 when nothing is copied.', ['status', 'conditions', `[type=${broken}]`, 'status'])]),
    ],
  };
  return {
    kind: PrerequisiteKind.SETTING,
    name: `kube-state-metrics custom resource state of ${kind}`,
    namespace,
    version: KUBE_STATE_METRICS_VERSION,
    why: `makes the series that the alerts on the copy need; add to spec.resources of its custom-resource-state configuration, and let it list and watch ${kind.toLowerCase()}s of ${group}: ${JSON.stringify(resource)}`,
  };
}
