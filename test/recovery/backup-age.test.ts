import * as fc from 'fast-check';
import { Basis } from '../../src/recovery/bound';
import { backupAge } from '../../src/recovery/backup-age';
import { fieldOf } from '../../src/recovery/emitted-field';

const ageOf = (schedule: string, maxDurationSeconds: number) =>
  backupAge(schedule, maxDurationSeconds, 'CronJob backup', Basis.DERIVED).seconds!;
const list = (values: number[]) => [...new Set(values)].join(',');
const minutes = fc.array(fc.nat(59), { minLength: 1, maxLength: 6 });
const hours = fc.array(fc.nat(23), { minLength: 1, maxLength: 6 });
const durations = fc.nat(86_400);

test('a backup that may take longer is older when it counts, by as much', () => {
  fc.assert(
    fc.property(minutes, hours, durations, durations, (minute, hour, duration, more) => {
      const schedule = `${list(minute)} ${list(hour)} * * *`;
      expect(ageOf(schedule, duration + more) - ageOf(schedule, duration)).toBe(more);
    }),
  );
});

test('one more run a day makes no backup older', () => {
  fc.assert(
    fc.property(minutes, hours, fc.nat(23), (minute, hour, extra) => {
      const more = ageOf(`${list(minute)} ${list([...hour, extra])} * * *`, 900);
      expect(more).toBeLessThanOrEqual(ageOf(`${list(minute)} ${list(hour)} * * *`, 900));
    }),
  );
});

test('a schedule that leaves days out makes no backup younger', () => {
  fc.assert(
    fc.property(minutes, hours, fc.nat(6), (minute, hour, weekday) => {
      const times = `${list(minute)} ${list(hour)} * *`;
      expect(ageOf(`${times} ${weekday}`, 0)).toBeGreaterThanOrEqual(ageOf(`${times} *`, 0));
    }),
  );
});

test('the age is never below a term of it', () => {
  fc.assert(
    fc.property(minutes, hours, durations, (minute, hour, duration) => {
      const bound = backupAge(`${list(minute)} ${list(hour)} * * *`, duration, 'CronJob backup', Basis.ASSUMED);
      expect(bound.seconds!).toBeGreaterThanOrEqual(Math.max(...bound.terms.map(({ seconds }) => seconds!)));
    }),
  );
});

test('the gap is traced to the schedule, and the duration to what ends a run', () => {
  const schedule = fieldOf('CronJob', 'backup', '/spec/schedule', '0 3 * * *');
  const deadline = fieldOf('CronJob', 'backup', '/spec/jobTemplate/spec/activeDeadlineSeconds', 900);
  const fields = { schedule: [schedule], duration: [deadline] };
  const bound = backupAge('0 3 * * *', 900, 'CronJob backup', Basis.DERIVED, fields);
  expect(bound.parts.map((part) => part.fields)).toEqual([[schedule], [deadline]]);
});
