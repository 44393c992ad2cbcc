import * as fc from 'fast-check';
import {
  type SiteVotes,
  fatalLosses,
  majority,
  maxVotesPerSite,
  siteSubsets,
  survivesLossOf,
  toleratedSiteFailures,
  totalVotes,
} from '../../src/recovery/quorum';

const sites = (...votes: number[]): SiteVotes[] => votes.map((count, index) => ({ site: `s${index}`, votes: count }));
const names = (votes: SiteVotes[]) => votes.map(({ site }) => site);

const fleets = fc
  .array(fc.nat(4), { minLength: 1, maxLength: 6 })
  .filter((votes) => votes.some((count) => count > 0))
  .map((votes) => sites(...votes));

describe('what a fleet survives', () => {
  test.each([
    ['two sites', [1, 1], 0],
    ['two sites with three votes each', [3, 3], 0],
    ['three sites', [1, 1, 1], 1],
    ['three sites with a small third', [2, 2, 1], 1],
    ['four sites tolerate no more than three', [1, 1, 1, 1], 1],
    ['five sites', [1, 1, 1, 1, 1], 2],
    ['a site with half of the votes', [2, 1, 1], 0],
    ['one site alone', [3], 0],
    ['a site without a vote is no failure domain', [1, 1, 0], 0],
  ])('%s: %j tolerates %i', (_, votes, tolerated) => {
    expect(toleratedSiteFailures(sites(...votes))).toBe(tolerated);
  });

  test('two sites are never enough, however the votes are spread', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (a, b) => {
        expect(toleratedSiteFailures(sites(a, b))).toBe(0);
      }),
    );
  });

  test('a site with half of the votes or more is fatal', () => {
    fc.assert(
      fc.property(fleets, (votes) => {
        for (const { site, votes: count } of votes) {
          const holdsHalf = count * 2 >= totalVotes(votes);
          expect(survivesLossOf(votes, [site])).toBe(!holdsHalf);
          expect(fatalLosses(votes, 1).some(([fatal]) => fatal === site)).toBe(holdsHalf);
        }
      }),
    );
  });

  test('the number tolerated holds for every choice of sites, and one more does not', () => {
    fc.assert(
      fc.property(fleets, (votes) => {
        const tolerated = toleratedSiteFailures(votes);
        const survivesAny = (k: number) => siteSubsets(names(votes), k).every((lost) => survivesLossOf(votes, lost));
        expect(survivesAny(tolerated)).toBe(true);
        expect(survivesAny(tolerated + 1)).toBe(false);
        expect(fatalLosses(votes, tolerated)).toEqual([]);
        expect(fatalLosses(votes, tolerated + 1)).not.toEqual([]);
      }),
    );
  });

  test('two halves of a fleet never both have a majority, or both would write', () => {
    fc.assert(
      fc.property(fleets, fc.infiniteStream(fc.boolean()), (votes, side) => {
        const left = names(votes).filter(() => side.next().value);
        const right = names(votes).filter((site) => !left.includes(site));
        expect(survivesLossOf(votes, left) && survivesLossOf(votes, right)).toBe(false);
      }),
    );
  });

  test('who survives the loss of some sites survives the loss of fewer, and of sites with fewer votes', () => {
    fc.assert(
      fc.property(fleets, fc.subarray([0, 1, 2, 3, 4, 5]), (votes, indices) => {
        const lost = names(votes).filter((_, index) => indices.includes(index));
        fc.pre(lost.length > 0 && survivesLossOf(votes, lost));
        expect(survivesLossOf(votes, lost.slice(1))).toBe(true);
        const weaker = votes.map((site) => (lost.includes(site.site) ? { ...site, votes: 0 } : site));
        expect(survivesLossOf(weaker, lost)).toBe(true);
      }),
    );
  });

  test('the fatal pairs are named', () => {
    expect(fatalLosses(sites(2, 2, 1), 2)).toEqual([
      ['s0', 's1'],
      ['s0', 's2'],
      ['s1', 's2'],
    ]);
    expect(fatalLosses(sites(3, 1, 1, 1, 1), 2)).toEqual([
      ['s0', 's1'],
      ['s0', 's2'],
      ['s0', 's3'],
      ['s0', 's4'],
    ]);
  });
});

describe('how many votes a site may have', () => {
  test.each([
    [3, 1, 1],
    [5, 1, 2],
    [5, 2, 1],
    [4, 1, 1],
    [7, 2, 1],
    [9, 2, 2],
    [2, 1, 0],
  ])('of %i votes, for %i failures: %i', (total, failures, most) => {
    expect(maxVotesPerSite(total, failures)).toBe(most);
  });

  test('within the limit a fleet survives, and as many sites above it do not', () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 3 }), (votes, failures) => {
        const most = maxVotesPerSite(totalVotes(votes), failures);
        if (votes.every(({ votes: count }) => count <= most)) {
          expect(toleratedSiteFailures(votes)).toBeGreaterThanOrEqual(failures);
        }
        if (votes.filter(({ votes: count }) => count > most).length >= failures) {
          expect(toleratedSiteFailures(votes)).toBeLessThan(failures);
        }
      }),
    );
  });

  test('no failures to survive is not a question', () => {
    expect(() => maxVotesPerSite(5, 0)).toThrow('the number of site failures is 0; allowed are whole numbers from 1');
  });
});

describe('votes that make no sense are refused', () => {
  test('a majority is more than half', () => {
    expect([1, 2, 3, 4, 5].map(majority)).toEqual([1, 2, 2, 3, 3]);
  });

  test.each([
    [sites(1, -1), 'site "s1" has -1 votes; allowed are whole numbers from 0'],
    [sites(1, 1.5), 'site "s1" has 1.5 votes'],
    [sites(0, 0), 'no site of [s0, s1] has a vote'],
    [[...sites(1), ...sites(1)], 'site "s0" is listed twice'],
  ])('case %#', (votes, message) => {
    expect(() => toleratedSiteFailures(votes)).toThrow(message);
  });

  test('a misspelled site does not count as a loss that is survived', () => {
    expect(() => survivesLossOf(sites(1, 1, 1), ['s9'])).toThrow(
      'site "s9" is not among the voters; allowed are s0, s1, s2',
    );
  });
});
