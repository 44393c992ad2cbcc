import type { Duration, Size } from 'cdk8s';

/** Properties of a workload that is nothing but an image and its volumes. */
export interface CustomWorkloadProps {
  /** Image, with a tag or digest. */
  readonly image: string;
  /** Ports that the image listens on, one at least. The front end dials the first, unless `connection` names another. */
  readonly ports: CustomPort[];
  /** Volumes of each replica, one at least: what they hold is what is recovered. */
  readonly volumes: CustomVolume[];
  /** How to find out whether a pod can serve reads and writes. */
  readonly health: CustomHealth;
  /**
   * Name of the component: of its StatefulSet, its Services, and a part of the names of its claims
   * (`<volume>-<name>-<ordinal>`). It cannot be changed once there is data.
   *
   * @default workload
   */
  readonly name?: string;
  /**
   * What the system is called in the plan. A system that the library knows, under this name or by its image, brings its own
   * reasons for what it is refused for.
   *
   * @default - the name of the image's repository, such as `postgres` of `docker.io/library/postgres:17`
   */
  readonly system?: string;
  /**
   * Pods in the active site, each with volumes of its own. They do not know of each other unless the image sees to it.
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Entry point instead of that of the image; not run by a shell.
   *
   * @default - that of the image
   */
  readonly command?: string[];
  /**
   * Arguments of the entry point.
   *
   * @default - those of the image
   */
  readonly args?: string[];
  /**
   * Environment of the image. Never a secret: synthesis refuses one.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * Secrets in the application's namespace whose keys become environment variables. They must hold the same in every site.
   *
   * @default - none
   */
  readonly environmentSecrets?: string[];
  /**
   * Directories that the image writes to besides its volumes; emptied with every pod. The rest of its file system is
   * read-only.
   *
   * @default ["/tmp"]
   */
  readonly scratchPaths?: string[];
  /**
   * CPU request of a pod, as a Kubernetes quantity.
   *
   * @default 500m
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a pod.
   *
   * @default - 1 GiB
   */
  readonly memory?: Size;
  /**
   * Numeric user and group that the image runs as and that own the files. The pod may not run as root.
   *
   * @default 10001
   */
  readonly user?: number;
  /**
   * How long a start takes at most, recovery after a crash on full volumes included. A pod that takes longer is restarted, and
   * the bound of a failover counts on it.
   *
   * @default - 5 minutes
   */
  readonly startTimeout?: Duration;
  /**
   * How long a clean stop takes at most; then the pod is killed.
   *
   * @default - 1 minute
   */
  readonly stopTimeout?: Duration;
  /**
   * Commands that quiesce the image while its volumes are snapshotted for the backup.
   *
   * @default - none: a backup is what a crash leaves
   */
  readonly backupHooks?: CustomBackupHooks;
  /**
   * Where Prometheus scrapes the pods.
   *
   * @default - nowhere: alerts see only whether pods are ready
   */
  readonly metrics?: CustomMetrics;
  /**
   * How the front end is told where the workload is.
   *
   * @default - WORKLOAD_HOST and WORKLOAD_PORT, for the first port
   */
  readonly connection?: CustomConnection;
  /**
   * Other namespaces of the same cluster whose pods may dial the port that the front end dials.
   *
   * @default - none: only the front end
   */
  readonly clientNamespaces?: string[];
  /**
   * Addresses that the image may call, as CIDRs.
   *
   * @default - none: a NetworkPolicy drops it
   */
  readonly egressCidrs?: string[];
}

/** A port of the image. */
export interface CustomPort {
  /** Name: at most 15 of a-z, 0-9 and -. */
  readonly name: string;
  /** Number, from 1024: the image does not run as root. */
  readonly port: number;
}

/** A volume of each replica. */
export interface CustomVolume {
  /** Name, the first part of the name of its claims. */
  readonly name: string;
  /** Directory that it is mounted at. */
  readonly mountPath: string;
  /** Its size. */
  readonly size: Size;
}

/**
 * The question that decides whether a pod takes clients: either a path or a command. It has to try what clients do: a port that
 * is open, or a process that runs, serves nobody when its disk is full or its data is not there yet.
 */
export interface CustomHealth {
  /**
   * HTTP path that answers 200 only while the pod can serve reads and writes.
   *
   * @default - `command` is asked
   */
  readonly path?: string;
  /**
   * Name of the port of the path.
   *
   * @default - the port that the front end dials
   */
  readonly port?: string;
  /**
   * Command in the image that ends with 0 only while the pod can serve reads and writes; not run by a shell.
   *
   * @default - `path` is asked
   */
  readonly command?: string[];
  /**
   * Time between two questions.
   *
   * @default - 5 seconds
   */
  readonly period?: Duration;
  /**
   * How long an answer may take; longer is a failure.
   *
   * @default - 2 seconds
   */
  readonly timeout?: Duration;
}

/** Commands around a snapshot of the volumes; not run by a shell. */
export interface CustomBackupHooks {
  /** Command before the snapshot, such as one that flushes and locks. */
  readonly before: string[];
  /**
   * Command after the snapshot.
   *
   * @default - none
   */
  readonly after?: string[];
  /**
   * How long each may take; longer fails the backup.
   *
   * @default - 1 minute
   */
  readonly timeout?: Duration;
}

/** Where the image serves metrics for Prometheus, plain HTTP. */
export interface CustomMetrics {
  /** Name of one of the ports. */
  readonly port: string;
  /**
   * HTTP path.
   *
   * @default /metrics
   */
  readonly path?: string;
}

/** Environment variables that the front end gets. */
export interface CustomConnection {
  /**
   * Name of the port that the front end dials.
   *
   * @default - the first of `ports`
   */
  readonly port?: string;
  /**
   * Variable with the DNS name of the workload in the same site.
   *
   * @default WORKLOAD_HOST
   */
  readonly hostVariable?: string;
  /**
   * Variable with the number of the port.
   *
   * @default WORKLOAD_PORT
   */
  readonly portVariable?: string;
}
