/** What became of the findings. */
import { type Finding, Severity } from '../../rules/finding';
import type { Plan } from '../../synthesis/plan';
import { findingsOf } from '../check';
import { Effect, type FindingChange } from './change';
import { type Pair, pairsOf } from './pairs';

/** Findings that are new, gone, or waived on one side only. The same rule at the same place with other words is another finding. */
export function findingChanges(before: Plan, after: Plan): FindingChange[] {
  return pairsOf(findingsOf(before), findingsOf(after), ({ rule, path, message }) =>
    JSON.stringify([rule, path, message]),
  ).flatMap(findingChange);
}

function findingChange({ before, after }: Pair<Finding>): FindingChange[] {
  if (!after)
    return before ? [{ finding: before, change: 'gone', effect: isOpen(before) ? Effect.BETTER : Effect.SAME }] : [];
  if (!before) return [{ finding: after, change: 'new', effect: effectOfNew(after) }];
  if (isOpen(before) === isOpen(after)) return [];
  if (isOpen(after)) return [{ finding: after, change: 'no longer waived', effect: effectOfNew(after) }];
  return [{ finding: after, change: 'waived', effect: Effect.SAME }];
}

function effectOfNew(finding: Finding): Effect {
  if (!isOpen(finding)) return Effect.WORSE;
  return finding.severity === Severity.ERROR ? Effect.BREAKS : Effect.WORSE;
}

function isOpen({ waiver }: Finding): boolean {
  return waiver === undefined;
}
