/** The sites as a graph of votes and ways: who may still take writes. */
import { FaultKind } from './fault';
import { type SiteVotes, majority, totalVotes, votesOf } from './quorum';

/** How a write that a client sends to one site gets its quorum. */
export enum QuorumPath {
  /** By the leader, which the site has to reach itself. */
  LEADER = 'leader',
  /** By the leader; a site that does not reach it asks another one that does. */
  RELAYED = 'relayed',
  /** There is no leader: each site asks the others itself. */
  DIRECT = 'direct',
}

/** Sites that are left, and which of them reach each other. */
export interface SiteGraph {
  readonly sites: string[];
  readonly reaches: (from: string, to: string) => boolean;
}

/** Who takes writes. */
export interface ServingSites {
  /** Those that do wherever the leader is. */
  readonly always: string[];
  /** Those that do for some places of the leader and not for others. */
  readonly sometimes: string[];
  /** Sites that may lead, each with the sites that take writes then; without a leader one entry for all. */
  readonly byLeader: { readonly leader?: string; readonly sites: string[] }[];
}

/** What a fault leaves of sites that all reached each other. */
export function graphAfter(fault: FaultKind, hit: string[], sites: string[]): SiteGraph {
  const isHit = (site: string) => hit.includes(site);
  switch (fault) {
    case FaultKind.SITE_LOST:
      return { sites: sites.filter((site) => !isHit(site)), reaches: () => true };
    case FaultKind.SITE_CUT_OFF:
      return { sites, reaches: (from, to) => from === to || (!isHit(from) && !isHit(to)) };
    case FaultKind.TUNNEL_DOWN:
      return { sites, reaches: (from, to) => from === to || !isHit(from) || !isHit(to) };
    default:
      return { sites, reaches: () => true };
  }
}

/**
 * A leader has to reach a majority itself: members send their votes and their acknowledgements to it and not by way of others. One
 * that does stays leader, whoever else does not reach it.
 */
export function servingSites(graph: SiteGraph, votes: SiteVotes[], path: QuorumPath): ServingSites {
  const able = graph.sites.filter((site) => votesAround(graph, votes, site) >= majority(totalVotes(votes)));
  if (path === QuorumPath.DIRECT) return { always: able, sometimes: [], byLeader: [{ sites: able }] };
  const byLeader = able
    .filter((site) => votesOf(votes, [site]) > 0)
    .map((leader) => ({
      leader,
      sites: path === QuorumPath.RELAYED ? connectedTo(graph, leader) : around(graph, leader),
    }));
  const inAll = (site: string) => byLeader.length > 0 && byLeader.every(({ sites }) => sites.includes(site));
  const inSome = (site: string) => byLeader.some(({ sites }) => sites.includes(site));
  return {
    always: graph.sites.filter(inAll),
    sometimes: graph.sites.filter((site) => inSome(site) && !inAll(site)),
    byLeader,
  };
}

/** Most votes that any one site reaches, its own included. */
export function mostVotesTogether(graph: SiteGraph, votes: SiteVotes[]): number {
  return Math.max(0, ...graph.sites.map((site) => votesAround(graph, votes, site)));
}

function votesAround(graph: SiteGraph, votes: SiteVotes[], site: string): number {
  return votesOf(votes, around(graph, site));
}

function around({ sites, reaches }: SiteGraph, site: string): string[] {
  return sites.filter((other) => reaches(site, other));
}

function connectedTo(graph: SiteGraph, site: string): string[] {
  const found = new Set([site]);
  // A set that grows while it is walked: whoever is added is asked as well.
  for (const each of found) for (const next of around(graph, each)) found.add(next);
  return graph.sites.filter((each) => found.has(each));
}
