import { Duration } from 'cdk8s';
import { type CsiAddonsProps, type CsiAddonsSettings, settingsOf as csiAddonsSettings } from '../csi-addons/props';
import { CsiAddonsMode } from '../csi-addons/mode';

/** Properties of replication that Ramen manages in a hub of Open Cluster Management. */
export interface RamenProps {
  /**
   * Name of the hub: of its folder in the output, and of the Secret (`runbook-<hub>`) with which runbooks talk to it. No site of
   * the application's data: a failover starts in the hub, which must be there when a site is lost.
   */
  readonly hubCluster: string;
  /**
   * Namespace in the hub for applications that Ramen did not deploy (`ramenOpsNamespace` of its configuration). GitOps deploys
   * them here.
   *
   * @default ramen-ops
   */
  readonly hubNamespace?: string;
  /**
   * ManagedClusterSet that the sites are in, bound to `hubNamespace`. The sites are managed clusters under their own names.
   *
   * @default default
   */
  readonly clusterSet?: string;
  /**
   * How often a snapshot is mirrored: minutes that divide an hour, or hours that divide a day, since Ramen makes a cron schedule of
   * it. It cannot be changed once the application is protected.
   *
   * @default - 10 minutes
   */
  readonly interval?: Duration;
  /**
   * How long the transfer of what was written in one interval may take.
   *
   * @default - as long as the interval
   */
  readonly transfer?: Duration;
  /**
   * Label `ramendr.openshift.io/storageid` of the StorageClass in each site, by the name of the site: which storage it is.
   *
   * @default - the name of the site
   */
  readonly storageIds?: Record<string, string>;
  /**
   * Label `ramendr.openshift.io/replicationid`: which two storages mirror each other.
   *
   * @default - the names of the two sites, joined
   */
  readonly replicationId?: string;
  /**
   * CSI driver of the StorageClass of the volumes.
   *
   * @default rook-ceph.rbd.csi.ceph.com
   */
  readonly provisioner?: string;
  /**
   * Secret with which the driver talks to the storage.
   *
   * @default rook-csi-rbd-provisioner
   */
  readonly secretName?: string;
  /**
   * Namespace of the Secret, and of Rook.
   *
   * @default rook-ceph
   */
  readonly secretNamespace?: string;
  /**
   * Id of the Ceph cluster in the driver's configuration.
   *
   * @default - the namespace of the Secret
   */
  readonly clusterId?: string;
  /**
   * Pool that the StorageClass puts volumes in.
   *
   * @default replicapool
   */
  readonly pool?: string;
  /**
   * From the order to fail over to claims bound to promoted volumes in the other site. An assumption: no document states a bound.
   *
   * @default - 5 minutes
   */
  readonly promotion?: Duration;
}

/** The properties with their defaults. */
export interface RamenSettings {
  readonly hub: string;
  readonly namespace: string;
  readonly clusterSet: string;
  readonly storageIds: Record<string, string>;
  readonly replicationId?: string;
  /** What the storage under it is told. */
  readonly storage: CsiAddonsSettings;
}

const PROMOTION = Duration.minutes(5);

export function settingsOf(props: RamenProps): RamenSettings {
  const { interval, transfer, provisioner, secretName, secretNamespace, clusterId, pool } = props;
  const storage: CsiAddonsProps = {
    mode: CsiAddonsMode.asynchronous({ interval, transfer }),
    provisioner,
    secretName,
    secretNamespace,
    clusterId,
    pool,
    promotion: props.promotion ?? PROMOTION,
  };
  return {
    hub: props.hubCluster,
    namespace: props.hubNamespace ?? 'ramen-ops',
    clusterSet: props.clusterSet ?? 'default',
    storageIds: { ...props.storageIds },
    replicationId: props.replicationId,
    storage: csiAddonsSettings(storage),
  };
}
