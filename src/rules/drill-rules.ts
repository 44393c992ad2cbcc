import type { AppFacts } from './facts';
import { Severity } from './finding';
import type { Rule } from './rule';
import { BackupMethod } from './vocabulary';
import { duration } from './wording';

const LONGEST_GAP_SECONDS = 90 * 86_400;

/** DRL: that the way back is walked before it is needed. */
export const DRILL_RULES: Rule<AppFacts>[] = [
  {
    id: 'DRL-01',
    severity: Severity.WARNING,
    title: 'a restore is tested at least every 90 days',
    why: 'a backup that was never restored is found to be incomplete, or not readable elsewhere, in the disaster',
    source: 'vmware-tanzu/velero#1688, #1891; keiretsu-labs/kubernetes-manifests#2748: complete, with volumes skipped',
    check: untestedBackups,
  },
];

/**
 * Velero's backups of volumes have to be restored with their contents. Nothing restores native backups on a schedule: of those
 * applications the test of their objects is asked for, and the plan says that it covers no more.
 */
function untestedBackups({ name, backups, drills }: AppFacts): string[] | undefined {
  if (backups.length === 0) return undefined;
  const volumes = backups.some(({ method }) => method === BackupMethod.VOLUMES);
  const fitting = drills.filter(({ covers }) => !volumes || covers === BackupMethod.VOLUMES);
  if (fitting.length === 0) {
    const what = volumes ? 'the volumes' : 'anything';
    return [
      `0 of ${drills.length} restore tests of ${name} restore ${what}, so that whether its backups can be used is found out in the disaster; leave protection.drill.enabled out, or waive DRL-01 and say how restores are tested`,
    ];
  }
  const shortest = Math.min(...fitting.map(({ scheduleSeconds }) => scheduleSeconds));
  if (shortest <= LONGEST_GAP_SECONDS) return [];
  const schedules = [...new Set(fitting.map(({ schedule }) => schedule))].join(', ');
  return [
    `up to ${duration(shortest)} pass between two restore tests of ${name} (${schedules}); allowed are ${duration(LONGEST_GAP_SECONDS)}: run protection.drill.schedule more often, weekly for example`,
  ];
}
