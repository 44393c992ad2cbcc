import { capacityAfterLoss } from '../recovery/capacity';
import { groupedBy } from '../recovery/grouped';
import type { AppFacts, CapacityFact } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { counted, listed } from './wording';

/** CAP: what is left carries the load. Of an application with one active site CAP-01 judges it. */
export const CAPACITY_RULES: Rule<AppFacts>[] = [
  {
    id: 'CAP-02',
    severity: Severity.ERROR,
    title: 'the sites that are left carry the load of all',
    why: 'the clients of the lost site come to the others, which cannot grow as far as they would have to: all clients are slow or refused, not only those of the lost site',
    source:
      'AWS Well-Architected Framework, REL11-BP05: static stability; of N equal sites of which k may be lost none may be busier than (N - k) / N',
    waivable: true,
    check: smallSurvivors,
  },
];

function smallSurvivors(facts: AppFacts): string[] | undefined {
  if (facts.activePassive || facts.capacities.length === 0) return undefined;
  const components = [...groupedBy(facts.capacities, ({ component }) => component)];
  return components.flatMap(([component, sites]) => problemsOf(component, sites, facts.toleratedSiteFailures));
}

function problemsOf(component: string, facts: CapacityFact[], tolerated: number): string[] {
  const needed = facts.reduce((sum, fact) => sum + fact.needed, 0);
  const sites = facts.map(({ site, allowed }) => ({ site, pods: allowed }));
  const { left, lost, sufficient } = capacityAfterLoss(sites, needed, tolerated);
  if (sufficient) return [];
  const others = sites.length - lost.length;
  const remedy =
    others === 0
      ? 'add sites, or lower toleratedSiteFailures'
      : `raise what limits it (maxReplicas) to ${Math.ceil(needed / others)} or more, or lower replicas`;
  return [
    `${component} may have ${counted(left, 'pod')} without ${listed(lost)}, and the load of all sites takes ${needed}; ${remedy}`,
  ];
}
