import * as fc from 'fast-check';
import { type SiteCapacity, capacityAfterLoss, podsOf, utilisationLimit } from '../../src/recovery/capacity';
import { siteSubsets } from '../../src/recovery/quorum';

const sites = (...pods: number[]): SiteCapacity[] => pods.map((count, index) => ({ site: `s${index}`, pods: count }));

describe('what is left when sites are lost', () => {
  test('is counted without the largest ones, which are named', () => {
    expect(capacityAfterLoss(sites(4, 9, 7), 11, 1)).toEqual({ left: 11, lost: ['s1'], sufficient: true });
    expect(capacityAfterLoss(sites(4, 9, 7), 5, 2)).toEqual({ left: 4, lost: ['s1', 's2'], sufficient: false });
  });

  test('is nothing when as many are lost as there are', () => {
    expect(capacityAfterLoss(sites(3, 3), 1, 2)).toEqual({ left: 0, lost: ['s0', 's1'], sufficient: false });
  });

  test('of N sites of one size none may be busier than (N - k) / N', () => {
    for (const [count, lost, limit] of [
      [2, 1, 1 / 2],
      [3, 1, 2 / 3],
      [5, 2, 3 / 5],
    ] as const) {
      const fleet = sites(...Array.from({ length: count }, () => 6));
      expect(utilisationLimit(podsOf(fleet), capacityAfterLoss(fleet, 0, lost).left)).toBeCloseTo(limit, 12);
    }
    expect(utilisationLimit(0, 0)).toBe(0);
  });

  test.each([
    [sites(3, -1), 1, 1, 'pods of s1 is -1'],
    [sites(3), 0.5, 1, 'needed is 0.5'],
    [sites(3), 1, NaN, 'lost is NaN'],
  ])('case %#: a number that is none is refused', (fleet, needed, lost, message) => {
    expect(() => capacityAfterLoss(fleet, needed, lost)).toThrow(`${message}; allowed are whole numbers from 0`);
  });

  const fleets = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }).map((pods) => sites(...pods));

  test('no choice of as many sites leaves less', () => {
    fc.assert(
      fc.property(fleets, fc.nat(3), (fleet, lost) => {
        const { left } = capacityAfterLoss(fleet, 0, lost);
        const choices = siteSubsets(
          fleet.map(({ site }) => site),
          Math.min(lost, fleet.length),
        );
        const remains = choices.map((gone) => podsOf(fleet.filter(({ site }) => !gone.includes(site))));
        expect(left).toBe(Math.min(...remains));
      }),
    );
  });

  test('one more pod, one site less that is lost, or a smaller load never makes it insufficient', () => {
    fc.assert(
      fc.property(fleets, fc.nat(60), fc.nat(4), fc.nat(5), (fleet, needed, lost, larger) => {
        const before = capacityAfterLoss(fleet, needed, lost);
        const grown = fleet.map((site, index) => (index === larger ? { ...site, pods: site.pods + 1 } : site));
        for (const after of [
          capacityAfterLoss(grown, needed, lost),
          capacityAfterLoss(fleet, needed, Math.max(0, lost - 1)),
          capacityAfterLoss(fleet, Math.max(0, needed - 1), lost),
        ]) {
          expect(after.left).toBeGreaterThanOrEqual(before.left);
          if (before.sufficient) expect(after.sufficient).toBe(true);
        }
      }),
    );
  });
});
