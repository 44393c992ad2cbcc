import type { IAppHost } from '../../model/app-host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { WorkloadStorage } from '../../model/replication';
import { requireStorage } from '../csi-addons/prerequisites';
import { stateMetricsSetting } from '../state-metrics';
import { STORAGE_ID, isGrouped, storageIdOf } from './objects';
import type { RamenSettings } from './props';

/** Versions whose CRDs this was checked against; Ramen has no stable release. */
const RAMEN_VERSION = '0.1.0-rc1';
const OCM_VERSION = '1.3.0';

export function requireRamen(host: IAppHost, storage: WorkloadStorage, settings: RamenSettings): void {
  requireHub(host, settings);
  for (const site of host.dataSites) {
    requireStorage(host, site, settings.storage, isGrouped(storage));
    host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'ramen-dr-cluster-operator',
      namespace: 'ramen-system',
      version: RAMEN_VERSION,
      why: 'does in the site what Ramen in the hub orders, and keeps volumes and claims in the object stores of its profiles',
    });
    host.require(site, {
      kind: PrerequisiteKind.SETTING,
      name: `label of StorageClass ${site.storageClass ?? ''}`,
      why: `${STORAGE_ID}=${storageIdOf(site, settings)}, in lower case: Ramen finds the storage of a volume by it`,
    });
    host.require(site, stateMetricsSetting('VolumeReplicationGroup', host.fleet.names.monitoringNamespace));
  }
}

function requireHub(host: IAppHost, { hub, namespace, clusterSet }: RamenSettings): void {
  host.requireInCluster(hub, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'open-cluster-management',
    version: OCM_VERSION,
    why: `manages the sites: ManagedCluster ${host.dataSites.map(({ name }) => name).join(' and ')}, in ManagedClusterSet ${clusterSet}`,
  });
  host.requireInCluster(hub, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'ramen-hub-operator',
    namespace: 'ramen-system',
    version: RAMEN_VERSION,
    why: 'protects and moves volumes. The hub is itself backed up: one that is lost with a site cannot fail over',
  });
  host.requireInCluster(hub, {
    kind: PrerequisiteKind.CONFIG_MAP,
    name: 'ramen-hub-operator-config',
    namespace: 'ramen-system',
    keys: ['ramen_manager_config.yaml'],
    why: `s3StoreProfiles: one for each site, in a region of neither; ramenOpsNamespace: ${namespace}. The operator is restarted after a change`,
  });
  for (const { name } of host.dataSites) {
    host.requireInCluster(hub, {
      kind: PrerequisiteKind.SETTING,
      name: `DRCluster ${name}`,
      why: `ramendr.openshift.io/v1alpha1 DRCluster with the s3ProfileName of ${name}, shared by all applications`,
    });
  }
  host.requireInCluster(hub, {
    kind: PrerequisiteKind.NAMESPACE,
    name: namespace,
    why: `holds the Placement and the DRPlacementControl; a ManagedClusterSetBinding binds ManagedClusterSet ${clusterSet} to it`,
  });
  host.requireInCluster(hub, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'prometheus-operator',
    why: 'runs the alerts of the hub, and scrapes the hub operator of Ramen',
  });
}
