import type { PodSecurityContext } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { StoredVolume } from '../../model/replication';
import type { Site } from '../../model/site';
import { MOVER_PORT, moverService, pairName, waitingMoverLabels } from './names';
import type { VolSyncSettings } from './props';

/** What both ends of a copy are made from. */
export interface PairProps {
  readonly settings: VolSyncSettings;
  readonly volume: StoredVolume;
  /** Numeric user and group of the files. */
  readonly owner: number;
}

/** What waits in a passive site for copies of a volume, and keeps the newest as a snapshot. */
export function addDestination(host: IAppHost, site: Site, { settings, volume, owner }: PairProps): void {
  const name = pairName(volume.claim, site);
  addTo(host, site, {
    apiVersion: 'volsync.backube/v1alpha1',
    kind: 'ReplicationDestination',
    metadata: { name, namespace: host.namespace },
    spec: {
      rsyncTLS: {
        keySecret: settings.keySecret,
        // Not used: it has a cluster address, which does not lead into another cluster on every network.
        serviceType: 'ClusterIP',
        capacity: volume.size.asString(),
        accessModes: ['ReadWriteOnce'],
        ...snapshots(settings, owner),
      },
    },
  });
  host.stateFailoverOwned({
    site: site.name,
    group: 'volsync.backube',
    kind: 'ReplicationDestination',
    name,
    jsonPointers: ['/spec/paused'],
  });
  addMoverService(host, site, volume.claim);
}

/** What copies a volume of the active site to a passive one. */
export function addSource(host: IAppHost, active: Site, to: Site, { settings, volume, owner }: PairProps): void {
  const name = pairName(volume.claim, to);
  addTo(host, active, {
    apiVersion: 'volsync.backube/v1alpha1',
    kind: 'ReplicationSource',
    metadata: { name, namespace: host.namespace },
    spec: {
      sourcePVC: volume.claim,
      trigger: { schedule: settings.schedule },
      rsyncTLS: {
        keySecret: settings.keySecret,
        address: host.fleet.network.serviceAddress(moverService(volume.claim, to), host.namespace),
        port: MOVER_PORT,
        ...snapshots(settings, owner),
      },
    },
  });
  host.stateFailoverOwned({
    site: active.name,
    group: 'volsync.backube',
    kind: 'ReplicationSource',
    name,
    jsonPointers: ['/spec/trigger/manual'],
  });
}

/** How a mover sees a volume: as of one moment, and as the user of the files. VolSync drops all capabilities by itself. */
export function snapshots({ copyStorageClass, volumeSnapshotClass }: VolSyncSettings, owner: number) {
  const moverSecurityContext: PodSecurityContext = {
    runAsNonRoot: true,
    runAsUser: owner,
    runAsGroup: owner,
    fsGroup: owner,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return {
    copyMethod: 'Snapshot' as const,
    storageClassName: copyStorageClass,
    ...(volumeSnapshotClass !== undefined && { volumeSnapshotClassName: volumeSnapshotClass }),
    moverSecurityContext,
  };
}

/**
 * Pods of other sites reach pods, on every network; the addresses of Services they reach on some. So the mover gets a headless
 * Service of ours beside that of VolSync.
 */
function addMoverService(host: IAppHost, site: Site, claim: string): void {
  const name = moverService(claim, site);
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: host.namespace },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: waitingMoverLabels(claim, site),
      ports: [{ name: 'rsync-tls', port: MOVER_PORT }],
    },
  });
  host.fleet.network.exportService(host, site, name);
  host.statePeer({
    site: site.name,
    host: host.fleet.network.serviceAddress(name, host.namespace),
    port: MOVER_PORT,
  });
}
