import { Cron } from 'croner';
import * as fc from 'fast-check';
import { largestGapSeconds } from '../../src/recovery/cron';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

describe('the age of a backup follows from its schedule', () => {
  test.each([
    ['* * * * *', MINUTE],
    ['*/5 * * * *', 5 * MINUTE],
    ['0 * * * *', HOUR],
    ['0 3 * * *', DAY],
    ['*/7 * * * *', 7 * MINUTE],
    ['0 */5 * * *', 5 * HOUR],
    ['0 9-17 * * *', 16 * HOUR],
    ['0 3 * * 1-5', 3 * DAY],
    ['0 9-17 * * mon-fri', 2 * DAY + 16 * HOUR],
    ['0 3 * * 0', 7 * DAY],
    ['0 3 1 * *', 31 * DAY],
    ['0 3 1,15 * *', 17 * DAY],
    ['0 3 31 * *', 61 * DAY],
    ['0 3 30 * *', 60 * DAY],
    ['0 3 * 1 *', 336 * DAY],
    ['0 3 1 1 *', 366 * DAY],
    ['0 3 29 2 *', (3 * 365 + 366) * DAY],
  ])('%s leaves at most %i s', (pattern, seconds) => {
    expect(largestGapSeconds(pattern)).toBe(seconds);
  });

  test('the last fire of the year to the first of the next one counts', () => {
    expect(largestGapSeconds('0 0 * 2-11 *')).toBe((31 + 31 + 1) * DAY);
  });

  test('day of month and day of week are alternatives when both are given, as in Kubernetes', () => {
    expect(largestGapSeconds('0 3 1 * 1')).toBe(7 * DAY);
    expect(largestGapSeconds('0 3 13 * 5')).toBe(7 * DAY);
    expect(largestGapSeconds('0 0 1 1 1')).toBe(342 * DAY);
  });

  test('a range in a day field restricts it, even a full one; a star or a question mark does not', () => {
    expect(largestGapSeconds('0 3 1-31/2 * 1')).toBe(2 * DAY);
    expect(largestGapSeconds('0 3 1-31 * 1')).toBe(DAY);
    expect(largestGapSeconds('0 3 */2 * *')).toBe(2 * DAY);
    expect(largestGapSeconds('0 3 */1 * 1')).toBe(7 * DAY);
    expect(largestGapSeconds('0 3 ? * 1')).toBe(7 * DAY);
    expect(largestGapSeconds('0 3 4,* * 1')).toBe(7 * DAY);
  });

  test('"5/15" means from 5 to the end in steps of 15, as in Kubernetes', () => {
    expect(largestGapSeconds('5/15 * * * *')).toBe(15 * MINUTE);
    expect(largestGapSeconds('0 20/2 * * *')).toBe(22 * HOUR);
    expect(largestGapSeconds('0 3 * jun/3 *')).toBe(153 * DAY);
  });

  test.each([
    ['@hourly', HOUR],
    ['@daily', DAY],
    ['@midnight', DAY],
    ['@weekly', 7 * DAY],
    ['@monthly', 31 * DAY],
    ['@yearly', 366 * DAY],
    ['@annually', 366 * DAY],
    ['@every 30m', 30 * MINUTE],
    ['@every 1h30m', 90 * MINUTE],
    ['@every 4.1h', 14_760],
    ['@every 90.9s', 90],
    ['@every 0.2s', 1],
  ])('%s is understood as the cluster does', (pattern, seconds) => {
    expect(largestGapSeconds(pattern)).toBe(seconds);
  });
});

describe('clock changes', () => {
  test('a nightly job in the skipped hour misses one night, which is the gap to plan for', () => {
    expect(largestGapSeconds('30 2 * * *', 'Europe/Berlin')).toBe(2 * DAY - HOUR);
    expect(largestGapSeconds('30 2 * * 0', 'Europe/Berlin')).toBe(14 * DAY - HOUR);
    expect(largestGapSeconds('30 2 * * *', 'America/New_York')).toBe(2 * DAY - HOUR);
  });

  test('outside that hour, the night of the repeated one is the longest', () => {
    expect(largestGapSeconds('0 12 * * *', 'Europe/Berlin')).toBe(DAY + HOUR);
    expect(largestGapSeconds('0 0,12 * * *', 'America/New_York')).toBe(13 * HOUR);
  });

  test('a job that runs all the time keeps its interval through both', () => {
    expect(largestGapSeconds('*/5 * * * *', 'America/New_York')).toBe(5 * MINUTE);
    expect(largestGapSeconds('0 * * * *', 'Europe/Berlin')).toBe(HOUR);
  });

  test('zones with half hours, with half an hour of summer time and without any', () => {
    expect(largestGapSeconds('0 2 * * *', 'Asia/Kolkata')).toBe(DAY);
    expect(largestGapSeconds('0 2 * * *', 'Australia/Lord_Howe')).toBe(2 * DAY - HOUR / 2);
    expect(largestGapSeconds('0 5 * * *', 'Australia/Lord_Howe')).toBe(DAY + HOUR / 2);
    expect(largestGapSeconds('0 12 * * *', 'Africa/Casablanca')).toBe(DAY + HOUR);
  });

  test('a date that is skipped in some years leaves two years', () => {
    expect(largestGapSeconds('30 2 31 3 *', 'Europe/Berlin')).toBeGreaterThanOrEqual(730 * DAY);
  });

  test('a gap between winter and summer is an hour shorter or longer than the calendar says', () => {
    expect(largestGapSeconds('0 0 1 6,11 *', 'Europe/Berlin')).toBe(213 * DAY - HOUR);
    expect(largestGapSeconds('0 0 1 6,11 *')).toBe(213 * DAY);
  });
});

