import type { Placement, PlacementRequest } from '../../model/placement';
import { CommitLeader } from '../../recovery/write-latency';

/** Voting replicas of a range under SURVIVE REGION FAILURE, whatever the number of regions (`numVotersForRegionSurvival`). */
const VOTERS = 5;
/** Those of them that stay in the home region of the range, so that a node or zone lost there moves no lease. */
const HOME_VOTERS = 2;
const MOST_NODES = 100;

/** A number of nodes that can be placed: two voters at home, and no more than a site has machines. */
export function isNodeCount(count: number): boolean {
  return Number.isInteger(count) && count >= HOME_VOTERS && count <= MOST_NODES;
}

/**
 * The same number of nodes in every site that holds data. The votes are those of a range whose home is the first site, as one
 * of any other site is its mirror image: two at home, the rest over the other sites as evenly as they go.
 */
export function placeNodes({ sites, witness }: PlacementRequest, nodesPerSite: number): Placement {
  const votes = votersBySite(sites.length);
  // Anything else is refused when the application is rendered.
  const nodes = isNodeCount(nodesPerSite) ? nodesPerSite : HOME_VOTERS;
  return {
    voteUnit: `voting replica of each range, ${VOTERS} under SURVIVE REGION FAILURE with any number of regions`,
    leader: CommitLeader.HOME_SITE,
    sites: [
      ...sites.map((site, index) => ({
        site: site.name,
        nodes,
        votes: votes[index] ?? 0,
        witness: false,
      })),
      // Refused when the application is rendered: a region without nodes is none to CockroachDB.
      ...(witness ? [{ site: witness.name, nodes: 0, votes: 0, witness: true }] : []),
    ],
  };
}

function votersBySite(sites: number): number[] {
  if (sites < 2) return Array.from({ length: sites }, () => VOTERS);
  const others = sites - 1;
  const left = VOTERS - HOME_VOTERS;
  const share = (index: number) => Math.floor(left / others) + (index < left % others ? 1 : 0);
  return [HOME_VOTERS, ...Array.from({ length: others }, (_, index) => share(index))];
}
