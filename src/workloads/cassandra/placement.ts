import type { Placement, PlacementRequest, SitePlacement } from '../../model/placement';
import type { Site } from '../../model/site';
import { CommitLeader } from '../../recovery/write-latency';
import type { CassandraSettings } from './settings';

/** Fewer, and one lost node takes LOCAL_QUORUM from the site. */
export const LEAST_REPLICAS = 3;
/** NetworkTopologyStrategy knows no limit; nobody has use for more. */
const MOST_REPLICAS = 9;
const MOST_NODES_PER_RACK = 100;

/** A number of replicas that a site can hold. */
export function isReplicationFactor(count: number): boolean {
  return Number.isInteger(count) && count >= LEAST_REPLICAS && count <= MOST_REPLICAS;
}

/** A number of nodes that a rack can have. */
export function isRackSize(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MOST_NODES_PER_RACK;
}

/**
 * A datacenter in each site, with a rack for each zone. The votes are the replicas of any token range: all sites hold as many,
 * and QUORUM counts those of all sites together.
 */
export function placeNodes({ sites, witness }: PlacementRequest, settings: CassandraSettings): Placement {
  return {
    voteUnit: 'replica of each token range',
    // Whichever node the client asks coordinates the write.
    leader: CommitLeader.NONE,
    sites: [
      ...sites.map((site) => placeIn(site, settings)),
      // Refused when the application is rendered: a datacenter without replicas has no vote.
      ...(witness ? [{ site: witness.name, nodes: 0, votes: 0, witness: true }] : []),
    ],
  };
}

/** Nodes in each rack of a site. */
export function rackSize(site: Site, { nodesPerRack, replicationFactor }: CassandraSettings): number {
  // Anything else is refused when the application is rendered.
  if (nodesPerRack !== undefined && isRackSize(nodesPerRack)) return nodesPerRack;
  return Math.ceil(replicasOf(replicationFactor) / site.zones.length);
}

function placeIn(site: Site, settings: CassandraSettings): SitePlacement {
  const nodes = site.zones.length * rackSize(site, settings);
  return { site: site.name, nodes, votes: replicasOf(settings.replicationFactor), witness: false };
}

function replicasOf(replicationFactor: number): number {
  return isReplicationFactor(replicationFactor) ? replicationFactor : LEAST_REPLICAS;
}
