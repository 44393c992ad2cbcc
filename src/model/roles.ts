/** What a site does in an application with one active site. */
export enum SiteRole {
  /** Takes reads and writes. */
  ACTIVE = 'active',
  /** Holds a copy, and takes over when the active site is lost. */
  PASSIVE = 'passive',
}

/** How much of the application runs in a passive site before it is needed. What holds the data runs as its replication asks. */
export enum Standby {
  /** The front end runs at full size: nothing has to start but what replication keeps stopped. */
  HOT = 'hot',
  /** One pod of the front end runs, so that images are there and the rest starts fast. */
  WARM = 'warm',
  /** The front end is scaled to nothing: the cheapest, and a failover waits for nodes, images and start. */
  COLD = 'cold',
}
