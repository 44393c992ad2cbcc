import { Bound } from './bound';
import { type SiteVotes, majority, siteSubsets, totalVotes, votesOf } from './quorum';

/** A thing that goes wrong. */
export enum FaultKind {
  /** The site and everything in it is gone. */
  SITE_LOST = 'site lost',
  /** The site lives, but reaches no other site. */
  SITE_CUT_OFF = 'site cut off',
}

/** What one fault does. */
export interface FaultOutcome {
  /** What goes wrong. */
  readonly fault: FaultKind;
  /** Where, all at the same time. */
  readonly sites: string[];
  /** The sites that take clients afterwards; empty when none does. */
  readonly servedBy: string[];
  /** True when acknowledged writes may be gone. */
  readonly dataLost: boolean;
  /** True when no site takes clients until the fault is repaired. */
  readonly serviceLost: boolean;
  /** How long the workload takes no writes; unbounded when the service is lost. */
  readonly workloadGap: Bound;
  /** How long a client is without service; unbounded when the service is lost. */
  readonly clientGap: Bound;
  /** What happens, or has to be done, when the site comes back. */
  readonly onHeal: string;
}

/** How a system with a quorum answers one kind of fault that it survives. */
export interface FaultResponse {
  /** How long the workload takes no writes. */
  readonly workloadGap: Bound;
  /** How long a client is without service. */
  readonly clientGap: Bound;
  /** What happens, or has to be done, when the site comes back. */
  readonly onHeal: string;
}

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
  /** The answer to a lost site. */
  readonly siteLost: FaultResponse;
  /** The answer to a site that is cut off. */
  readonly siteCutOff: FaultResponse;
}

/**
 * The fault table of a quorum system: every single site and, where two are claimed to be survived, every pair; lost
 * and cut off. Who serves and what is lost follow from the votes alone.
 *
 * @throws Error when the votes are invalid or a witness is not among the voters.
 */
export function quorumFaults(props: QuorumFaultsProps): FaultOutcome[] {
  const sites = props.votes.map(({ site }) => site);
  votesOf(props.votes, props.witnesses ?? []);
  const sizes = props.tolerated >= 2 ? [1, 2] : [1];
  const kinds = [FaultKind.SITE_LOST, FaultKind.SITE_CUT_OFF];
  return sizes.flatMap((size) =>
    kinds.flatMap((fault) => siteSubsets(sites, size).map((hit) => outcomeOf(fault, hit, props))),
  );
}

function outcomeOf(fault: FaultKind, hit: string[], props: QuorumFaultsProps): FaultOutcome {
  const total = totalVotes(props.votes);
  const side = sidesAfter(fault, hit, props.votes).find((names) => votesOf(props.votes, names) >= majority(total));
  const servedBy = (side ?? []).filter((site) => !props.witnesses?.includes(site));
  const serviceLost = servedBy.length === 0;
  const response = fault === FaultKind.SITE_LOST ? props.siteLost : props.siteCutOff;
  const gap = (survived: Bound) =>
    serviceLost ? Bound.unbounded(survived.name, whyNobodyServes(fault, hit, props.votes, side)) : survived;
  return {
    fault,
    sites: hit,
    servedBy,
    // A write is acknowledged by a majority, so only the loss of as many votes can take every copy of it.
    dataLost: fault === FaultKind.SITE_LOST && votesOf(props.votes, hit) >= majority(total),
    serviceLost,
    workloadGap: gap(response.workloadGap),
    clientGap: gap(response.clientGap),
    onHeal: response.onHeal,
  };
}

/** The groups of living sites that still reach each other. A site that is cut off is alone, also in a pair. */
function sidesAfter(fault: FaultKind, hit: string[], votes: SiteVotes[]): string[][] {
  const rest = votes.map(({ site }) => site).filter((site) => !hit.includes(site));
  return fault === FaultKind.SITE_LOST ? [rest] : [rest, ...hit.map((site) => [site])];
}

function whyNobodyServes(fault: FaultKind, hit: string[], votes: SiteVotes[], side: string[] | undefined): string {
  const what = `${fault}: ${hit.join(', ')}`;
  if (side) return `${what}: the majority is left in ${side.join(', ')} alone, which takes no clients`;
  const total = totalVotes(votes);
  const most = Math.max(...sidesAfter(fault, hit, votes).map((names) => votesOf(votes, names)));
  return `${what}: no more than ${most} of ${total} votes reach each other, ${majority(total)} are needed`;
}
