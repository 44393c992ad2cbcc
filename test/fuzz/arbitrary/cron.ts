import * as fc from 'fast-check';

/** Schedules that leave time for a backup and repeat soon. */
const FREQUENT = [
  ...['*/30 * * * *', '*/15 * * * *', '0 * * * *', '7,37 * * * *', '0 */2 * * *', '30 1-23/3 * * *', '@hourly'],
  ...['0 0 * * *', '@daily', '@every 30m', '@every 1h30m', '0 3 * * sun', '@weekly', '15 2 * * 1-5', '00 03 * * *'],
];

const number = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map(String);

/** One field: a star, a step, a value, a range with or without a step, a list of these. */
function field(min: number, max: number, names: string[] = []): fc.Arbitrary<string> {
  const step = fc.integer({ min: 1, max: Math.max(2, Math.floor(max / 2)) });
  const range = fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => {
    return `${Math.min(a, b)}-${Math.max(a, b)}`;
  });
  const item = fc.oneof(
    fc.constant('*'),
    step.map((by) => `*/${by}`),
    number(min, max),
    range,
    fc.tuple(range, step).map(([from, by]) => `${from}/${by}`),
    ...(names.length > 0 ? [fc.constantFrom(...names)] : []),
  );
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: item },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')) },
  );
}

const anyCron = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12, ['jan', 'FEB']), field(0, 6, ['sun', 'Fri', 'mon-fri']))
  .map((fields) => fields.join(' '));

/** Schedules of backups: most leave a gap of a day at most. */
export const cron = fc.oneof(
  { withCrossShrink: true },
  { weight: 80, arbitrary: fc.constantFrom(...FREQUENT) },
  { weight: 20, arbitrary: anyCron },
);
