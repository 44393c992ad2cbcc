import type { AppFacts, ObjectiveFact } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { listed } from './wording';

/** OBJ: what was asked for is what the configuration gives. */
export const OBJECTIVE_RULES: Rule<AppFacts>[] = [
  {
    id: 'OBJ-01',
    severity: Severity.ERROR,
    title: 'the recovery time objective is met by the bound',
    why: 'clients are without service for longer than the business was told',
    source:
      'NIST SP 800-34 Rev. 1: recovery time objective; AWS Resilience Hub: estimated workload RTO against the policy',
    check: (facts) => missedObjectives(facts, 'rto'),
  },
  {
    id: 'OBJ-02',
    severity: Severity.ERROR,
    title: 'the recovery point objective is met by the bound',
    why: 'more data is lost than the business was told',
    source:
      'NIST SP 800-34 Rev. 1: recovery point objective; AWS Resilience Hub: estimated workload RPO against the policy',
    check: (facts) => missedObjectives(facts, 'rpo'),
  },
];

function missedObjectives({ objectives }: AppFacts, name: string): string[] | undefined {
  const asked = objectives.filter((objective) => objective.name === name);
  return asked.length === 0 ? undefined : asked.flatMap(problemsOf);
}

function problemsOf({ name, seconds, bound }: ObjectiveFact): string[] {
  const asked = `${name} objective ${seconds} s`;
  if (bound.seconds === undefined) {
    return [`${asked} cannot be promised, since the bound is ${bound.describe()}; remove what makes it unbounded`];
  }
  if (bound.seconds <= seconds) return [];
  const missed = `${asked} is below the bound ${bound.describe()}`;
  const { changes, reachesSeconds = bound.seconds, sufficient } = bound.leversTo(seconds);
  if (sufficient) return [`${missed}; cheapest change: ${listed(changes)} gives ${reachesSeconds} s`];
  if (changes.length === 0) return [`${missed}; no known change shortens it: ask for ${bound.seconds} s or more`];
  return [
    `${missed}; no known change is enough: ${listed(changes)} gives ${reachesSeconds} s at best; make it, and ask for ${reachesSeconds} s or more`,
  ];
}
