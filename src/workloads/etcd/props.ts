import type { Duration, Size } from 'cdk8s';

/** Properties of etcd. */
export interface EtcdProps {
  /**
   * Image of etcd 3.6 or later; it brings `etcdctl` and `etcdutl`, which the snapshots use.
   *
   * @default quay.io/coreos/etcd:v3.6.14
   */
  readonly image?: string;
  /**
   * Members in a site, by site name. Every member votes and holds all data; more than one per site keeps the site serving
   * when a node is lost, and must leave no site with half of the votes. The number cannot be changed by a deployment once
   * the cluster runs: members are added and removed with `etcdctl member`.
   *
   * @default - 1 in every site, the witness included
   */
  readonly members?: Record<string, number>;
  /**
   * Names of sites whose members join a cluster that already runs: after `etcdctl member remove` and `member add
   * --learner`, for as long as the replacement takes. Their members start with an empty volume and
   * `--initial-cluster-state=existing`; members that have data ignore it. Any other member that
   * starts with an empty volume is refused by a cluster that it reaches; one that reaches no other member would found
   * the cluster again under its old id, and could vote twice. Delete no volume of a member without `etcdctl member remove`.
   *
   * @default - none: all members found the cluster together
   */
  readonly joiningSites?: string[];
  /**
   * Let every change restart the members at once. Rollouts know one cluster only: a change that reaches all clusters together
   * restarts a member in each of them, and the quorum is gone until they are back.
   *
   * @default - false: pods take a change when they are deleted, one site after the other, in the plan's maintenance order
   */
  readonly automaticRollout?: boolean;
  /**
   * Volume of each member. It has to hold the database twice (a defragmentation, and a snapshot from the leader, are
   * written beside it) and 1 GiB for the log.
   *
   * @default - 20 GiB
   */
  readonly storage?: Size;
  /**
   * Largest size of the database; a full one refuses writes in all sites until it is compacted and defragmented. etcd warns
   * above 8 GiB.
   *
   * @default - 2 GiB, as of etcd itself
   */
  readonly databaseQuota?: Size;
  /**
   * CPU request of a member, as a Kubernetes quantity. There is no limit: a member that is throttled misses heartbeats.
   *
   * @default 1
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a member. The database is mapped into memory: with less than `databaseQuota`, reads go to
   * the disk.
   *
   * @default - 4 GiB
   */
  readonly memory?: Size;
  /**
   * Time between two heartbeats of the leader, the same for all members.
   *
   * @default - the largest round trip between two sites, rounded up to 10 ms, at least 100 ms
   */
  readonly heartbeatInterval?: Duration;
  /**
   * Time without a heartbeat after which a member asks for votes, the same for all members. It has to be 10 times the
   * largest round trip or more, 5 heartbeats or more, and 50 s or less. Shorter is a shorter failover, and more needless
   * elections when the network is slow.
   *
   * @default - 10 times `heartbeatInterval`
   */
  readonly electionTimeout?: Duration;
  /**
   * Other namespaces of the same cluster whose pods may dial etcd. etcd admits every certificate of the fleet CA to all
   * keys, unless its own authentication is enabled: then the common name of the certificate is the user.
   *
   * @default - none: only pods of the application's namespace
   */
  readonly clientNamespaces?: string[];
  /**
   * Image with `sh` and rclone that puts snapshots into the object store.
   *
   * @default rclone/rclone:1.69.1
   */
  readonly uploadImage?: string;
}
