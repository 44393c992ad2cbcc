/** What became of a bound, and which of its terms made it so. */
import type { BoundTree } from '../../recovery/bound-tree';
import { groupedBy } from '../../recovery/grouped';
import type { AppPlan, PlannedBound } from '../../synthesis/plan';
import { type BoundLine, originText, termLines } from '../bound-lines';
import { comparable, isMet, verdictText } from '../seconds';
import { type BoundChange, Effect, type TermChange, type TermValue } from './change';
import { type Pair, pairsOf } from './pairs';

/** The promises that changed, and the times that nothing was promised for. */
export function boundChanges(before: AppPlan, after: AppPlan): BoundChange[] {
  const switchovers = { before: before.activePassive?.switchover, after: after.activePassive?.switchover };
  return [
    ...promiseChange('RPO', before.rpo, after.rpo),
    ...promiseChange('RTO', before.rto, after.rto),
    ...treeChange({ before: before.backupAge, after: after.backupAge }),
    ...treeChange({ before: switchovers.before?.gap, after: switchovers.after?.gap }),
    ...treeChange({ before: switchovers.before?.lag, after: switchovers.after?.lag }),
  ];
}

function promiseChange(name: string, before: PlannedBound, after: PlannedBound): BoundChange[] {
  const change: BoundChange = {
    name,
    before: before.boundSeconds,
    after: after.boundSeconds,
    objective: { before: before.objectiveSeconds, after: after.objectiveSeconds },
    verdict: { before: `${before.verdict}, ${verdictText(before)}`, after: `${after.verdict}, ${verdictText(after)}` },
    terms: termChanges(before.tree, after.tree),
    effect: promiseEffect(before, after),
  };
  const { objective, verdict, terms } = change;
  const same =
    change.before === change.after &&
    objective?.before === objective?.after &&
    verdict?.before === verdict?.after &&
    terms.length === 0;
  return same ? [] : [change];
}

/** An objective that is asked for less strictly is a worse promise, even when the bound is what it was. */
function promiseEffect(before: PlannedBound, after: PlannedBound): Effect {
  if (isMet(before) && !isMet(after)) return Effect.BREAKS;
  if (!isMet(before) && isMet(after)) return Effect.BETTER;
  if (after.objectiveSeconds > before.objectiveSeconds) return Effect.WORSE;
  return effectOf(before.boundSeconds, after.boundSeconds);
}

function treeChange({ before, after }: Pair<BoundTree>): BoundChange[] {
  if (!before || !after) {
    const tree = before ?? after;
    if (!tree) return [];
    // A backup or a way to move that is gone altogether; a new one harms nobody.
    const effect = after ? Effect.BETTER : Effect.WORSE;
    const sides = { ...(before && { before: before.seconds }), ...(after && { after: after.seconds }) };
    return [{ name: `${tree.name} (${after ? 'new' : 'gone'})`, ...sides, terms: [], effect }];
  }
  const terms = termChanges(before, after);
  if (before.seconds === after.seconds && terms.length === 0) return [];
  const effect = effectOf(before.seconds, after.seconds);
  return [{ name: after.name, before: before.seconds, after: after.seconds, terms, effect }];
}

/** What a change of a time means. */
export function effectOf(before: number | undefined, after: number | undefined): Effect {
  if (comparable(after) > comparable(before)) return Effect.WORSE;
  return comparable(after) < comparable(before) ? Effect.BETTER : Effect.SAME;
}

/** Terms whose number or basis differs. One setting is in many branches: such changes are one, with the count of its places. */
export function termChanges(before: BoundTree, after: BoundTree): TermChange[] {
  const pairs = pairsOf(termLines(before), termLines(after), ({ path }) => JSON.stringify(path));
  const changes = pairs.map(termChange).filter(isDifferent);
  return [...groupedBy(changes, ({ name, before, after }) => JSON.stringify([name, before, after])).values()].flatMap(
    (same) => {
      const [first] = same;
      return first ? [{ ...first, decides: same.some(({ decides }) => decides), places: same.length }] : [];
    },
  );
}

function termChange({ before, after }: Pair<BoundLine>): TermChange {
  const lines = [before, after].flatMap((line) => line ?? []);
  return {
    name: lines[0]?.node.name ?? '',
    ...(before && { before: valueOf(before) }),
    ...(after && { after: valueOf(after) }),
    decides: lines.some(({ decides }) => decides),
    places: 1,
  };
}

function valueOf({ node }: BoundLine): TermValue {
  return { ...(node.seconds !== undefined && { seconds: node.seconds }), origin: originText(node) };
}

/** The words of a source may change without the number; another basis is another promise. */
function isDifferent({ before, after }: TermChange): boolean {
  const basisOf = (value?: TermValue) => value?.origin.split(':')[0];
  return before?.seconds !== after?.seconds || basisOf(before) !== basisOf(after) || !before !== !after;
}
