import { Basis, Bound } from './bound';
import { FaultKind, type FaultOutcome, type FaultResponse } from './fault';
import { siteSubsets } from './quorum';

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
  /** What happens when a site that was cut off, and went on serving, is back. */
  readonly onHeal: string;
}

/** The fault table of sites that all take writes and reconcile later: who is left serves, and who is cut off serves on. */
export function eventualFaults(props: EventualFaultsProps): FaultOutcome[] {
  const { sites, tolerated } = props;
  return (tolerated >= 2 ? [1, 2] : [1]).flatMap((size) => [
    ...siteSubsets(sites, size).map((hit) => eventualLoss(hit, props)),
    ...siteSubsets(sites, size).map((hit) => ({
      ...untouched(FaultKind.SITE_CUT_OFF, hit, sites, 'every site serves the clients that reach it'),
      onHeal: props.onHeal,
    })),
  ]);
}

function eventualLoss(hit: string[], { sites, lag, siteLost }: EventualFaultsProps): FaultOutcome {
  const servedBy = sites.filter((site) => !hit.includes(site));
  const serviceLost = servedBy.length === 0;
  const gap = (survived: Bound) => (serviceLost ? Bound.unbounded(survived.name, 'no site is left') : survived);
  return {
    fault: FaultKind.SITE_LOST,
    sites: hit,
    servedBy,
    dataLost: lag.seconds !== 0,
    serviceLost,
    workloadGap: gap(siteLost.workloadGap),
    clientGap: gap(siteLost.clientGap),
    onHeal: siteLost.onHeal,
  };
}

/** What the fault table of one active site and its copies is made from. */
export interface ActivePassiveFaultsProps {
  readonly active: string;
  /** Passive sites in the order of failover. */
  readonly passive: string[];
  /** Acknowledged writes that the passive site does not have. */
  readonly lag: Bound;
  /** The answer to the loss of the active site. */
  readonly activeLost: FaultResponse;
}

/** The fault table of one active site: its loss is a failover; anything else leaves it serving, for a time unprotected. */
export function activePassiveFaults({ active, passive, lag, activeLost }: ActivePassiveFaultsProps): FaultOutcome[] {
  const next = passive.slice(0, 1);
  const serviceLost = next.length === 0;
  const gap = (survived: Bound) =>
    serviceLost ? Bound.unbounded(survived.name, 'there is no passive site') : survived;
  return [
    {
      ...activeLost,
      fault: FaultKind.SITE_LOST,
      sites: [active],
      servedBy: next,
      dataLost: lag.seconds !== 0,
      serviceLost,
      workloadGap: gap(activeLost.workloadGap),
      clientGap: gap(activeLost.clientGap),
    },
    ...passive.map((site) => ({
      ...untouched(FaultKind.SITE_LOST, [site], [active], `${active} is active`),
      onHeal: `${site} is made a copy again (reprotect); until then writes are safe in fewer sites`,
    })),
    {
      ...untouched(FaultKind.SITE_CUT_OFF, [active], [active], `${active} is active, and clients reach it`),
      onHeal: `replication catches up by itself; a failover in the meantime loses what ${next.join('') || 'no other site'} did not get`,
    },
    ...passive.map((site) => ({
      ...untouched(FaultKind.SITE_CUT_OFF, [site], [active], `${active} is active`),
      onHeal: 'replication catches up by itself',
    })),
  ];
}

function untouched(fault: FaultKind, sites: string[], servedBy: string[], why: string): Omit<FaultOutcome, 'onHeal'> {
  const nothing = (name: string) => Bound.term({ name, seconds: 0, basis: Basis.DERIVED, source: why });
  return {
    fault,
    sites,
    servedBy,
    dataLost: false,
    serviceLost: false,
    workloadGap: nothing('workload takes no writes'),
    clientGap: nothing('clients without service'),
  };
}
