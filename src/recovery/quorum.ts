/** The votes that one site holds in a quorum system. */
export interface SiteVotes {
  /** Name of the site. */
  readonly site: string;
  /** Voters in it, a whole number; 0 for a site that only reads or only serves. */
  readonly votes: number;
}

/** The smallest number of votes that is more than half of `total`. */
export function majority(total: number): number {
  return Math.floor(total / 2) + 1;
}

/**
 * All votes together.
 *
 * @throws Error when a number of votes is negative or not whole, a site is listed twice, or nobody votes.
 */
export function totalVotes(votes: SiteVotes[]): number {
  for (const { site, votes: count } of votes) {
    if (!Number.isInteger(count) || count < 0) {
      throw new Error(`site "${site}" has ${count} votes; allowed are whole numbers from 0; change its votes`);
    }
  }
  const twice = votes.find(({ site }, index) => votes.findIndex((other) => other.site === site) !== index);
  if (twice) throw new Error(`site "${twice.site}" is listed twice; list each site once, with all of its votes`);
  const total = votes.reduce((sum, { votes: count }) => sum + count, 0);
  if (total === 0) {
    throw new Error(
      `no site of [${votes.map(({ site }) => site).join(', ')}] has a vote; give at least one site 1 vote or more`,
    );
  }
  return total;
}

/** Votes that these sites hold together; throws an Error on a site that is not listed. */
export function votesOf(votes: SiteVotes[], sites: string[]): number {
  const unknown = sites.find((name) => !votes.some(({ site }) => site === name));
  if (unknown !== undefined) {
    const known = votes.map(({ site }) => site).join(', ');
    throw new Error(`site "${unknown}" is not among the voters; allowed are ${known}; name one of them`);
  }
  return votes.reduce((sum, { site, votes: count }) => (sites.includes(site) ? sum + count : sum), 0);
}

/** True when the sites that remain hold a majority of all votes; throws an Error on a site that is not listed. */
export function survivesLossOf(votes: SiteVotes[], lostSites: string[]): boolean {
  const total = totalVotes(votes);
  return total - votesOf(votes, lostSites) >= majority(total);
}

/** The largest number of sites of which any may be lost together with a majority left; 0 when some site is fatal. */
export function toleratedSiteFailures(votes: SiteVotes[]): number {
  const total = totalVotes(votes);
  // The k sites with most votes are the worst k to lose, so taking them one by one decides for every k-subset.
  const largestFirst = votes.map(({ votes: count }) => count).sort((a, b) => b - a);
  let remaining = total;
  let tolerated = -1;
  for (const count of [0, ...largestFirst]) {
    remaining -= count;
    if (remaining < majority(total)) break;
    tolerated += 1;
  }
  return tolerated;
}

/** Every set of `k` sites whose loss leaves no majority, as names in the order given; empty when any `k` may be lost. */
export function fatalLosses(votes: SiteVotes[], k: number): string[][] {
  return siteSubsets(
    votes.map(({ site }) => site),
    k,
  ).filter((sites) => !survivesLossOf(votes, sites));
}

/**
 * The most votes that any one site may hold, of `total`, for every set of `failures` sites to be expendable. It always
 * suffices; it is necessary where as many sites hold it.
 *
 * @throws Error when `failures` is not a whole number from 1.
 */
export function maxVotesPerSite(total: number, failures: number = 1): number {
  if (!Number.isInteger(failures) || failures < 1) {
    throw new Error(`the number of site failures is ${failures}; allowed are whole numbers from 1`);
  }
  return Math.floor((total - majority(total)) / failures);
}

/** Every set of `k` of these sites, in the order of the list. */
export function siteSubsets(sites: string[], k: number): string[][] {
  if (k === 0) return [[]];
  return sites.flatMap((first, index) => siteSubsets(sites.slice(index + 1), k - 1).map((rest) => [first, ...rest]));
}
