import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import type { Scene } from './scene';
import { podLabels, prerequisiteOf } from './scraping';
import { STEP, type Series, always, counting, from } from './series';

const COMPLETED = 'velero_backup_last_successful_timestamp';
const LOCATION = 'velero_backup_location_status_gauge';
const COUNTERS = ['failure', 'partial_failure', 'validation_failure', 'warning'].map(
  (counter) => `velero_backup_${counter}_total`,
);

/** Velero in a site: its own backups, and those of other sites by way of their locations. */
export const velero: Exporter = {
  name: 'Velero',
  metrics: /^velero_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'velero', /metrics \(port 8085\) scraped/),

  healthy(scene) {
    return watchedSites(scene).flatMap((site) => {
      const series = (metric: string, own: Record<string, string>, values: Series['values']): Series => ({
        metric,
        labels: { ...podLabels('velero', 'velero-5d8c7b9f4-x2x7k', 'velero'), ...own },
        values,
      });
      return [
        series(COMPLETED, { schedule: scheduleOf(scene, site) }, completions(scene)),
        series(LOCATION, { backup_location_name: `dr-${site}` }, always(1)),
        // Velero has these from its start on, for schedules of its own.
        ...COUNTERS.map((counter) => series(counter, { schedule: scheduleOf(scene, site) }, always(0))),
      ];
    });
  },

  proofs(scene) {
    return Object.assign({}, ...watchedSites(scene).map((site) => proofsOf(scene, site))) as Record<string, Proof>;
  },
};

function proofsOf(scene: Scene, site: string): Record<string, Proof> {
  const schedule = { schedule: scheduleOf(scene, site) };
  const location = { backup_location_name: `dr-${site}` };
  const counts = COUNTERS.filter((counter) => scene.copiesVolumes || !counter.includes('warning'));
  return {
    [`BackupOverdue${camel(site)}`]: {
      troubles: [
        {
          what: 'no backup but the first',
          changes: [{ metric: COMPLETED, where: schedule, values: completions(scene, 0) }],
          // What Velero there knows takes minutes to be known here.
          firesAt: FIRST_COMPLETION + promisedAge(scene) + STEP + minutes(5),
          instances: [{ labels: schedule }],
        },
      ],
    },
    [`BackupOverdue${camel(site)}Absent`]: missing(COMPLETED, promisedAge(scene) + minutes(5), schedule),
    [`BackupFailed${camel(site)}`]: {
      troubles: counts.map((counter) => ({
        what: counter,
        changes: [{ metric: counter, where: schedule, values: counting(BREAK) }],
        firesAt: BREAK,
        instances: [{ labels: { ...podLabels('velero', 'velero-5d8c7b9f4-x2x7k', 'velero'), ...schedule } }],
      })),
      calms: COUNTERS.filter((counter) => !counts.includes(counter)).map((counter) => ({
        what: `${counter}, without volumes: an object changed meanwhile`,
        changes: [{ metric: counter, where: schedule, values: counting(BREAK) }],
      })),
    },
    [`BackupLocationUnavailable${camel(site)}`]: {
      troubles: [
        {
          what: 'the location cannot be reached',
          changes: [{ metric: LOCATION, where: location, values: from(BREAK, always(1), always(0)) }],
          firesAt: BREAK + minutes(10),
          instances: [{ labels: location }],
        },
      ],
      calms: [
        {
          what: 'a short outage',
          changes: [
            { metric: LOCATION, where: location, values: (now) => (now >= BREAK && now < BREAK + minutes(9) ? 0 : 1) },
          ],
        },
      ],
    },
    [`BackupLocationUnavailable${camel(site)}Absent`]: missing(LOCATION, minutes(15), location),
  };
}

/** Sites whose backups there are: those with data. */
function watchedSites({ app }: Scene): string[] {
  return app.placement.sites.filter(({ witness }) => !witness).map(({ site }) => site);
}

function scheduleOf({ app }: Scene, site: string): string {
  return `${app.name}-${site}`;
}

function camel(name: string): string {
  return name.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
}
