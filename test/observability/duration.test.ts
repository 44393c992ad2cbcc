import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { durationText } from '../../src/kinds/duration';

test.each([
  [Duration.seconds(0), '0s'],
  [Duration.seconds(90), '1m30s'],
  [Duration.minutes(15), '15m'],
  [Duration.hours(36), '36h'],
  [Duration.days(30), '720h'],
  [Duration.millis(1500), '1s500ms'],
  [Duration.seconds(3601), '1h1s'],
])('%s is written as %s', (duration, text) => {
  expect(durationText(duration)).toBe(text);
});

const UNITS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

test('every duration reads back as itself, in the form that the CRDs of Prometheus allow', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10 ** 12 }), (milliseconds) => {
      const text = durationText(Duration.millis(milliseconds));
      // Pattern of the CRDs of prometheus-operator v0.93.0, without what Go does not know: years, weeks and days.
      expect(text).toMatch(/^(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?$/);
      const parts = text.matchAll(/(\d+)(ms|h|m|s)/g);
      const total = [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
      expect(total).toBe(milliseconds);
    }),
  );
});
