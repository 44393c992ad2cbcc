import type { Duration } from 'cdk8s';

/** Times of asynchronous mirroring. */
export interface AsynchronousProps {
  /**
   * How often a snapshot is mirrored, in whole minutes. What was written since the last one is lost with the active site. The
   * objects that carry it cannot be changed: to change it later, delete the VolumeReplication or VolumeGroupReplication in the
   * active site, after which everything is copied anew.
   *
   * @default - 10 minutes
   */
  readonly interval?: Duration;
  /**
   * How long the transfer of what was written in one interval may take. An alert fires when a copy is older than the interval
   * and the transfer allow.
   *
   * @default - as long as the interval, which is the longest that keeps up
   */
  readonly transfer?: Duration;
}

/** Addresses of a site that the storage stops serving when the site is given up. */
export interface SiteFence {
  /** Name of the site. */
  readonly site: string;
  /** Its nodes, as IPv4 CIDRs. */
  readonly cidrs: string[];
}

/** How one storage system serves all sites. */
export interface SynchronousProps {
  /**
   * Addresses of the nodes of each site, as the storage sees them.
   *
   * @default - `nodeCidr` of the site, or `podCidr` where nodes have theirs from it
   */
  readonly fences?: SiteFence[];
  /**
   * From a site being lost or cut off to the storage having decided which side lives; until then nothing is written in any site.
   * An assumption: Ceph calls a daemon down after 20 s without a heartbeat, and states no bound for what comes after it (election
   * of the monitors, degraded stretch mode, peering).
   *
   * @default - 1 minute
   */
  readonly storageDecision?: Duration;
}

/** How storage keeps a copy of a volume in another site. */
export class CsiAddonsMode {
  /**
   * Each site has storage of its own, and snapshots of the volumes are mirrored to the other one (RBD mirroring). Nothing keeps
   * a site that is cut off from writing to its own storage: what it writes after a failover is thrown away, and a failover cannot
   * be automatic.
   */
  public static asynchronous(props: AsynchronousProps = {}): CsiAddonsMode {
    return new CsiAddonsMode(false, props.interval, props.transfer);
  }

  /**
   * One storage system is stretched over the sites (a Ceph cluster with a tiebreaker in a third place) and acknowledges a write
   * when each has it: nothing is lost. At most 10 ms of round trip. A failover first fences the site that is given up: the storage
   * no longer serves the addresses of its nodes, to no application.
   */
  public static synchronous(props: SynchronousProps = {}): CsiAddonsMode {
    return new CsiAddonsMode(true, undefined, undefined, props.fences, props.storageDecision);
  }

  private constructor(
    /** True when a write is acknowledged only after the other site has it. */
    public readonly isSynchronous: boolean,
    /** How often a snapshot is mirrored. */
    public readonly interval?: Duration,
    /** How long its transfer may take. */
    public readonly transfer?: Duration,
    /** Addresses of the nodes of each site. */
    public readonly fences?: SiteFence[],
    /** How long the storage may take to decide which side lives. */
    public readonly storageDecision?: Duration,
  ) {}
}
