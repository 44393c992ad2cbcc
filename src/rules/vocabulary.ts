/** What a health check speaks. */
export enum HealthProtocol {
  /** GET over TLS; an answer of 2xx or 3xx is healthy. */
  HTTPS = 'HTTPS',
  /** A TCP connection is healthy. It says that a process listens, not that it can serve. */
  TCP = 'TCP',
}

/** How a backup is taken. */
export enum BackupMethod {
  /** By the engine itself: consistent over all its nodes. */
  NATIVE = 'native',
  /** Snapshots of the volumes, moved to the object store. */
  VOLUMES = 'volumes',
  /** Kubernetes objects only. */
  OBJECTS = 'objects',
}

/** How data gets from the active site to a passive one: the three ways of the paper. */
export enum ReplicationMechanism {
  /** Backups are restored where the application goes. */
  BACKUP = 'backup and restore',
  /** The storage copies volumes. */
  VOLUME = 'volume replication',
  /** The workload replicates itself. */
  APPLICATION = 'application level',
}
