import * as fc from 'fast-check';
import { Basis, Bound, Verdict } from '../../src/recovery/bound';
import { type Model, models } from './bound-model';

const MEASURED = { term: 'assumed', basis: Basis.MEASURED, source: 'game day' };

/** A bound whose assumed terms all have the name `assumed`, and the others another one. */
function build(model: Model): Bound {
  if (model.combine) return Bound[model.combine]('group', model.parts.map(build));
  const { seconds, basis } = model;
  return Bound.term({ name: basis === Basis.ASSUMED ? 'assumed' : 'other', seconds, basis, source: 'test' });
}

test('a measurement takes the place of every assumed term of its name, and of nothing else', () => {
  fc.assert(
    fc.property(models, fc.nat(300), (model, seconds) => {
      const before = build(model).terms;
      const after = build(model).withKnownTimes([{ ...MEASURED, seconds }]).terms;
      expect(after.map((term) => term.seconds)).toEqual(
        before.map((term) => (term.basis === Basis.ASSUMED ? seconds : term.seconds)),
      );
      expect(after.filter((term) => term.basis === Basis.ASSUMED)).toEqual([]);
    }),
  );
});

test('a longer measurement never makes a bound better', () => {
  fc.assert(
    fc.property(models, fc.nat(300), fc.nat(300), (model, seconds, more) => {
      const known = (value: number) => build(model).withKnownTimes([{ ...MEASURED, seconds: value }]).seconds!;
      expect(known(seconds + more)).toBeGreaterThanOrEqual(known(seconds));
    }),
  );
});

test('nothing is promised for what nothing limits, whatever was measured once', () => {
  const lag = Bound.sum('lag', [Bound.unbounded('assumed', 'no alert')]).withKnownTimes([{ ...MEASURED, seconds: 1 }]);
  expect(lag.verdict).toBe(Verdict.UNBOUNDED);
});

test('a derived term of that name stays: the output decides it', () => {
  const ttl = Bound.term({ name: 'assumed', seconds: 30, basis: Basis.DERIVED, source: 'ttl 30' });
  expect(ttl.withKnownTimes([{ ...MEASURED, seconds: 1 }])).toMatchObject({ seconds: 30, verdict: Verdict.GUARANTEED });
});
