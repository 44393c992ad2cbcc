import type { Duration, Size } from 'cdk8s';

/** Properties of MySQL. */
export interface MysqlProps {
  /**
   * Image of Percona XtraDB Cluster, the same in every site. It also holds the client that the health check uses.
   *
   * @default percona/percona-xtradb-cluster:8.4.7-7.1
   */
  readonly image?: string;
  /**
   * Image of HAProxy that the operator configures.
   *
   * @default percona/haproxy:2.8.17
   */
  readonly haproxyImage?: string;
  /**
   * Image of Percona XtraBackup; its series is that of the database.
   *
   * @default percona/percona-xtrabackup:8.4.0-5.1
   */
  readonly backupImage?: string;
  /**
   * Image of the exporter of metrics.
   *
   * @default prom/mysqld-exporter:v0.18.0
   */
  readonly exporterImage?: string;
  /**
   * Volume of each of the three nodes of a site. It can grow later and not shrink.
   *
   * @default - 100 GiB
   */
  readonly storage?: Size;
  /**
   * CPU request of a node, as a Kubernetes quantity. There is no limit.
   *
   * @default 2
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a node. The operator sets no buffer pool: give `innodb_buffer_pool_size` in `parameters`.
   *
   * @default - 8 GiB
   */
  readonly memory?: Size;
  /**
   * Settings of `[mysqld]`, such as `max_connections`. What copies and bounds depend on cannot be set.
   *
   * @default - those of Percona XtraDB Cluster
   */
  readonly parameters?: Record<string, string>;
  /**
   * Secret in the application's namespace, in every site with the same values, with the passwords of the system users: `root`,
   * `operator`, `monitor`, `xtrabackup`, `replication` and `proxyadmin`. None may be longer than 32 characters.
   *
   * @default mysql-users
   */
  readonly usersSecret?: string;
  /**
   * How far a passive site may be behind before an alert calls somebody. Acknowledged writes as old as this are lost with the active
   * site. Whole seconds, at least 1 s.
   *
   * @default - 15 s
   */
  readonly maxReplicationLag?: Duration;
  /**
   * How often the active site puts its binary log into the object store: what a restore to a point in time may miss at the end.
   * Whole seconds from 60 s to 1 hour.
   *
   * @default - 60 s
   */
  readonly logUploadInterval?: Duration;
  /**
   * Folder below the application's prefix that a site puts its backups and binary logs in, by site name. No two sites may share
   * one. Give a site that was founded anew another one: binary logs of two histories in one folder restore neither.
   *
   * @default - the name of the site's cluster, `pxc-<site>`
   */
  readonly archiveNames?: Record<string, string>;
  /**
   * Namespace of the Percona operator, in every site. It may be the application's own.
   *
   * @default pxc-operator
   */
  readonly operatorNamespace?: string;
  /**
   * Other namespaces of the same cluster whose pods may dial MySQL.
   *
   * @default - none: only pods of the application's namespace
   */
  readonly clientNamespaces?: string[];
}
