import * as fc from 'fast-check';
import { Basis, Bound, Verdict } from '../../src/recovery/bound';
import { type DataCopy, consistencySkew } from '../../src/recovery/skew';

const lag = (seconds: number) => Bound.term({ name: 'lag', seconds, basis: Basis.ASSUMED, source: 'test' });
const volumes = (change: Partial<DataCopy> = {}): DataCopy => ({
  name: 'copy by volsync',
  units: ['data', 'index'],
  piecemeal: false,
  apart: lag(900),
  ...change,
});

describe('parts of the data', () => {
  test('that are copied one after the other may be as far apart as the copy is behind', () => {
    expect(consistencySkew([volumes()])).toMatchObject({ seconds: 900, verdict: Verdict.ESTIMATED });
  });

  test.each([
    ['one volume', { units: ['data'] }, 'data is the only part'],
    ['a consistent group', { together: 'all parts are copied as one' }, 'all parts are copied as one'],
    [
      'a quorum',
      { units: [], piecemeal: true, together: 'no acknowledged write is lost' },
      'no acknowledged write is lost',
    ],
  ])('of %s are of one moment, for the reason that is given', (_, change, why) => {
    const skew = consistencySkew([volumes(change)]);
    expect(skew).toMatchObject({ seconds: 0, verdict: Verdict.GUARANTEED });
    expect(skew.terms[0]!.source).toContain(why);
  });

  test('of a single keyspace that is copied write by write are not of one moment', () => {
    expect(consistencySkew([volumes({ units: ['keyspace orders'], piecemeal: true })]).seconds).toBe(900);
  });

  test('have no worst case where a copy has none', () => {
    const apart = Bound.unbounded('lag', 'nobody looks');
    expect(consistencySkew([volumes({ apart }), volumes({ units: [] })])).toMatchObject({ isUnbounded: true });
  });

  const copies = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b'),
      units: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
      piecemeal: fc.boolean(),
      together: fc.option(fc.constant('why'), { nil: undefined }),
      apart: fc.nat(100_000).map(lag),
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('are never closer than any copy that is not of one moment, and never farther with a shorter lag', () => {
    fc.assert(
      fc.property(copies, (given) => {
        const skew = consistencySkew(given).seconds!;
        const alone = given.map((copy) => consistencySkew([copy]).seconds!);
        expect(skew).toBe(Math.max(...alone));
        const shorter = given.map((copy) => ({ ...copy, apart: lag(copy.apart.seconds! / 2) }));
        expect(consistencySkew(shorter).seconds!).toBeLessThanOrEqual(skew);
        const grouped = given.map((copy) => ({ ...copy, together: 'grouped' }));
        expect(consistencySkew(grouped).seconds).toBe(0);
      }),
    );
  });
});
