import { Bound } from './bound';
import { FaultKind, type FaultOutcome } from './fault';
import { siteSubsets } from './quorum';
import { type ActivePassiveFaultsProps, activeSiteLost } from './role-faults';

/** What the fault table of one active site is made from whose storage is one system over all sites. */
export interface StretchedFaultsProps extends ActivePassiveFaultsProps {
  /** From a fault to the storage having decided which side lives; the answer to the loss of the active site contains it. */
  readonly storageDecision: Bound;
}

/**
 * The fault table of one active site on storage that every site has to acknowledge: writes stop until the storage has decided
 * without whom it goes on. Of sites that do not reach each other it may give up the active one, which is then a failover.
 */
export function stretchedFaults(props: StretchedFaultsProps): FaultOutcome[] {
  const { active, passive } = props;
  const sites = [active, ...passive];
  return [
    activeSiteLost(props),
    ...passive.map((site) => passiveSiteLost(site, props)),
    ...sites.map((site) => apart(FaultKind.SITE_CUT_OFF, [site], props)),
    ...siteSubsets(sites, 2).map((ends) => apart(FaultKind.TUNNEL_DOWN, ends, props)),
  ];
}

function passiveSiteLost(site: string, { active, storageDecision, passiveLost }: StretchedFaultsProps): FaultOutcome {
  return {
    fault: FaultKind.SITE_LOST,
    sites: [site],
    servedBy: [active],
    readsIn: [active],
    writesIn: [active],
    dataLost: false,
    serviceLost: false,
    workloadGap: Bound.sum('workload takes no writes', [storageDecision]),
    clientGap: Bound.sum('clients without service', [storageDecision]),
    ...passiveLost(site),
  };
}

/** Which side lives is up to the storage: nothing is promised of a single site, and the longer way, a failover, counts. */
function apart(fault: FaultKind, hit: string[], props: StretchedFaultsProps): FaultOutcome {
  const { active, passive, lag, activeLost } = props;
  const hitPassive = passive.filter((site) => hit.includes(site));
  const others = hitPassive.length > 0 ? hitPassive : passive.slice(0, 1);
  return {
    fault,
    sites: hit,
    servedBy: [],
    servedByOneOf: [active, ...others],
    readsIn: [],
    writesIn: [],
    dataLost: lag.seconds !== 0,
    serviceLost: false,
    workloadGap: activeLost.workloadGap,
    clientGap: activeLost.clientGap,
    ...props.apart,
  };
}
