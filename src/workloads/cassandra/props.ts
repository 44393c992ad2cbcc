import type { Duration, Size } from 'cdk8s';

/** Properties of Cassandra. */
export interface CassandraProps {
  /**
   * Version of Apache Cassandra, 4.1 or later, that the K8ssandra operator has an image for. The operator rolls a change out
   * rack by rack, one datacenter after the other.
   *
   * @default 5.0.6
   */
  readonly version?: string;
  /**
   * Replicas of every row in each site, at least 3: with fewer, the loss of one node takes LOCAL_QUORUM from the site.
   *
   * @default 3
   */
  readonly replicationFactor?: number;
  /**
   * Nodes in each rack. A site has a rack for each of its zones, and replicas are spread over racks: with fewer than 3 zones,
   * a lost zone takes LOCAL_QUORUM from the site.
   *
   * @default - as many as hold all replicas of the site: 1 with 3 zones, 3 with one zone
   */
  readonly nodesPerRack?: number;
  /**
   * Volume of each node. Compaction writes tables anew before the old ones are removed: plan for twice the data of a node,
   * which is that of the site times `replicationFactor` by the number of nodes.
   *
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * CPU request of a node, as a Kubernetes quantity. There is no limit: a node that is throttled is taken for dead.
   *
   * @default 4
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a node.
   *
   * @default - 16 GiB
   */
  readonly memory?: Size;
  /**
   * Java heap of a node, at most half of `memory`: the rest is for caches, bloom filters and the files that are read.
   *
   * @default - half of `memory`, at most 31 GiB, from which on pointers are twice as large
   */
  readonly heap?: Size;
  /**
   * Keyspace of the application. It is made with `replicationFactor` replicas in every site when it does not exist.
   *
   * @default app
   */
  readonly keyspace?: string;
  /**
   * Cluster that holds the K8ssandraCluster and the control plane of the K8ssandra operator: the name of a site of the
   * application, or of another cluster. It is not in the path of data: while it is lost, all sites serve, and no change of
   * the configuration, the size or the version is carried out. To move it, apply its objects and the superuser's Secret to
   * another cluster whose operator is a control plane.
   *
   * @default - the first site of the application
   */
  readonly controlPlane?: string;
  /**
   * Addresses of the operator's pods as other clusters see them, as CIDRs, when `controlPlane` is no site: it calls the
   * management API of the nodes in all sites.
   *
   * @default - those of the site that is the control plane
   */
  readonly controlPlaneCidrs?: string[];
  /**
   * Namespace of the K8ssandra operator, the same in every cluster.
   *
   * @default k8ssandra-operator
   */
  readonly operatorNamespace?: string;
  /**
   * For how long writes are kept for a replica that is not there. After a longer outage only a repair brings them.
   *
   * @default - 3 hours
   */
  readonly hintWindow?: Duration;
  /**
   * For how long nodes may keep writes that another node did not get before an alert fires: what EventualConsistencyDR may lose
   * with a site is at most what was written in this time. Nodes do not say which site the other one is in: one that restarts in
   * the same site for longer than this fires the alert too.
   *
   * @default - 1 minute
   */
  readonly hintTolerance?: Duration;
  /**
   * Whether an alert fires on writes that another site does not have. Without it nothing limits what a lost site may cost, and
   * an objective for lost data is refused.
   *
   * @default true
   */
  readonly alertOnHints?: boolean;
  /**
   * How often Reaper repairs every table, in whole days up to 8: a replica that missed a deletion for 10 days
   * (`gc_grace_seconds`) brings the deleted data back.
   *
   * @default - 7 days
   */
  readonly repairEvery?: Duration;
  /**
   * Other namespaces of the same cluster whose pods may dial CQL.
   *
   * @default - none: only pods of the application's namespace
   */
  readonly clientNamespaces?: string[];
  /**
   * Image with `sh` and `cqlsh` that makes the keyspace.
   *
   * @default - `cassandra:<version>`
   */
  readonly cqlshImage?: string;
  /**
   * Image with `sh`, `curl` and `kubectl` that asks for the health of the site and for the age of its backups.
   *
   * @default alpine/k8s:1.34.1
   */
  readonly toolsImage?: string;
}
