/**
 * QRM: a quorum system over sites. The votes are judged from three voting sites on: with fewer no distribution helps, and
 * QRM-01 says what does.
 */
import { type SiteVotes, fatalLosses, majority, maxVotesPerSite, totalVotes, votesOf } from '../recovery/quorum';
import { isStrong } from './app-view';
import type { AppFacts } from './facts';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import type { Rule } from './rule';
import { counted, listed } from './wording';

/** Fewest sites of which any may be lost with a majority left. */
const FEWEST_SITES = 3;

export const QUORUM_RULES: Rule<AppFacts>[] = [
  {
    id: 'QRM-01',
    severity: Severity.ERROR,
    title: 'votes are spread over at least 3 sites',
    why: 'of two sites one holds half of the votes or more: when it is lost the other one stops as well, data and all',
    source: 'CNCF TAG-Storage, Cloud Native Disaster Recovery: strong consistency needs at least 3 failure domains',
    check: votingSites,
  },
  {
    id: 'QRM-02',
    severity: Severity.ERROR,
    title: 'the number of votes is odd',
    why: 'one voter more than an odd number raises the majority and tolerates no more failures: it is one more thing that fails',
    source: 'etcd FAQ: why an odd number of cluster members',
    check: oddVotes,
  },
  {
    id: 'QRM-03',
    severity: Severity.ERROR,
    title: 'no site holds half of the votes',
    why: 'when that site is lost the others have no majority: the application stops everywhere',
    source: 'CNCF TAG-Storage, Cloud Native Disaster Recovery: strict majority of the members',
    check: heavySites,
  },
  {
    id: 'QRM-04',
    severity: Severity.ERROR,
    title: 'a majority is left after every loss of as many sites as the application claims to survive',
    why: 'the plan promises to survive losses that stop the application',
    source: 'CockroachDB, multi-region survival goals; CNCF TAG-Storage, Cloud Native Disaster Recovery: HA-2',
    check: fatalCombinations,
  },
  {
    id: 'QRM-05',
    severity: Severity.ERROR,
    title: 'what must run once in the fleet is one Job',
    why: 'a cluster that is bootstrapped twice is two clusters: each site serves its own data and they never merge',
    source: 'CockroachDB, cockroach init: once per cluster; etcd, clustering: one static bootstrap',
    check: repeatedBootstraps,
  },
  {
    id: 'QRM-06',
    severity: Severity.ERROR,
    title: 'the round trip between two sites is within what the system allows',
    why: 'heartbeats come too late: leaders are deposed while they are well, and writes stop for an election again and again',
    source: 'etcd, tuning: election timeout of at least 10 round trips; HashiCorp Consul, server performance',
    check: slowPairs,
  },
];

/** Votes by site, or undefined where the votes are not to be judged. */
function judgedVotes(facts: AppFacts): SiteVotes[] | undefined {
  const votes = votesBySite(facts);
  return isStrong(facts) && votes.length >= FEWEST_SITES ? votes : undefined;
}

/** The sites with votes; a site may be stated more than once. */
function votesBySite({ votes }: AppFacts): SiteVotes[] {
  return [...groupedBy(votes, ({ site }) => site)]
    .map(([site, stated]) => ({ site, votes: stated.reduce((sum, { votes: count }) => sum + count, 0) }))
    .filter(({ votes: count }) => count > 0);
}

function describeVotes(votes: SiteVotes[]): string {
  return votes.map(({ site, votes: count }) => `${site} ${count}`).join(', ');
}

function votingSites(facts: AppFacts): string[] | undefined {
  if (!isStrong(facts)) return undefined;
  const votes = votesBySite(facts);
  if (votes.length >= FEWEST_SITES) return [];
  const held = votes.length === 0 ? 'no site' : `${counted(votes.length, 'site')} (${describeVotes(votes)})`;
  const missing =
    votes.length === 2
      ? 'a third site or a witness'
      : `${FEWEST_SITES - votes.length} more sites, one of which may be a witness`;
  return [
    `votes of ${facts.system} are in ${held}; at least ${FEWEST_SITES} sites are needed for any one of them to be lost: add ${missing}`,
  ];
}

