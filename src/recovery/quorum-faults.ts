import { Bound } from './bound';
import { FaultKind, type FaultOutcome, type FaultResponse } from './fault';
import { type SiteVotes, majority, siteSubsets, survivesLossOf, totalVotes, votesOf } from './quorum';
import {
  QuorumPath,
  type ServingSites,
  type SiteGraph,
  graphAfter,
  mostVotesTogether,
  servingSites,
} from './site-graph';

/** What the fault table of a quorum system is made from. */
export interface QuorumFaultsProps {
  /** The votes of every site, in the order of the fleet; sites without a vote count as servers. */
  readonly votes: SiteVotes[];
  /** How many sites the pattern claims to survive; from 2 on, each pair is in the table. */
  readonly tolerated: number;
  /**
   * Sites that vote and store the log, but take no clients.
   *
   * @default - none: every site takes clients
   */
  readonly witnesses?: string[];
  /**
   * How a write gets its quorum.
   *
   * @default QuorumPath.LEADER - of sites that do not reach each other one may be without service
   */
  readonly path?: QuorumPath;
  /**
   * How a human moves the leader to another site.
   *
   * @default - nobody can
   */
  readonly moveLeader?: string;
  /** The answer to a lost site. */
  readonly siteLost: FaultResponse;
  /** The answer to a site that is cut off. */
  readonly siteCutOff: FaultResponse;
  /** The answer to two sites that do not reach each other. */
  readonly tunnelDown: FaultResponse;
}

/**
 * The fault table of a quorum system: every single site and, where two are claimed to be survived, every pair, lost and cut off;
 * and every pair that does not reach each other. Who serves and what is lost follow from the votes and the ways alone.
 *
 * @throws Error when the votes are invalid or a witness is not among the voters.
 */
export function quorumFaults(props: QuorumFaultsProps): FaultOutcome[] {
  const sites = props.votes.map(({ site }) => site);
  votesOf(props.votes, props.witnesses ?? []);
  const sizes = props.tolerated >= 2 ? [1, 2] : [1];
  const ofSites = sizes.flatMap((size) =>
    [FaultKind.SITE_LOST, FaultKind.SITE_CUT_OFF].flatMap((fault) =>
      siteSubsets(sites, size).map((hit) => outcomeOf(fault, hit, props)),
    ),
  );
  return [...ofSites, ...siteSubsets(sites, 2).map((ends) => outcomeOf(FaultKind.TUNNEL_DOWN, ends, props))];
}

/** One fault while it is looked at. */
interface Case extends QuorumFaultsProps {
  readonly fault: FaultKind;
  readonly hit: string[];
  readonly graph: SiteGraph;
  readonly serving: ServingSites;
  readonly serviceLost: boolean;
}

function outcomeOf(fault: FaultKind, hit: string[], props: QuorumFaultsProps): FaultOutcome {
  const { votes, witnesses = [] } = props;
  const graph = graphAfter(
    fault,
    hit,
    votes.map(({ site }) => site),
  );
  const serving = servingSites(graph, votes, props.path ?? QuorumPath.LEADER);
  const clients = (sites: string[]) => sites.filter((site) => !witnesses.includes(site));
  // Wherever the leader is: one place in which nobody serves is enough.
  const serviceLost =
    serving.byLeader.length === 0 || serving.byLeader.some(({ sites }) => clients(sites).length === 0);
  const one: Case = { ...props, fault, hit, graph, serving, serviceLost };
  const servedBy = serviceLost ? [] : clients(serving.always);
  const sometimes = serviceLost ? [] : clients(serving.sometimes);
  const oneAtLeast =
    sometimes.length > 0 && serving.byLeader.every(({ sites }) => sites.some((site) => sometimes.includes(site)));
  const response = responseTo(one);
  const gap = (survived: Bound) => (serviceLost ? Bound.unbounded(survived.name, whyNobodyServes(one)) : survived);
  return {
    fault,
    sites: hit,
    servedBy,
    ...(oneAtLeast && { servedByOneOf: sometimes }),
    readsIn: servedBy,
    writesIn: servedBy,
    // A write is acknowledged by a majority, so only the loss of as many votes can take every copy of it.
    dataLost: fault === FaultKind.SITE_LOST && votesOf(votes, hit) >= majority(totalVotes(votes)),
    serviceLost,
    workloadGap: gap(response.workloadGap),
    clientGap: gap(response.clientGap),
    onHeal: response.onHeal,
    human: humanIn(one, response.human),
  };
}

function responseTo({ fault, siteLost, siteCutOff, tunnelDown }: Case): FaultResponse {
  if (fault === FaultKind.SITE_LOST) return siteLost;
  return fault === FaultKind.SITE_CUT_OFF ? siteCutOff : tunnelDown;
}

function whyNobodyServes({ fault, hit, votes, graph, serving }: Case): string {
  const what = `${fault}: ${hit.join(', ')}`;
  const [side] = serving.byLeader.filter(({ sites }) => sites.length > 0);
  if (side) return `${what}: the majority is left in ${side.sites.join(', ')} alone, which takes no clients`;
  const total = totalVotes(votes);
  return `${what}: no more than ${mostVotesTogether(graph, votes)} of ${total} votes reach each other, ${majority(total)} are needed`;
}

/** What a human does: what the system says, and what follows from the votes. */
function humanIn(one: Case, said: string): string {
  const { fault, serviceLost } = one;
  if (serviceLost) return fault === FaultKind.SITE_LOST ? withoutMajority(one) : `${said}; ${withoutMajority(one)}`;
  const more = fault === FaultKind.SITE_LOST ? nextLoss(one) : leaderMove(one);
  return more === undefined ? said : `${said}; ${more}`;
}

function withoutMajority({ fault, hit, votes }: Case): string {
  const sites = hit.join(' and ');
  if (fault !== FaultKind.SITE_LOST)
    return `nobody serves before ${sites} ${hit.length > 1 ? 'are' : 'is'} reached again`;
  return votesOf(votes, hit) >= majority(totalVotes(votes))
    ? `bring ${sites} back with the data, or make the system anew from the newest backup, which loses what is younger`
    : `bring ${sites} back: nothing is lost, and nothing is served without a majority`;
}

/** The sites that must not be lost now as well. */
function nextLoss({ hit, votes, graph }: Case): string | undefined {
  const fatal = graph.sites.filter((site) => !survivesLossOf(votes, [...hit, site]));
  if (fatal.length === 0) return undefined;
  return `bring ${hit.join(' and ')} back, or replace ${hit.length > 1 ? 'them' : 'it'}, before ${fatal.join(' or ')} is lost as well: no majority would be left`;
}

/** Who is without service, and where the leader has to be for nobody to be. */
function leaderMove({ moveLeader, witnesses = [], graph, serving }: Case): string | undefined {
  const without = serving.sometimes.filter((site) => !witnesses.includes(site));
  if (without.length === 0) return undefined;
  const everywhere = serving.byLeader.filter(({ sites }) => sites.length === graph.sites.length);
  const until = `until then ${without.join(' or ')} is without service`;
  if (everywhere.length === 0) return until;
  const move = moveLeader === undefined ? '' : ` (${moveLeader})`;
  return `${until}, unless the leader is in ${everywhere.map(({ leader }) => leader).join(' or ')}${move}`;
}
