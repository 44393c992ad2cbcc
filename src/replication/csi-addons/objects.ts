import type { ReplicationState } from '../../kinds/csi-addons';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { WorkloadStorage } from '../../model/replication';
import { SiteRole } from '../../model/roles';
import type { Site } from '../../model/site';
import { scheduleText } from '../interval';
import { addClasses } from './classes';
import type { CsiAddonsSettings } from './props';
import { type ReplicationUnit, contentName } from './unit';

/** What is replicated, and how. */
export interface UnitProps {
  readonly unit: ReplicationUnit;
  readonly storage: WorkloadStorage;
  readonly settings: CsiAddonsSettings;
}

/** GitOps must not remove it with a change of the active site: its removal switches the mirroring off. */
const NEVER_PRUNED = {
  'argocd.argoproj.io/sync-options': 'Prune=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/**
 * Writes the replication into a site: the same in every site but for the state. In a passive one it has no claims to work on
 * until a runbook makes them, and says so in its status.
 */
export function addReplication(host: IAppHost, site: Site, props: UnitProps): void {
  const { unit, settings } = props;
  const schedule = scheduleText(settings.intervalMinutes);
  const classes = addClasses(host, site, { ...settings, schedule, grouped: unit.kind === 'VolumeGroupReplication' });
  const replicationState: ReplicationState = host.roleOf(site) === SiteRole.ACTIVE ? 'primary' : 'secondary';
  host.stateFailoverOwned({
    site: site.name,
    group: 'replication.storage.openshift.io',
    kind: unit.kind,
    name: unit.name,
    jsonPointers: ['/spec/replicationState'],
  });
  const metadata = { name: unit.name, namespace: host.namespace, annotations: NEVER_PRUNED };
  if (unit.kind === 'VolumeReplication') {
    addTo(host, site, {
      apiVersion: 'replication.storage.openshift.io/v1alpha1',
      kind: 'VolumeReplication',
      metadata,
      spec: {
        volumeReplicationClass: classes.volume,
        dataSource: { kind: 'PersistentVolumeClaim', name: unit.name },
        replicationState,
        // A site that comes back throws its own writes away when a runbook says so, not by itself.
        autoResync: false,
      },
    });
    return;
  }
  addTo(host, site, {
    apiVersion: 'replication.storage.openshift.io/v1alpha1',
    kind: 'VolumeGroupReplication',
    metadata,
    spec: {
      volumeGroupReplicationClassName: classes.group,
      volumeReplicationClassName: classes.volume,
      volumeGroupReplicationContentName: contentName(host),
      source: { selector: { matchLabels: props.storage.claimLabels } },
      replicationState,
      autoResync: false,
    },
  });
  if (host.roleOf(site) === SiteRole.ACTIVE) addContent(host, site, classes.group, props);
}

/**
 * The group in the storage has a handle that is made with it and that the other site needs. So the content has a name of ours and
 * the labels of the claims, by which the backup of the claims takes it along. A passive site gets it from there: one that was made
 * there would be another, empty group.
 */
function addContent(host: IAppHost, site: Site, group: string, { storage, settings }: UnitProps): void {
  addTo(host, site, {
    apiVersion: 'replication.storage.openshift.io/v1alpha1',
    kind: 'VolumeGroupReplicationContent',
    metadata: { name: contentName(host), labels: storage.claimLabels, annotations: NEVER_PRUNED },
    spec: {
      provisioner: settings.provisioner,
      volumeGroupReplicationClassName: group,
      source: { volumeHandles: [] },
    },
  });
  host.stateFailoverOwned({
    site: site.name,
    group: 'replication.storage.openshift.io',
    kind: 'VolumeGroupReplicationContent',
    name: contentName(host),
    // The controller's, not a runbook's, but no less to be left alone.
    jsonPointers: ['/spec/source', '/spec/volumeGroupReplicationHandle', '/spec/volumeGroupReplicationRef'],
  });
}
