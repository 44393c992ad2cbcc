import { Pattern } from '../model/profile';
import { type SiteCapacity, capacityAfterLoss } from '../recovery/capacity';
import { groupedBy } from '../recovery/grouped';
import { majority, totalVotes } from '../recovery/quorum';
import type { CapacityFact } from '../rules/facts';
import type { PlannedCapacity } from '../synthesis/plan';
import type { AppPlanProps } from './app-plan';

/** Whether the sites that are left carry the load: of what says how many pods it takes, and of the nodes of a quorum. */
export function planCapacity(from: AppPlanProps): PlannedCapacity[] {
  const { host } = from.application;
  const components = [...groupedBy(host.capacities, ({ component }) => component)];
  const planned = components.map(([component, facts]) =>
    host.activeSite ? takenOver(component, facts, from) : shared(component, facts, from),
  );
  return [...planned, ...quorumNodes(from)];
}

/** Every site serves: those that are left carry the load of all. */
function shared(component: string, facts: CapacityFact[], { evidence }: AppPlanProps): PlannedCapacity {
  const sites = facts.map(podsIn);
  const needed = facts.reduce((sum, fact) => sum + fact.needed, 0);
  return { component, sites, needed, ...capacityAfterLoss(sites, needed, evidence.toleratedSiteFailures) };
}

/** One site serves: any of the others carries all of it. */
function takenOver(component: string, facts: CapacityFact[], { application }: AppPlanProps): PlannedCapacity {
  const active = application.host.activeSite?.name ?? '';
  const needed = Math.max(...facts.map((fact) => fact.needed));
  const passive = facts.filter(({ site }) => site !== active).map(({ allowed }) => allowed);
  const left = passive.length === 0 ? 0 : Math.min(...passive);
  return { component, sites: facts.map(podsIn), needed, left, lost: [active], sufficient: left >= needed };
}

/** Each vote is held by a node of its own, so that a majority takes as many nodes. A vote without a node is nothing to size. */
function quorumNodes({ application, profile, evidence }: AppPlanProps): PlannedCapacity[] {
  const { pattern, placement } = application.host;
  const voting = placement.sites.filter(({ votes }) => votes > 0);
  if (pattern !== Pattern.STRONG_CONSISTENCY || voting.length === 0) return [];
  if (voting.some(({ nodes }) => nodes === 0)) return [];
  const sites = placement.sites.map(({ site, nodes }) => ({ site, pods: nodes }));
  const needed = majority(totalVotes(placement.sites));
  return [
    { component: profile.system, sites, needed, ...capacityAfterLoss(sites, needed, evidence.toleratedSiteFailures) },
  ];
}

function podsIn({ site, allowed }: CapacityFact): SiteCapacity {
  return { site, pods: allowed };
}
