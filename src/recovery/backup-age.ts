import { Basis, Bound } from './bound';
import { Effort } from './term';
import { largestGapSeconds } from './cron';
import type { EmittedField } from './emitted-field';

/** Where the output says what the age of a backup is computed from. */
export interface BackupAgeFields {
  /**
   * The schedule.
   *
   * @default - none: it is written into the engine itself
   */
  readonly schedule?: EmittedField[];
  /**
   * What ends a run that takes longer, or notices it.
   *
   * @default - none
   */
  readonly duration?: EmittedField[];
}

/**
 * How old the newest usable backup can be: the largest gap of the schedule in a year, and the time that a run takes, since
 * a backup holds what was there when it began and counts from when it is complete.
 *
 * @param schedule five-field cron, UTC
 * @param maxDurationSeconds after which a run is a failure
 * @param source the emitted field that holds the schedule
 * @param duration whether something ends a run that takes longer (derived), or nothing does (assumed)
 * @param fields where the output says so
 */
export function backupAge(
  schedule: string,
  maxDurationSeconds: number,
  source: string,
  duration: Basis,
  fields: BackupAgeFields = {},
): Bound {
  return Bound.sum('age of the newest backup', [
    Bound.term({
      name: 'largest gap between two backups',
      seconds: largestGapSeconds(schedule),
      basis: Basis.DERIVED,
      source: `${source}, enumerated over a year`,
      fields: fields.schedule,
      betweenRuns: true,
      lever: {
        change: `run backups every 5 minutes (schedule is ${schedule})`,
        seconds: 300,
        effort: Effort.PAID_SETTING,
      },
    }),
    Bound.term({
      name: 'duration of a backup',
      seconds: maxDurationSeconds,
      basis: duration,
      source: `${source}: maxDuration of the protection${duration === Basis.DERIVED ? '' : ', which nothing enforces: watch the age'}`,
      fields: fields.duration,
    }),
  ]);
}
