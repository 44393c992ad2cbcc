import type { Size } from 'cdk8s';

/** What runs the nodes of CockroachDB in each site. */
export enum CockroachDbVehicle {
  /**
   * Plain StatefulSets, one for each zone, whose pods find each other by exported names. Needs no operator, and no routable
   * pod addresses.
   */
  STATEFUL_SET = 'stateful-set',
  /**
   * A CrdbCluster of the CockroachDB operator (`crdb.cockroachlabs.com/v1beta1`) in every site. Nodes dial each other in the
   * DNS domains of their clusters, so that every cluster has a domain of its own, which the other clusters resolve, and
   * pod addresses are routed between the sites without translation.
   */
  OPERATOR = 'operator',
}

/** Properties of CockroachDB. */
export interface CockroachDbProps {
  /**
   * What runs the nodes.
   *
   * @default CockroachDbVehicle.STATEFUL_SET
   */
  readonly vehicle?: CockroachDbVehicle;
  /**
   * Version of CockroachDB, 25.2 or later: the bounds are those of leader leases. A change is rolled out site by site; the
   * upgrade across a major version is completed by `SET CLUSTER SETTING version` in SQL.
   *
   * @default 26.2.5
   */
  readonly version?: string;
  /**
   * Image of that version, such as one of a mirror, or with a digest. It has the `cockroach` binary in its path, and bash.
   *
   * @default - `cockroachdb/cockroach:v<version>`
   */
  readonly image?: string;
  /**
   * Nodes in each site, at least 2: five voting replicas of every range are spread over the sites, two of them in the
   * range's home region. The nodes are dealt out to the zones of the site; with fewer than its zones, the last zones have
   * none.
   *
   * @default 3
   */
  readonly nodesPerSite?: number;
  /**
   * Volume of each node. Every site holds nearly all data, and some more for backups that wait and ranges that move: plan
   * for twice the size of the database divided by `nodesPerSite`. When a site is lost for more than 5 minutes the others
   * make its replicas anew: keep volumes no fuller than the plan says (capacity), or there is no room for them.
   *
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * CPU request of a node, as a Kubernetes quantity. There is no limit: a node that is throttled misses heartbeats.
   *
   * @default 4
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a node. A quarter each goes to the cache and to SQL queries. Cockroach Labs asks for 4 GiB
   * for each CPU in production.
   *
   * @default - 16 GiB
   */
  readonly memory?: Size;
  /**
   * Database of the application. It is made when it does not exist, gets a region for each site, and survives the loss of
   * any one of them.
   *
   * @default app
   */
  readonly database?: string;
  /**
   * SQL user of the application, who may connect to the database and create in it. There is no password: the front end
   * proves itself by a client certificate.
   *
   * @default app
   */
  readonly user?: string;
  /**
   * Site whose region is the primary one: tables live there unless they name another locality, so that reads and the start
   * of writes are local to it. Changing it moves all leases of those tables.
   *
   * @default - the first site of the application
   */
  readonly primarySite?: string;
  /**
   * Other namespaces of the same cluster whose pods may dial SQL. They need a client certificate of the fleet CA as well.
   *
   * @default - none: only pods of the application's namespace
   */
  readonly clientNamespaces?: string[];
  /**
   * When a full backup begins a new chain: five-field cron or a macro, UTC, not more often than the application's backups,
   * which are incremental. A restore reads the whole chain, and CockroachDB deletes none: the bucket's lifecycle has to
   * keep objects for the retention and one cadence of full backups more.
   *
   * @default - the longest of a day and its parts with at most 48 backups in a chain, as CockroachDB documents without
   * compaction; every week for backups that are a day or more apart, and full backups only from a week on
   */
  readonly fullBackupSchedule?: string;
  /**
   * Annotations of the nodes' ServiceAccount that give them a cloud identity for backups, such as
   * `eks.amazonaws.com/role-arn`.
   *
   * @default - none: the nodes take keys from the Secret that the fleet's backup names
   */
  readonly serviceAccountAnnotations?: Record<string, string>;
  /**
   * Secret with the key `license`, and `organization` where the licence wants it, in the first site. It is read when the
   * SQL Job runs. Without a licence, CockroachDB runs at most five transactions at a time after 7 days.
   *
   * @default cockroachdb-license
   */
  readonly licenseSecret?: string;
  /**
   * True to have Kubernetes restart the nodes when their pod template changes. The StatefulSet of each zone then restarts a
   * node at the same time, and so does that of every site that gets the change: apply it to one site after the other, or
   * the database loses its quorum. Not with the operator, which always restarts the nodes of its site one after the other.
   *
   * @default false: a changed template waits until pods are evicted, which the disruption budget admits one at a time
   */
  readonly automaticRollout?: boolean;
  /**
   * Namespace of the CockroachDB operator, which NetworkPolicies let in. Only with `CockroachDbVehicle.OPERATOR`.
   *
   * @default cockroach-operator-system
   */
  readonly operatorNamespace?: string;
}
