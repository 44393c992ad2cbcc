import * as fc from 'fast-check';
import {
  type AvailabilityProps,
  YEAR_SECONDS,
  availabilityOf,
  outageFraction,
  secondsWithoutService,
  sitesUp,
} from '../../src/recovery/availability';

const PAIR = { sites: [0.9995, 0.9995], tolerated: 1, inSeries: [1], lossesPerYear: 1, outageSeconds: 1800 };

describe('the availability of an application', () => {
  test('with one active site is 1 - (1 - A1)(1 - A2) - f RTO / 8760 h', () => {
    const formula = 1 - (1 - 0.9995) * (1 - 0.9995) - 0.5 / 8760;
    expect(availabilityOf(PAIR)).toBeCloseTo(formula, 8);
    expect(secondsWithoutService(availabilityOf(PAIR))).toBeCloseTo(1800 + 0.0005 ** 2 * YEAR_SECONDS, 1);
  });

  test('of three sites of which two have to be up is p^3 + 3 p^2 (1 - p)', () => {
    const p = 0.99;
    expect(sitesUp([p, p, p], 1)).toBeCloseTo(p ** 3 + 3 * p ** 2 * (1 - p), 12);
  });

  test('is never rounded up, and has as many digits in every plan', () => {
    expect(availabilityOf({ ...PAIR, lossesPerYear: 0, sites: [0.9995, 0] })).toBe(0.9995);
    expect(availabilityOf({ ...PAIR, lossesPerYear: 0, sites: [0.9999999999] })).toBe(0.999999999);
  });

  test('is nothing where an outage has no worst case, unless there is none', () => {
    expect(availabilityOf({ ...PAIR, outageSeconds: undefined })).toBe(0);
    expect(availabilityOf({ ...PAIR, outageSeconds: undefined, lossesPerYear: 0 })).toBeGreaterThan(0.999);
  });

  test('needs at least one site, however many may be down', () => {
    expect(sitesUp([0.9, 0.9], 5)).toBeCloseTo(0.99, 12);
    expect(sitesUp([], 1)).toBe(0);
  });

  test.each<[Partial<AvailabilityProps>, string]>([
    [{ sites: [1.1] }, 'an availability is 1.1; allowed are 0 to 1'],
    [{ inSeries: [NaN] }, 'an availability is NaN; allowed are 0 to 1'],
    [{ outageSeconds: -1 }, 'an outage in seconds is -1; allowed are numbers from 0'],
    [{ lossesPerYear: Infinity }, 'the number of losses in a year is Infinity; allowed are numbers from 0'],
  ])('%j is refused', (change, message) => {
    expect(() => availabilityOf({ ...PAIR, ...change })).toThrow(message);
  });
});

describe('any availability', () => {
  const fraction = fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000);
  const models: fc.Arbitrary<AvailabilityProps> = fc.record({
    sites: fc.array(fraction, { minLength: 1, maxLength: 6 }),
    tolerated: fc.nat(4),
    inSeries: fc.array(fraction, { maxLength: 3 }),
    lossesPerYear: fc.integer({ min: 0, max: 50 }),
    outageSeconds: fc.option(fc.nat(1_000_000), { nil: undefined }),
  });

  test('is from 0 to 1, and never above what lies in series', () => {
    fc.assert(
      fc.property(models, (model) => {
        const availability = availabilityOf(model);
        expect(availability).toBeGreaterThanOrEqual(0);
        for (const most of [1, ...model.inSeries]) expect(availability).toBeLessThanOrEqual(most + 1e-9);
      }),
    );
  });

  test('agrees with all combinations of sites that are up and down', () => {
    fc.assert(
      fc.property(fc.array(fraction, { minLength: 1, maxLength: 6 }), fc.nat(5), (sites, tolerated) => {
        let up = 0;
        for (let state = 0; state < 2 ** sites.length; state += 1) {
          const alive = sites.map((_, index) => ((state >> index) & 1) === 1);
          const count = alive.filter(Boolean).length;
          const enough = count >= Math.max(1, sites.length - tolerated);
          if (enough) up += sites.reduce((product, p, index) => product * (alive[index] ? p : 1 - p), 1);
        }
        expect(sitesUp(sites, tolerated)).toBeCloseTo(up, 10);
      }),
    );
  });

  test('never falls when a site gets better, outages get shorter or rarer, or more sites may be down', () => {
    const better = (value: number) => Math.min(1, value + 0.01);
    fc.assert(
      fc.property(models, fc.nat(5), (model, which) => {
        const { outageSeconds } = model;
        const before = availabilityOf(model);
        const changes: Partial<AvailabilityProps>[] = [
          { sites: model.sites.map((site, index) => (index === which ? better(site) : site)) },
          { inSeries: model.inSeries.map((one, index) => (index === which ? better(one) : one)) },
          { tolerated: model.tolerated + 1 },
          { lossesPerYear: model.lossesPerYear / 2 },
          { outageSeconds: outageSeconds === undefined ? 3600 : outageSeconds / 2 },
        ];
        for (const change of changes) {
          expect(availabilityOf({ ...model, ...change })).toBeGreaterThanOrEqual(before - 1e-9);
        }
      }),
    );
  });

  test('outages take a part of the year, and no more than all of it', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(10_000_000), (losses, seconds) => {
        const taken = outageFraction(losses, seconds);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(taken).toBeLessThanOrEqual(1);
        expect(outageFraction(losses, seconds + 1)).toBeGreaterThanOrEqual(taken);
      }),
    );
  });
});
