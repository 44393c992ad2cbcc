/** What became of write latency, capacity after a loss, availability and consistency skew. */
import type { AppPlan, PlannedCapacity } from '../../synthesis/plan';
import { millisText, percentText } from '../plan-numbers';
import { secondsText } from '../seconds';
import { effectOf } from './bounds';
import { Effect, type NumberChange } from './change';
import { type Pair, pairsOf } from './pairs';

/** Plans of earlier releases have none of these. */
type Numbers = Partial<Pick<AppPlan, 'writeLatency' | 'capacity' | 'availability' | 'consistencySkew'>>;

/** Numbers that differ. What is in one of the plans alone, such as a new site, is seen in the placement. */
export function numberChanges(before: Numbers, after: Numbers): NumberChange[] {
  const changes = [
    ...latencyChanges(before, after),
    ...capacityChanges(before, after),
    ...availabilityChange(before, after),
    ...skewChange(before, after),
  ];
  return changes.filter((change) => change.before !== change.after);
}

function latencyChanges(before: Numbers, after: Numbers): NumberChange[] {
  return pairsOf(before.writeLatency ?? [], after.writeLatency ?? [], ({ site }) => site).flatMap((pair) =>
    inBoth(pair, (old, young) => ({
      what: `write of a client in ${young.site}`,
      before: millisText(old.tree.seconds),
      after: millisText(young.tree.seconds),
      effect: effectOf(old.tree.seconds, young.tree.seconds),
    })),
  );
}

function capacityChanges(before: Numbers, after: Numbers): NumberChange[] {
  return pairsOf(before.capacity ?? [], after.capacity ?? [], ({ component }) => component).flatMap((pair) =>
    inBoth(pair, (old, young) => ({
      what: `pods of ${young.component} left after a loss`,
      before: capacityText(old),
      after: capacityText(young),
      effect: capacityEffect(old, young),
    })),
  );
}

/** More or fewer pods promise the same as long as they are enough. */
function capacityEffect(before: PlannedCapacity, after: PlannedCapacity): Effect {
  if (before.sufficient === after.sufficient) return Effect.SAME;
  return after.sufficient ? Effect.BETTER : Effect.BREAKS;
}

function capacityText({ left, needed, sufficient }: PlannedCapacity): string {
  return `${left} for a load of ${needed}${sufficient ? '' : ', not enough'}`;
}

function availabilityChange(before: Numbers, after: Numbers): NumberChange[] {
  return inBoth({ before: before.availability, after: after.availability }, (old, young) => ({
    what: 'availability',
    before: percentText(old.availability),
    after: percentText(young.availability),
    effect: effectOf(1 - old.availability, 1 - young.availability),
  }));
}

function skewChange(before: Numbers, after: Numbers): NumberChange[] {
  return inBoth({ before: before.consistencySkew, after: after.consistencySkew }, (old, young) => ({
    what: 'consistency skew',
    before: secondsText(old.seconds),
    after: secondsText(young.seconds),
    effect: effectOf(old.seconds, young.seconds),
  }));
}

function inBoth<T>({ before, after }: Pair<T>, changeOf: (before: T, after: T) => NumberChange): NumberChange[] {
  return before === undefined || after === undefined ? [] : [changeOf(before, after)];
}
