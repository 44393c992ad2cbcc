import * as fc from 'fast-check';
import { Basis, Bound } from '../../src/recovery/bound';
import { Effort } from '../../src/recovery/term';
import { build, changesOf, models } from './bound-model';

const term = (seconds: number, change?: string, to = 0, effort = Effort.SETTING) =>
  Bound.term({
    name: `term ${change ?? ''}`,
    seconds,
    basis: Basis.DERIVED,
    source: 'test',
    lever: change === undefined ? undefined : { change, seconds: to, effort },
  });

describe('advice on how to reach an objective', () => {
  test('none is given when the objective is met', () => {
    expect(Bound.sum('rto', [term(60, 'ttl', 30)]).leversTo(60)).toEqual({
      changes: [],
      reachesSeconds: 60,
      sufficient: true,
    });
  });

  test('a free setting is named before one that costs money, and that before another architecture', () => {
    const rto = (...efforts: Effort[]) =>
      Bound.sum(
        'rto',
        efforts.map((effort) => term(60, Effort[effort], 10, effort)),
      );
    const { ARCHITECTURE, PAID_SETTING, SETTING } = Effort;
    expect(rto(ARCHITECTURE, PAID_SETTING, SETTING).leversTo(130).changes).toEqual(['SETTING']);
    expect(rto(ARCHITECTURE, PAID_SETTING).leversTo(70).changes).toEqual(['PAID_SETTING']);
  });

  test('of two equal efforts, the one that changes no more than needed', () => {
    const rto = Bound.sum('rto', [term(60, 'ttl to 1 s', 1), term(60, 'threshold to 2', 40)]);
    expect(rto.leversTo(100)).toEqual({ changes: ['threshold to 2'], reachesSeconds: 100, sufficient: true });
    expect(rto.leversTo(99).changes).toEqual(['ttl to 1 s']);
  });

  test('several are combined when no single one suffices, and none of them for nothing', () => {
    const rto = Bound.sum('rto', [
      term(100, 'small', 95),
      term(100, 'large', 20),
      term(100, 'paid', 0, Effort.PAID_SETTING),
    ]);
    expect(rto.leversTo(130)).toEqual({ changes: ['large', 'paid'], reachesSeconds: 120, sufficient: true });
  });

  test('two branches that run at the same time are both shortened, though each alone gains nothing', () => {
    const rto = Bound.worst('rto', [term(100, 'a', 50), term(100, 'b', 40)]);
    expect(rto.leversTo(60)).toEqual({ changes: ['a', 'b'], reachesSeconds: 50, sufficient: true });
  });

  test('a branch that is not the longest is left alone', () => {
    const rto = Bound.worst('rto', [term(100, 'a', 50), term(50, 'b', 10)]);
    expect(rto.leversTo(60).changes).toEqual(['a']);
  });

  test('one setting that feeds two terms is one change, and counts in both', () => {
    const rto = Bound.sum('rto', [term(60, 'ttl', 10), term(60, 'ttl', 10)]);
    expect(rto.leversTo(20)).toEqual({ changes: ['ttl'], reachesSeconds: 20, sufficient: true });
  });

  test('a change counts with the most it costs anywhere', () => {
    const { ARCHITECTURE, PAID_SETTING, SETTING } = Effort;
    const rto = Bound.sum('rto', [
      term(60, 'move', 30, SETTING),
      term(60, 'move', 30, ARCHITECTURE),
      term(60, 'pay', 0, PAID_SETTING),
    ]);
    expect(rto.leversTo(130).changes).toEqual(['pay']);
  });

  test('what a later change makes superfluous is taken back, the costliest first', () => {
    const rto = Bound.sum('rto', [
      term(200, 'free', 195),
      term(200, 'paid', 190, Effort.PAID_SETTING),
      term(200, 'move', 100, Effort.ARCHITECTURE),
    ]);
    expect(rto.leversTo(497).changes).toEqual(['free', 'move']);
  });

  test('an objective out of reach is said to be, with the changes that bring it closest', () => {
    const rto = Bound.sum('rto', [Bound.worst('switch', [term(100, 'useless', 50), term(100)]), term(60, 'ttl', 30)]);
    expect(rto.leversTo(10)).toEqual({ changes: ['ttl'], reachesSeconds: 130, sufficient: false });
  });

  test('a lever that would make things slower is never proposed', () => {
    expect(term(10, 'set ttl to 30 s', 30).leversTo(5)).toEqual({ changes: [], reachesSeconds: 10, sufficient: false });
  });

  test('no setting makes an unbounded time finite', () => {
    const rto = Bound.sum('rto', [term(60, 'ttl', 30), Bound.unbounded('lag', 'no limit')]);
    expect(rto.leversTo(1000)).toEqual({ changes: [], sufficient: false });
  });

  test('an objective of minus one is refused', () => {
    expect(() => term(1).leversTo(-1)).toThrow('objective of bound "term " is -1');
  });
});

describe('advice that is followed does what it says', () => {
  const objectives = fc.integer({ min: 0, max: 3000 });

  test('a sufficient plan, carried out, meets the objective and reaches the number it names', () => {
    fc.assert(
      fc.property(models, objectives, (model, objective) => {
        const plan = build(model).leversTo(objective);
        const after = build(model, plan.changes).seconds!;
        expect(plan.reachesSeconds).toBe(after);
        expect(plan.sufficient).toBe(after <= objective);
      }),
    );
  });

  test('an insufficient plan is the best there is', () => {
    fc.assert(
      fc.property(models, objectives, (model, objective) => {
        const everything = changesOf(model).map(({ change }) => change);
        const best = build(model, everything).seconds!;
        const plan = build(model).leversTo(objective);
        expect(plan.sufficient).toBe(best <= objective);
        if (!plan.sufficient) expect(plan.reachesSeconds).toBe(best);
      }),
    );
  });

  test('no change is asked for in vain', () => {
    fc.assert(
      fc.property(models, objectives, (model, objective) => {
        const plan = build(model).leversTo(objective);
        const target = Math.max(objective, plan.reachesSeconds!);
        for (const change of plan.changes) {
          const others = plan.changes.filter((other) => other !== change);
          expect(build(model, others).seconds!).toBeGreaterThan(target);
        }
      }),
    );
  });

  test('where one change suffices, one of the cheapest such changes is named, and no other', () => {
    fc.assert(
      fc.property(models, objectives, (model, objective) => {
        fc.pre(build(model).seconds! > objective);
        const singles = changesOf(model).filter(({ change }) => build(model, [change]).seconds! <= objective);
        fc.pre(singles.length > 0);
        const cheapest = singles.map(({ effort }) => effort).sort((a, b) => a - b)[0];
        const closest = Math.max(
          ...singles.filter(({ effort }) => effort === cheapest).map(({ change }) => build(model, [change]).seconds!),
        );
        const plan = build(model).leversTo(objective);
        expect(plan.changes).toHaveLength(1);
        expect(singles.find(({ change }) => change === plan.changes[0])?.effort).toBe(cheapest);
        expect(plan.reachesSeconds).toBe(closest);
      }),
    );
  });
});
