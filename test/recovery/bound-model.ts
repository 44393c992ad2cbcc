import * as fc from 'fast-check';
import { Basis, Bound } from '../../src/recovery/bound';
import { Effort, type Lever } from '../../src/recovery/term';

/** A bound described apart from the code under test, so that a test can rebuild it with other numbers. */
export interface Model {
  readonly combine?: 'sum' | 'worst';
  readonly seconds: number;
  readonly basis: Basis;
  readonly lever?: Lever;
  readonly parts: Model[];
}

/** Terms share these changes, and a change costs the same wherever it appears. */
const EFFORTS = [Effort.SETTING, Effort.PAID_SETTING, Effort.ARCHITECTURE];
const CHANGES = EFFORTS.flatMap((effort) => ['a', 'b'].map((name) => ({ change: `${name}${effort}`, effort })));

const seconds = fc.integer({ min: 0, max: 3000 }).map((tenths) => tenths / 10);
const lever = fc.record({ from: fc.constantFrom(...CHANGES), seconds });

const term: fc.Arbitrary<Model> = fc
  .record({ seconds, basis: fc.constantFrom(...Object.values(Basis)), lever: fc.option(lever) })
  .map((made) => ({
    seconds: made.seconds,
    basis: made.basis,
    parts: [],
    ...(made.lever && { lever: { ...made.lever.from, seconds: made.lever.seconds } }),
  }));

export const models = fc.letrec<{ tree: Model; group: Model }>((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, term, tie('group')),
  group: fc
    .record({
      combine: fc.constantFrom('sum' as const, 'worst' as const),
      parts: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    })
    .map((made) => ({ ...made, seconds: 0, basis: Basis.DERIVED })),
})).tree;

/** The bound of a model after some changes were really made, as a user would make them: without any lever code. */
export function build(model: Model, made: string[] = []): Bound {
  if (model.combine)
    return Bound[model.combine](
      'group',
      model.parts.map((part) => build(part, made)),
    );
  const lever = model.lever;
  const done = lever && made.includes(lever.change);
  return Bound.term({
    name: 'term',
    seconds: done ? Math.min(model.seconds, lever.seconds) : model.seconds,
    basis: model.basis,
    source: 'test',
    ...(!done && { lever }),
  });
}

/** Every change that lowers some term of a model, once. */
export function changesOf(model: Model): { change: string; effort: Effort }[] {
  const own = model.lever && model.lever.seconds < model.seconds ? [model.lever.change] : [];
  const all = [...own, ...model.parts.flatMap((part) => changesOf(part).map(({ change }) => change))];
  return CHANGES.filter(({ change }) => all.includes(change));
}

/** The same model with the n-th term raised; the number of terms when `n` is beyond the last. */
export function raise(model: Model, n: number, by: number): Model {
  let seen = -1;
  const walk = (node: Model): Model => {
    if (node.combine) return { ...node, parts: node.parts.map(walk) };
    seen += 1;
    return seen === n ? { ...node, seconds: node.seconds + by } : node;
  };
  return walk(model);
}

export function terms(model: Model): Model[] {
  return model.combine ? model.parts.flatMap(terms) : [model];
}
