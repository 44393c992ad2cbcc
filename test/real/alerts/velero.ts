import { BREAK, type Exporter, type Proof, hours, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import { type Scene, isActive, namesOf } from './scene';
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
    const claims = claimsOf(scene).map((schedule) => ({
      metric: COMPLETED,
      labels: { ...podLabels('velero', 'velero-5d8c7b9f4-x2x7k', 'velero'), schedule },
      values: completions(hourly(scene)),
    }));
    const own = watchedSites(scene).flatMap((site) => {
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
    return [...own, ...claims];
  },

  proofs(scene) {
    const proofs = watchedSites(scene).map((site) => proofsOf(scene, site));
    return Object.assign({}, ...proofs, ...claimsOf(scene).map((schedule) => claims(scene, schedule))) as Record<
      string,
      Proof
    >;
  },
};

/** Backups of the claims of replicated volumes, by the active site every hour, watched where they would be restored. */
function claims(scene: Scene, name: string): Record<string, Proof> {
  const schedule = { schedule: name };
  const [limit, stuck] = [hours(3), completions(hourly(scene), 0)];
  return {
    ClaimsBackupLate: {
      troubles: [
        {
          what: 'no backup of claims but the first',
          changes: [{ metric: COMPLETED, where: schedule, values: stuck }],
          firesAt: FIRST_COMPLETION + limit + STEP + minutes(5),
        },
      ],
      calms: [
        {
          what: 'two backups of claims fail in a row',
          changes: [
            {
              metric: COMPLETED,
              where: schedule,
              values: (now) => (now < limit ? stuck : completions(hourly(scene)))(now),
            },
          ],
        },
      ],
    },
    ClaimsBackupLateAbsent: missing(COMPLETED, limit, schedule),
  };
}

function claimsOf(scene: Scene): string[] {
  const isUnit = namesOf(scene, 'VolumeGroupReplication').length > 0;
  const active = scene.app.activePassive?.activeSite;
  return isUnit && active !== undefined && !isActive(scene) ? [`${scene.app.name}-${active}-claims`] : [];
}

function hourly(scene: Scene): Scene {
  return { ...scene, rhythm: { interval: hours(1), duration: minutes(15) } };
}

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
