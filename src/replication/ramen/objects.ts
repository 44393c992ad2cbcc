import { emit } from '../../kinds/emit';
import type { KubernetesObject } from '../../kinds/kubernetes';
import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';
import type { Site } from '../../model/site';
import { addClasses } from '../csi-addons/classes';
import { scheduleText } from '../interval';
import type { RamenSettings } from './props';

/** Two storages that mirror each other, and which storage a class is of. Lower case, whatever Ramen's documents say. */
const REPLICATION_ID = 'ramendr.openshift.io/replicationid';
const GROUP_REPLICATION_ID = 'ramendr.openshift.io/groupreplicationid';
export const STORAGE_ID = 'ramendr.openshift.io/storageid';
/** By which a DRPolicy finds its classes. */
const POLICY = 'cndr/dr-policy';

/** True when volumes are copied as one group. */
export function isGrouped({ volumes }: WorkloadStorage): boolean {
  return volumes.length > 1;
}

/** Policy of an application. It cannot be changed: another interval is another policy. */
export function policyName(host: IAppHost, { storage }: RamenSettings): string {
  return `${host.name}-${scheduleText(storage.intervalMinutes)}`;
}

export function storageIdOf(site: Site, { storageIds }: RamenSettings): string {
  return storageIds[site.name] ?? site.name;
}

export function replicationIdOf(host: IAppHost, { replicationId }: RamenSettings): string {
  return replicationId ?? host.dataSites.map(({ name }) => name).join('-');
}

/** Writes the classes that Ramen chooses from into a site. */
export function addRamenClasses(host: IAppHost, site: Site, storage: WorkloadStorage, settings: RamenSettings): void {
  const ids = {
    [STORAGE_ID]: storageIdOf(site, settings),
    [REPLICATION_ID]: replicationIdOf(host, settings),
    [POLICY]: policyName(host, settings),
  };
  addClasses(host, site, {
    ...settings.storage,
    schedule: scheduleText(settings.storage.intervalMinutes),
    grouped: isGrouped(storage),
    labels: ids,
    groupLabels: { ...ids, [GROUP_REPLICATION_ID]: replicationIdOf(host, settings) },
  });
}

/** Writes what the hub needs for the application. */
export function addHubObjects(host: IAppHost, active: Site, storage: WorkloadStorage, settings: RamenSettings): void {
  const { hub, namespace } = settings;
  const add = (object: KubernetesObject) => emit(host.clusterChart(hub), object);
  add({
    apiVersion: 'ramendr.openshift.io/v1alpha1',
    kind: 'DRPolicy',
    metadata: { name: policyName(host, settings) },
    spec: {
      drClusters: host.dataSites.map(({ name }) => name),
      schedulingInterval: scheduleText(settings.storage.intervalMinutes),
      replicationClassSelector: { matchLabels: { [POLICY]: policyName(host, settings) } },
    },
  });
  add({
    apiVersion: 'cluster.open-cluster-management.io/v1beta1',
    kind: 'Placement',
    metadata: {
      name: host.name,
      namespace,
      // Ramen decides where it runs; the scheduler of Open Cluster Management would decide otherwise.
      annotations: { 'cluster.open-cluster-management.io/experimental-scheduling-disable': 'true' },
    },
    spec: { clusterSets: [settings.clusterSet], numberOfClusters: 1 },
  });
  add({
    apiVersion: 'ramendr.openshift.io/v1alpha1',
    kind: 'DRPlacementControl',
    metadata: {
      name: host.name,
      namespace,
      ...(isGrouped(storage) && {
        annotations: { 'drplacementcontrol.ramendr.openshift.io/is-cg-enabled': 'true' },
      }),
    },
    spec: {
      drPolicyRef: { name: policyName(host, settings) },
      placementRef: { kind: 'Placement', name: host.name, namespace },
      preferredCluster: active.name,
      pvcSelector: { matchLabels: storage.claimLabels },
      protectedNamespaces: [host.namespace],
    },
  });
  host.stateFailoverOwned({
    site: hub,
    group: 'ramendr.openshift.io',
    kind: 'DRPlacementControl',
    name: host.name,
    jsonPointers: ['/spec/action', '/spec/failoverCluster', '/spec/preferredCluster'],
  });
}
