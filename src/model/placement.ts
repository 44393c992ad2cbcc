import type { CommitLeader } from '../recovery/write-latency';
import type { Site } from './site';

/** What is asked of a system: where to put itself so that any site may be lost. */
export interface PlacementRequest {
  /** Sites that hold data and serve, in the fleet's order. */
  readonly sites: Site[];
  /**
   * Site that holds a vote and serves nobody.
   *
   * @default - none
   */
  readonly witness?: Site;
  /** How many sites may be lost at once. */
  readonly toleratedSiteFailures: number;
}

/** What a system puts into one site. */
export interface SitePlacement {
  /** Name of the site. */
  readonly site: string;
  /** Pods of the system in the site. */
  readonly nodes: number;
  /** Votes that the site holds in a commit quorum: of the one group, or at most of any one shard. */
  readonly votes: number;
  /** True for the site that only votes. */
  readonly witness: boolean;
}

/** Where a system puts itself. */
export interface Placement {
  /** One entry per site, in the fleet's order. */
  readonly sites: SitePlacement[];
  /** Whose votes are counted: `member`, `voting replica of each range`. */
  readonly voteUnit: string;
  /**
   * Who counts the votes of a write, in StrongConsistencyDR: how long a write takes between sites follows from it.
   *
   * @default CommitLeader.ANY_VOTER
   */
  readonly leader?: CommitLeader;
}
