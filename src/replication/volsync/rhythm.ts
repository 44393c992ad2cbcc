import type { Duration } from 'cdk8s';
import { largestGapSeconds } from '../../recovery/cron';
import { parseCron } from '../../recovery/cron-schedule';
import type { VolSyncSettings } from './props';

/** How copies follow each other, in seconds. */
export interface Rhythm {
  /** Longest time between the starts of two copies. */
  readonly gapSeconds: number;
  /** How long a copy takes at most. */
  readonly transferSeconds: number;
}

// Of the CRDs of VolSync 0.16, spec.trigger.schedule.
const CRD_PATTERN =
  /^(@(annually|yearly|monthly|weekly|daily|hourly))|((((\d+,)*\d+|(\d+(\/|-)\d+)|\*(\/\d+)?)\s?){5})$/;

/** What is wrong with a schedule: one message, or none. */
export function scheduleProblems(prop: string, schedule: string): string[] {
  if (!CRD_PATTERN.test(schedule)) {
    return [
      `volSync ${prop} is "${schedule}", which the CRDs of VolSync do not take; allowed are five fields of digits with *, */n, lists or one range, or @hourly and the like: write MON as 1, and every ten minutes as */10 * * * *`,
    ];
  }
  try {
    largestGapSeconds(schedule);
    return [];
  } catch (error) {
    return [`volSync ${prop}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/**
 * What is wrong with the time of a copy: one message, or none. A copy that runs into the next start makes VolSync skip that
 * one, so that the largest gap of the schedule would no longer be the largest gap between copies.
 */
export function transferProblems(schedule: string, transfer: Duration | undefined): string[] {
  if (transfer === undefined) return [];
  const seconds = transfer.toSeconds({ integral: false });
  const shortest = shortestGapSeconds(schedule);
  if (!Number.isInteger(seconds) || seconds < 1) {
    return [`volSync transfer is ${seconds} s; allowed are whole seconds from 1; leave it out for ${shortest} s`];
  }
  if (seconds <= shortest) return [];
  return [
    `volSync transfer is ${seconds} s, and copies start as soon as ${shortest} s after each other (${schedule}), so that the next one is skipped; copy less often, or give the ${shortest} s or less that a copy may take`,
  ];
}

/** The rhythm of valid settings. */
export function rhythmOf({ schedule, transfer }: VolSyncSettings): Rhythm {
  return {
    gapSeconds: largestGapSeconds(schedule),
    transferSeconds: transfer?.toSeconds() ?? shortestGapSeconds(schedule),
  };
}

/** Shortest time between two starts, in seconds, as if it ran every day: fewer days make none shorter. */
function shortestGapSeconds(schedule: string): number {
  const { timesOfDay } = parseCron(schedule);
  const steps = timesOfDay.map((time, index) => (timesOfDay[index + 1] ?? (timesOfDay[0] ?? 0) + 86_400) - time);
  return Math.min(...steps);
}
