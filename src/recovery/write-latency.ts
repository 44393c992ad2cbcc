import { Basis, Bound } from './bound';
import { majority, type SiteVotes, totalVotes } from './quorum';

/** Who counts the votes of a write. */
export enum CommitLeader {
  /** One leader takes all writes; any voter may be elected. */
  ANY_VOTER = 'any voter',
  /**
   * Each shard has a leader in its home site, and every site that holds data is the home of some. The votes are those of a
   * shard whose home is the first site; of others they are spread in the same way around theirs.
   */
  HOME_SITE = 'home site',
  /** There is none: the site of the client counts the votes by itself. */
  NONE = 'none',
}

/** A round trip between two sites. */
export interface RoundTrip {
  readonly site: string;
  readonly peer: string;
  readonly millis: number;
  /** False when nobody stated it, and it was assumed. */
  readonly stated: boolean;
}

/** What a write of a quorum system waits for. */
export interface QuorumWriteProps {
  /** Votes of every site, in the order of the fleet. */
  readonly votes: SiteVotes[];
  /** Round trips between all pairs of sites. */
  readonly roundTrips: RoundTrip[];
  readonly leader: CommitLeader;
}

/** How long a write of a client takes between sites. */
export interface SiteLatency {
  /** Site of the client. */
  readonly site: string;
  readonly bound: Bound;
}

/**
 * How long one write to one shard takes between sites while all of them are up: to the leader and back, and from the leader
 * to the nearest sites whose votes complete a majority with its own. What disks, and transactions over several shards, take
 * comes on top.
 *
 * @param client site of the client
 * @throws Error when the votes are invalid, or a round trip is not known.
 */
export function quorumWrite(client: string, props: QuorumWriteProps): Bound {
  const leaders = leadersOf(client, props);
  const ways = new Ways(props.roundTrips);
  return Bound.worst(
    nameOf(client),
    leaders.map((leader) => {
      const commit = commitFrom(leader, props, ways);
      if (props.leader === CommitLeader.NONE) return Bound.sum(`replicas are asked from ${client}`, [commit]);
      if (leader === client) return Bound.sum(`leader in ${leader}, as the client`, [commit]);
      return Bound.sum(`leader in ${leader}`, [ways.term(client, leader), commit]);
    }),
  );
}

/**
 * How long a write takes between sites where a copy in every other site has to have it before it is acknowledged.
 *
 * @param client site of the client, which takes the write
 * @param copies sites that hold a copy
 */
export function synchronousWrite(client: string, copies: string[], roundTrips: RoundTrip[]): Bound {
  const ways = new Ways(roundTrips);
  const waits = copies.map((copy) => ways.term(client, copy));
  return Bound.worst(nameOf(client), waits.length > 0 ? waits : [nothing('there is no other site that holds a copy')]);
}

/**
 * A write that is acknowledged in the site of the client.
 *
 * @param why what makes it so
 */
export function localWrite(client: string, why: string): Bound {
  return Bound.worst(nameOf(client), [nothing(why)]);
}

function nameOf(client: string): string {
  return `write of a client in ${client}, between sites`;
}

function leadersOf(client: string, { votes, leader }: QuorumWriteProps): string[] {
  if (leader === CommitLeader.NONE) return [client];
  // The home of some shard is any site that holds data; one without a vote in this shard has one in its own.
  const homes = leader === CommitLeader.HOME_SITE ? votes : votes.filter((site) => site.votes > 0);
  const names = homes.map(({ site }) => site);
  return names.includes(client) ? [client, ...names.filter((site) => site !== client)] : names;
}

/** One round trip to the farthest of the nearest sites that are needed; they are asked at the same time. */
function commitFrom(leader: string, props: QuorumWriteProps, ways: Ways): Bound {
  const { votes } = props;
  const needed = majority(totalVotes(votes));
  let counted = ownVotes(leader, props);
  if (counted >= needed)
    return nothing(`${leader} holds ${counted} votes of ${totalVotes(votes)}: a majority by itself`);
  for (const { site, votes: more } of othersByDistance(leader, props, ways)) {
    counted += more;
    if (counted >= needed) return ways.term(leader, site);
  }
  throw new Error(`votes of all sites but ${leader} and its own are no majority; check the votes of each site`);
}

function ownVotes(leader: string, { votes, leader: kind }: QuorumWriteProps): number {
  const counted = kind === CommitLeader.HOME_SITE ? votes[0] : votes.find(({ site }) => site === leader);
  return counted?.votes ?? 0;
}

/** The others, the nearest first. Where a shard puts its votes around its home is not known, so the nearest have the fewest. */
function othersByDistance(leader: string, { votes, leader: kind }: QuorumWriteProps, ways: Ways): SiteVotes[] {
  const millisTo = (site: string) => ways.between(leader, site).millis;
  const others = votes.filter(({ site }) => site !== leader).sort((a, b) => millisTo(a.site) - millisTo(b.site));
  if (kind !== CommitLeader.HOME_SITE) return others;
  const shares = votes.slice(1).map((site) => site.votes);
  shares.sort((a, b) => a - b);
  return others.map(({ site }, index) => ({ site, votes: shares[index] ?? 0 }));
}

function nothing(why: string): Bound {
  return Bound.term({ name: 'no other site is waited for', seconds: 0, basis: Basis.DERIVED, source: why });
}

/** Round trips by their ends. */
class Ways {
  private readonly byEnds: Map<string, RoundTrip>;

  constructor(roundTrips: RoundTrip[]) {
    const ways = roundTrips.map((way) => [`${way.site} - ${way.peer}`, way] as const);
    this.byEnds = new Map(ways);
  }

  public between(from: string, to: string): RoundTrip {
    const found = this.byEnds.get(`${from} - ${to}`) ?? this.byEnds.get(`${to} - ${from}`);
    if (found) return found;
    const known = [...this.byEnds.keys()].join(', ');
    throw new Error(`round trip ${from} - ${to} is not known; known are ${known || 'none'}; give it`);
  }

  public term(from: string, to: string): Bound {
    const { site, peer, millis, stated } = this.between(from, to);
    return Bound.term({
      name: `round trip ${site} - ${peer}`,
      seconds: millis / 1000,
      basis: Basis.ASSUMED,
      source: stated ? 'rttMillis of the sites' : `nobody stated it: set rttMillis of site ${site} or ${peer}`,
    });
  }
}