describe('croner, which enumerates one fire after the other, agrees', () => {
  const FROM = new Date(Date.UTC(2024, 0, 1) - 1);
  const TO = Date.UTC(2052, 0, 1);

  /** The largest gap that begins in 28 years. Kubernetes skips what the spring change skips; croner needs a step for that. */
  function enumerated(pattern: string, options: { timezone: string } | { utcOffset: number }): number {
    const cron = new Cron(pattern, { ...options, mode: '5-part' });
    let largest = 0;
    let previous = cron.nextRun(FROM)!.getTime();
    while (previous < TO) {
      const next = cron.nextRun(new Date(previous))!.getTime();
      largest = Math.max(largest, (next - previous) / 1000);
      previous = next;
    }
    return largest;
  }

  const list = (min: number, max: number, most: number) =>
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most }).map((values) => values.join(','));

  test('on dates, months and weekdays of all kinds', () => {
    const patterns = fc
      .tuple(
        list(0, 59, 1),
        list(0, 23, 2),
        fc.option(list(1, 28, 2)),
        fc.option(list(1, 12, 3)),
        fc.option(list(0, 6, 2)),
      )
      .filter(([, , date, month]) => date !== null || month !== null)
      .map((fields) => fields.map((field) => field ?? '*').join(' '));
    fc.assert(
      fc.property(patterns, (pattern) => {
        expect(largestGapSeconds(pattern)).toBe(enumerated(pattern, { utcOffset: 0 }));
      }),
      { numRuns: 12 },
    );
  });

  test.each([
    ['30 2-2/1 * 3,10 *', 'Europe/Berlin'],
    ['15 1-1/1 * 3,11 0', 'America/New_York'],
    ['0 0-23/8 1,31 * *', 'America/Santiago'],
  ])('%s in %s', (pattern, timezone) => {
    expect(largestGapSeconds(pattern, timezone)).toBe(enumerated(pattern, { timezone }));
  });
});

describe('a schedule that would never make a backup is refused before it is deployed', () => {
  test.each(['0 0 31 2 *', '0 0 30 feb *', '0 0 31 4,6,9,11 *'])('%s never fires', (pattern) => {
    expect(() => largestGapSeconds(pattern)).toThrow(
      `cron schedule "${pattern}" never fires: no year has such a day; change its day of month or its month`,
    );
  });

  test.each([
    ['', 'it has 1 fields instead of 5'],
    ['0 0 3 * * *', 'it has 6 fields instead of 5'],
    ['61 * * * *', 'Invalid value for minute: 61'],
    ['0 0 0 * *', 'the day of month "0" is not understood'],
    ['0 0 32 * *', 'Invalid value for day'],
    ['0 0 1 0 *', 'the month "0" is not understood'],
    ['0 5-3 * * *', 'From value is larger than to value'],
    ['*/0 * * * *', 'illegal stepping: 0'],
    ['0 3 * * 7', 'the day of week "7" is not understood'],
    ['0 3 * * fri-sun', 'the day of week "fri-sun" ends before it begins'],
    ['0 3 L * *', 'the day of month "l" is not understood'],
    ['0 3 * * 5#2', 'the day of week "5#2" is not understood'],
    ['0 3 1 * +mon', 'the day of week "+mon" is not understood'],
    ['0 3 1,,2 * *', 'the day of month "" is not understood'],
    ['CRON_TZ=Europe/Berlin 0 3 * * *', 'the time zone is not part of it but given beside it'],
    ['0 3 */2 * 1', 'write 1-31/2 for */2'],
    ['0 3 1 * ?/2', 'write 1-31/2 for */2'],
    ['@reboot', 'there is no such macro'],
    ['@every 500ms', 'the duration is not understood'],
    ['@every', 'the duration is not understood'],
  ])('%p: %s', (pattern, why) => {
    expect(() => largestGapSeconds(pattern)).toThrow(`cron schedule "${pattern}" is not valid`);
    expect(() => largestGapSeconds(pattern)).toThrow(why);
    expect(() => largestGapSeconds(pattern)).toThrow('such as "0 3 * * *"');
  });

  test('an unknown time zone is refused', () => {
    expect(() => largestGapSeconds('@daily', 'Mars/Olympus')).toThrow(
      'time zone "Mars/Olympus" is unknown; give an IANA name such as "Europe/Berlin", or "UTC"',
    );
  });
});
