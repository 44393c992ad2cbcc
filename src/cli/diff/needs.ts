/** What became of the prerequisites. */
import type { Plan } from '../../synthesis/plan';
import type { SitePrerequisite } from '../../synthesis/site-stack';
import { needKey, needsOf } from '../../report/needs';
import type { CellChange, NeedChange } from './change';
import { type Pair, pairsOf } from './pairs';

/** Prerequisites that are new, gone, or of another version, with other keys, or for another reason. */
export function needChanges(before: Plan, after: Plan): NeedChange[] {
  const stated = (plan: Plan) => needsOf(plan).map(({ prerequisite }) => prerequisite);
  return pairsOf(stated(before), stated(after), needKey).flatMap(needChange);
}

function needChange({ before, after }: Pair<SitePrerequisite>): NeedChange[] {
  if (!before) return after ? [{ prerequisite: after, change: 'new', details: [] }] : [];
  if (!after) return [{ prerequisite: before, change: 'gone', details: [] }];
  const cells: CellChange[] = [
    { what: 'version', before: before.version ?? 'any', after: after.version ?? 'any' },
    { what: 'keys', before: (before.keys ?? []).join(', '), after: (after.keys ?? []).join(', ') },
    { what: 'why', before: before.why, after: after.why },
  ];
  const details = cells.filter((cell) => cell.before !== cell.after);
  return details.length > 0 ? [{ prerequisite: after, change: 'changed', details }] : [];
}
