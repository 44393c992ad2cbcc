import type { Duration, Size } from 'cdk8s';

/** Properties of PostgreSQL. */
export interface PostgresqlProps {
  /**
   * Image of PostgreSQL for CloudNativePG, `system` flavour or later ones with `sh` and `psql`, the same in every site.
   *
   * @default ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie
   */
  readonly image?: string;
  /**
   * Instances in every site, each on a node of its own. A commit waits for one other instance of its site, so that a lost node
   * loses nothing. Passive sites have as many: after a failover they carry the whole load.
   *
   * @default 3
   */
  readonly instances?: number;
  /**
   * Volume of each instance for the data. It can grow later and not shrink.
   *
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * Volume of each instance for the write-ahead log. It has to hold what is written while the archive cannot be reached.
   *
   * @default - 20 GiB
   */
  readonly walStorage?: Size;
  /**
   * CPU request of an instance, as a Kubernetes quantity. There is no limit.
   *
   * @default 2
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of an instance.
   *
   * @default - 4 GiB
   */
  readonly memory?: Size;
  /**
   * Name of the application's database.
   *
   * @default app
   */
  readonly database?: string;
  /**
   * Role that owns the database. Front ends prove to be it by a certificate of the fleet CA with this common name; there is no
   * password to keep the same in all sites.
   *
   * @default app
   */
  readonly user?: string;
  /**
   * Settings of postgresql.conf, such as `max_connections`. What the copies and the bounds depend on cannot be set.
   *
   * @default - those of CloudNativePG
   */
  readonly parameters?: Record<string, string>;
  /**
   * How far a passive site may be behind before an alert calls somebody. Acknowledged writes as old as this are lost with the active
   * site. Whole seconds, at least 1 s.
   *
   * @default - 15 s
   */
  readonly maxReplicationLag?: Duration;
  /**
   * After how long a segment of the log is archived although it is not full: what a restore to a point in time may miss at the
   * end. Whole seconds from 30 s to 1 hour.
   *
   * @default - 5 minutes
   */
  readonly archiveTimeout?: Duration;
  /**
   * Name below which a site archives in the object store, by site name. No two sites may share one.
   *
   * @default - the name of the site's Cluster, `pg-<site>`
   */
  readonly archiveNames?: Record<string, string>;
  /**
   * Namespace of the CloudNativePG operator and of the Barman Cloud plugin, in every site.
   *
   * @default cnpg-system
   */
  readonly operatorNamespace?: string;
  /**
   * Other namespaces of the same cluster whose pods may dial PostgreSQL.
   *
   * @default - none: only pods of the application's namespace
   */
  readonly clientNamespaces?: string[];
}
