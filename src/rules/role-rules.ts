import { dataSites, isEventual } from './app-view';
import type { ActivePassiveFact, AppFacts } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';

/** Fewest sites of a pattern without a quorum: one to lose, and one to go on. */
const FEWEST_SITES = 2;

/** ROL: sites without a quorum between them, all active or one. */
export const ROLE_RULES: Rule<AppFacts>[] = [
  {
    id: 'ROL-01',
    severity: Severity.ERROR,
    title: 'there is a second site to go on with',
    why: 'with one site nothing is left when it is lost',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: at least two instances of each workload, with replicated state',
    check: loneSites,
  },
  {
    id: 'ROL-02',
    severity: Severity.ERROR,
    title: 'a system that takes writes in several sites says how conflicts end',
    why: 'two sites write to the same thing, and one of the writes is lost, or both copies differ for ever, without anybody knowing',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: a conflict resolution algorithm decides which state wins',
    check: unresolvedConflicts,
  },
  {
    id: 'ROL-03',
    severity: Severity.ERROR,
    title: 'a failover that nobody approves is fenced',
    why: 'a site that is merely cut off goes on taking writes while another one is promoted: two primaries, and one of them is thrown away',
    source: 'csi-addons, NetworkFence: keeps the nodes of a site from its storage before the other copy is promoted',
    check: unfencedTriggers,
  },
  {
    id: 'CAP-01',
    severity: Severity.ERROR,
    title: 'a passive site may become as large as the active one',
    why: 'after the failover all clients meet a part of the pods that they need',
    source: 'AWS Application Recovery Controller, Region switch: capacity of the other Region is not guaranteed',
    check: smallSites,
  },
  {
    id: 'GLB-03',
    severity: Severity.ERROR,
    title: 'clients do not go back to a site by themselves',
    why: 'a site that comes back has old data and takes writes on it: what was written since the failover, and what is written now, part ways',
    source: 'AWS, Creating Disaster Recovery Mechanisms Using Amazon Route 53: failback is a decision',
    check: unlatchedTraffic,
  },
];

/** Nothing where every site is active. */
function roles(facts: AppFacts, check: (fact: ActivePassiveFact) => string[]): string[] | undefined {
  return facts.activePassive && check(facts.activePassive);
}

function loneSites(facts: AppFacts): string[] | undefined {
  if (!isEventual(facts) && !facts.activePassive) return undefined;
  const sites = dataSites(facts);
  if (sites.length >= FEWEST_SITES) return [];
  return [
    `${sites.length === 0 ? 'no site' : `only site ${sites.join('')}`} holds the data of ${facts.pattern}; ${FEWEST_SITES} or more are needed: add a site of another region to the fleet, or name it in sites`,
  ];
}

function unresolvedConflicts(facts: AppFacts): string[] | undefined {
  if (!isEventual(facts)) return undefined;
  if (facts.conflictResolution !== undefined) return [];
  return [
    `workload ${facts.system} does not say what happens when two sites write to the same thing; use a workload with conflictResolution in its profile (cassandra, dynamoDb, kafka), or ActivePassiveDR`,
  ];
}

function unfencedTriggers(facts: AppFacts): string[] | undefined {
  return roles(facts, ({ trigger, fencing, activeSite }) =>
    trigger !== 'automatic' || fencing !== undefined
      ? []
      : [
          `trigger is automatic and nothing keeps site ${activeSite} from writing when it is cut off but alive; use Trigger.manual(), or replication that fences`,
        ],
  );
}

function smallSites(facts: AppFacts): string[] | undefined {
  return roles(facts, () =>
    facts.capacities
      .filter(({ needed, allowed }) => allowed < needed)
      .map(
        ({ site, component, needed, allowed }) =>
          `${component} of site ${site} may have ${allowed} pods and needs ${needed} when it is active; raise what limits it (maxReplicas), or lower replicas`,
      ),
  );
}

function unlatchedTraffic(facts: AppFacts): string[] | undefined {
  return roles(facts, ({ latched, activeSite }) =>
    latched === false
      ? [
          `the load balancer sends clients back to site ${activeSite} as soon as it answers again; use one with a latch, such as GlobalLoadBalancer.route53 with latch`,
        ]
      : [],
  );
}
