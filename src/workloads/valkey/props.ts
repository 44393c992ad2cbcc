import type { Duration, Size } from 'cdk8s';

/** Properties of Valkey. */
export interface ValkeyProps {
  /**
   * Image of Valkey 8 or later, with a shell.
   *
   * @default valkey/valkey:9.0.2
   */
  readonly image?: string;
  /**
   * Pods in each site. The first is the site's leader: in the active site it takes the writes, in a passive one it follows the
   * active site's leader; the others follow the first.
   *
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Memory request and limit of a pod. 60 % of it are for data; the rest is for buffers, and for pages that change while a fork
   * writes to the disk. A full one refuses writes: nothing is evicted.
   *
   * @default - 4 GiB
   */
  readonly memory?: Size;
  /**
   * CPU request of a pod, as a Kubernetes quantity.
   *
   * @default 500m
   */
  readonly cpu?: string;
  /**
   * Volume of each pod. It has to hold the append-only file twice while it is rewritten, and the copy that a replica starts
   * from: twice the memory at least.
   *
   * @default - 20 GiB
   */
  readonly storage?: Size;
  /**
   * Secret in the application's namespace with the key `password`: that of the default user, and of replicas. The same in
   * every site. A front end gets it by its own `environmentSecrets`.
   *
   * @default valkey-auth
   */
  readonly passwordSecret?: string;
  /**
   * How far a passive site may be behind. Nothing in Valkey enforces it: an alert does, and the plan counts on it.
   *
   * @default - 30 seconds
   */
  readonly maxLag?: Duration;
  /**
   * How long a pod may take to load its data from the volume; then it is restarted.
   *
   * @default - 10 minutes
   */
  readonly startTimeout?: Duration;
  /**
   * How long a copy of all data to a site that came back may take.
   *
   * @default - 1 hour
   */
  readonly syncTimeout?: Duration;
  /**
   * Other namespaces of the same cluster whose pods may dial Valkey. They need a certificate of the fleet CA and the password.
   *
   * @default - none: only the front end
   */
  readonly clientNamespaces?: string[];
  /**
   * Image of the sidecar that serves metrics.
   *
   * @default oliver006/redis_exporter:v1.80.0
   */
  readonly exporterImage?: string;
}