function oddVotes(facts: AppFacts): string[] | undefined {
  const votes = judgedVotes(facts);
  if (!votes) return undefined;
  const total = totalVotes(votes);
  if (total % 2 === 1) return [];
  return [
    `${total} voters (${describeVotes(votes)}) need ${majority(total)} for a majority and tolerate the loss of ${total - majority(total)}, no more than ${total - 1} voters do; use ${total - 1} or ${total + 1}`,
  ];
}

function heavySites(facts: AppFacts): string[] | undefined {
  const votes = judgedVotes(facts);
  if (!votes) return undefined;
  const total = totalVotes(votes);
  return heavyIn(votes).map(
    ({ site, votes: count }) =>
      `site ${site} holds ${count} of ${total} votes (${describeVotes(votes)}): when it is lost, ${total - count} are left and ${majority(total)} are needed; a site may hold ${maxVotesPerSite(total)} of ${total}: move votes to other sites`,
  );
}

function heavyIn(votes: SiteVotes[]): SiteVotes[] {
  const total = totalVotes(votes);
  return votes.filter(({ votes: count }) => count * 2 >= total);
}

function fatalCombinations(facts: AppFacts): string[] | undefined {
  const votes = judgedVotes(facts);
  const tolerated = facts.toleratedSiteFailures;
  if (!votes || tolerated < 1) return undefined;
  // A combination with a site that is fatal alone says nothing new: QRM-03 names that site.
  const heavy = heavyIn(votes).map(({ site }) => site);
  const lost = Math.min(tolerated, votes.length);
  const fatal = fatalLosses(votes, lost).filter((sites) => !sites.some((site) => heavy.includes(site)));
  if (fatal.length === 0) return [];
  return [describeFatal(votes, tolerated, fatal)];
}

const SHOWN_COMBINATIONS = 3;

function describeFatal(votes: SiteVotes[], tolerated: number, fatal: string[][]): string {
  const total = totalVotes(votes);
  const shown = fatal
    .slice(0, SHOWN_COMBINATIONS)
    .map((sites) => `${sites.join(' + ')} leaves ${total - votesOf(votes, sites)}`);
  const more = fatal.length > shown.length ? [`${fatal.length - shown.length} more`] : [];
  return `toleratedSiteFailures is ${tolerated}, but of ${total} votes (${describeVotes(votes)}) ${majority(total)} are needed, and losing ${listed([...shown, ...more])}; spread the votes evenly over ${2 * tolerated + 1} sites or more, or lower toleratedSiteFailures`;
}

function repeatedBootstraps({ bootstraps }: AppFacts): string[] | undefined {
  if (bootstraps.length === 0) return undefined;
  return [...groupedBy(bootstraps, ({ purpose }) => purpose)]
    .filter(([, jobs]) => jobs.length > 1)
    .map(([purpose, jobs]) => {
      const names = listed(jobs.map(({ site, name }) => `${name} in ${site}`));
      return `${counted(jobs.length, 'Job')} for "${purpose}" (${names}); it must run once in the whole fleet: keep the one of one site`;
    });
}

function slowPairs(facts: AppFacts): string[] | undefined {
  const { system, sites, fleet, maxRttMillis, maxRttSource } = facts;
  if (!isStrong(facts) || maxRttMillis === undefined) return undefined;
  const names = sites.map(({ name }) => name);
  const source = maxRttSource === undefined ? '' : ` (${maxRttSource})`;
  return fleet.latencies
    .filter(({ site, peer, millis }) => names.includes(site) && names.includes(peer) && millis > maxRttMillis)
    .map(({ site, peer, millis, stated }) => {
      const value = stated ? `${millis} ms` : `assumed to be ${millis} ms`;
      const change = stated ? '' : `measure it and state it in rttMillis of ${site}, `;
      return `the round trip between ${site} and ${peer} is ${value}, more than the ${maxRttMillis} ms that ${system} allows${source}; ${change}use sites that are closer together, or longer timeouts of ${system}`;
    });
}
