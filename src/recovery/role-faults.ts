import { Bound } from './bound';
import { FaultKind, type FaultOutcome, type FaultResponse, unnoticed } from './fault';
import { siteSubsets } from './quorum';

/** What to do when sites that serve on do not reach each other, and what happens after it. */
export type ApartResponse = Pick<FaultResponse, 'onHeal' | 'human'>;

/** What the fault table of sites that all take writes is made from. */
export interface EventualFaultsProps {
  /** Names of the sites, in the order of the fleet. */
  readonly sites: string[];
  /** How many sites the pattern claims to survive; from 2 on, each pair is in the table. */
  readonly tolerated: number;
  /** Acknowledged writes that only a lost site had. */
  readonly lag: Bound;
  /** The answer to a lost site. */
  readonly siteLost: FaultResponse;
  /** The answer to sites that do not reach each other, and go on serving. */
  readonly apart: ApartResponse;
}

/** The fault table of sites that all take writes and reconcile later: who is left serves, and who is cut off serves on. */
export function eventualFaults(props: EventualFaultsProps): FaultOutcome[] {
  const { sites, tolerated, apart } = props;
  const servesOn = (fault: FaultKind, hit: string[]) =>
    unnoticed({
      fault,
      sites: hit,
      servedBy: sites,
      why: 'every site serves the clients that reach it',
      ...apart,
    });
  return [
    ...(tolerated >= 2 ? [1, 2] : [1]).flatMap((size) => [
      ...siteSubsets(sites, size).map((hit) => eventualLoss(hit, props)),
      ...siteSubsets(sites, size).map((hit) => servesOn(FaultKind.SITE_CUT_OFF, hit)),
    ]),
    ...siteSubsets(sites, 2).map((ends) => servesOn(FaultKind.TUNNEL_DOWN, ends)),
  ];
}

function eventualLoss(hit: string[], { sites, lag, siteLost }: EventualFaultsProps): FaultOutcome {
  const servedBy = sites.filter((site) => !hit.includes(site));
  const serviceLost = servedBy.length === 0;
  const gap = (survived: Bound) => (serviceLost ? Bound.unbounded(survived.name, 'no site is left') : survived);
  return {
    fault: FaultKind.SITE_LOST,
    sites: hit,
    servedBy,
    readsIn: servedBy,
    writesIn: servedBy,
    dataLost: lag.seconds !== 0,
    serviceLost,
    workloadGap: gap(siteLost.workloadGap),
    clientGap: gap(siteLost.clientGap),
    onHeal: siteLost.onHeal,
    human: serviceLost ? `bring a site back, or restore the newest backup` : siteLost.human,
  };
}

/** What the fault table of one active site and its copies is made from. */
export interface ActivePassiveFaultsProps {
  readonly active: string;
  /** Passive sites in the order of failover. */
  readonly passive: string[];
  /** Acknowledged writes that the passive site does not have. */
  readonly lag: Bound;
  /** True when passive sites answer reads, of the past. */
  readonly copiesAnswerReads: boolean;
  /** The answer to the loss of the active site. */
  readonly activeLost: FaultResponse;
  /** The answer to the loss of a passive site. */
  readonly passiveLost: (site: string) => ApartResponse;
  /** The answer to an active site that does not reach its copies, or one of them, and goes on serving. */
  readonly apart: ApartResponse;
}

/** The fault table of one active site: its loss is a failover; anything else leaves it serving, for a time unprotected. */
export function activePassiveFaults(props: ActivePassiveFaultsProps): FaultOutcome[] {
  const { active, passive, apart, passiveLost } = props;
  const servesOn = (fault: FaultKind, hit: string[], answer: ApartResponse) =>
    unnoticed({
      fault,
      sites: hit,
      servedBy: [active],
      readsIn: readers(props, [active], fault === FaultKind.SITE_LOST ? hit : []),
      why: hit.includes(active) ? `${active} is active, and clients reach it` : `${active} is active`,
      ...answer,
    });
  return [
    activeSiteLost(props),
    ...passive.map((site) => servesOn(FaultKind.SITE_LOST, [site], passiveLost(site))),
    ...[active, ...passive].map((site) => servesOn(FaultKind.SITE_CUT_OFF, [site], apart)),
    ...siteSubsets([active, ...passive], 2).map((ends) =>
      servesOn(FaultKind.TUNNEL_DOWN, ends, ends.includes(active) ? apart : BETWEEN_COPIES),
    ),
  ];
}

const BETWEEN_COPIES: ApartResponse = {
  onHeal: 'nothing: both copy from the active site',
  human: 'repair it before either of the two becomes active',
};

/** The loss of the active site, whatever its storage is. */
export function activeSiteLost(props: ActivePassiveFaultsProps): FaultOutcome {
  const { active, passive, lag, activeLost } = props;
  const next = passive.slice(0, 1);
  const serviceLost = next.length === 0;
  const gap = (survived: Bound) =>
    serviceLost ? Bound.unbounded(survived.name, 'there is no passive site') : survived;
  return {
    ...activeLost,
    fault: FaultKind.SITE_LOST,
    sites: [active],
    servedBy: next,
    readsIn: readers(props, next, [active]),
    writesIn: next,
    dataLost: lag.seconds !== 0,
    serviceLost,
    workloadGap: gap(activeLost.workloadGap),
    clientGap: gap(activeLost.clientGap),
  };
}

function readers({ active, passive, copiesAnswerReads }: ActivePassiveFaultsProps, serving: string[], lost: string[]) {
  if (!copiesAnswerReads) return serving;
  return [active, ...passive].filter((site) => !lost.includes(site));
}
