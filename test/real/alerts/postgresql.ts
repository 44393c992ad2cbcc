import { BREAK, type Change, type Exporter, type Proof, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import { type Scene, isActive, namesOf, peersOf } from './scene';
import { podLabels } from './scraping';
import { STEP, type Series, type Values, always, from, never } from './series';

const BACKUP = 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp';
const ARCHIVED = 'cnpg_pg_stat_archiver_last_archived_time';
const FAILED = 'cnpg_pg_stat_archiver_last_failed_time';
const FLUSH_LAG = 'cnpg_pg_stat_replication_flush_lag_seconds';
const LAG = 'cnpg_pg_replication_lag';
const MODE = 'cnpg_collector_replica_mode';
const RECEIVER = 'cnpg_pg_replication_is_wal_receiver_up';
const UP = 'cnpg_collector_up';
/** Lag that the library allows by default, in seconds. */
const MAX_LAG = 15;

const clock: Values = (now) => now;
const short =
  (values: number, seconds: number, before: number): Values =>
  (now) =>
    now >= BREAK && now < BREAK + seconds ? values : before;

/**
 * Instances of CloudNativePG in a site. Metrics and labels as in config/manager/default-monitoring.yaml of CloudNativePG and
 * internal/cnpgi/instance/metrics.go of the Barman Cloud plugin.
 */
export const postgresql: Exporter = {
  name: 'CloudNativePG',
  metrics: /^(cnpg|barman_cloud)_/,
  scrapedBy(scene) {
    const monitors = namesOf(scene, 'PodMonitor').filter((name) => name === 'postgresql');
    return clusterOf(scene) && monitors[0];
  },

  healthy(scene) {
    return podsOf(scene).flatMap((pod, index) => instance(scene, pod, index));
  },

  proofs(scene) {
    if (clusterOf(scene) === undefined) return {};
    return { ...instances(scene), ...archive(scene), ...copy(scene), ...receiver(scene) };
  },
};

/** The first one of a site is its primary, or its designated primary, which follows the active site. */
function instance(scene: Scene, pod: string, index: number): Series[] {
  const labels = labelsOf(scene, pod);
  const series = (metric: string, values: Values, own: Record<string, string> = {}): Series => ({
    metric,
    labels: { ...labels, ...own },
    values,
  });
  const active = isActive(scene);
  const isPrimary = active && index === 0;
  // The query has an answer where archive_mode is on and the instance writes, or where it is "always": in replica clusters.
  const archives = isPrimary || !active;
  return [
    series(UP, always(1), { cluster: clusterOf(scene) ?? '' }),
    series(MODE, always(active ? 0 : 1)),
    series(LAG, always(isPrimary ? 0 : 59)),
    series(RECEIVER, always(isPrimary ? 0 : 1)),
    // In seconds, 0 while the plugin knows of none.
    series(BACKUP, completions(scene)),
    ...(archives ? [series(ARCHIVED, index === 0 ? clock : always(-1)), series(FAILED, always(-1))] : []),
    ...(index === 0 ? podsOf(scene).slice(1) : []).map((follower) => follows(scene, pod, follower, 0.01)),
    ...(isPrimary ? peersOf(scene) : []).map((site) => follows(scene, pod, `pg-${site}`, MAX_LAG)),
  ];
}

/** A walsender. Instances of the site connect by their names, other clusters by theirs. */
function follows(scene: Scene, pod: string, name: string, lag: number): Series {
  const client = { application_name: name, client_addr: '10.128.3.7', client_port: '41236' };
  return {
    metric: FLUSH_LAG,
    labels: { ...labelsOf(scene, pod), usename: 'streaming_replica', ...client },
    values: always(lag),
  };
}

function instances(scene: Scene): Record<string, Proof> {
  const [first = '', second = ''] = podsOf(scene);
  const lag = (values: Values): Change[] => [{ metric: LAG, where: { pod: second }, values }];
  const up = (values: Values, where: Record<string, string>): Change[] => [{ metric: UP, where, values }];
  const late = BREAK + minutes(10);
  return {
    PostgresqlReplayBehind: {
      troubles: [
        { what: 'a minute is not replayed', changes: lag(from(BREAK, always(0), always(61))), firesAt: BREAK + 300 },
      ],
      calms: [
        { what: 'a minute, to the second', changes: lag(always(60)) },
        { what: 'a burst of writes', changes: lag(short(300, minutes(4), 0)) },
      ],
    },
    PostgresqlReplayBehindAbsent: missing(LAG, minutes(5), namespaceOf(scene)),
    PostgresqlInstancesMissing: {
      troubles: [
        { what: 'a pod is gone', changes: up(from(BREAK, always(1), never), { pod: second }), firesAt: late },
        { what: 'one is down', changes: up(from(BREAK, always(1), always(0)), { pod: first }), firesAt: late },
        { what: 'all pods are gone', changes: up(from(BREAK, always(1), never), {}), firesAt: late },
      ],
      calms: [{ what: 'a node is replaced', changes: up(short(0, minutes(9), 1), { pod: second }) }],
    },
  };
}

function archive(scene: Scene): Record<string, Proof> {
  const pod = podsOf(scene)[0] ?? '';
  const stuck = completions(scene, 0);
  const age = promisedAge(scene);
  const failing = (seconds: number): Change[] => {
    const isFailing = (now: number) => now >= BREAK && now < BREAK + seconds;
    return [
      { metric: ARCHIVED, where: { pod }, values: (now) => (isFailing(now) ? BREAK - STEP : now) },
      { metric: FAILED, where: { pod }, values: (now) => (isFailing(now) ? now : -1) },
    ];
  };
  const noBackup: Change[] = [{ metric: BACKUP, values: always(0) }];
  const old = missing(BACKUP, age, namespaceOf(scene), {});
  return {
    PostgresqlArchiveFailing: {
      troubles: [{ what: 'the object store refuses', changes: failing(Infinity), firesAt: BREAK + minutes(5) }],
      calms: [{ what: 'it refuses for some minutes', changes: failing(minutes(4)) }],
    },
    PostgresqlArchiveFailingAbsent: missing(ARCHIVED, minutes(15), namespaceOf(scene)),
    PostgresqlBaseBackupOld: {
      troubles: [
        {
          what: 'no base backup but the first',
          changes: [{ metric: BACKUP, values: stuck }],
          firesAt: FIRST_COMPLETION + age + STEP + minutes(10),
        },
      ],
      calms: [
        {
          what: 'one base backup fails, and the next one is quick',
          changes: [{ metric: BACKUP, values: (now) => (now < age ? stuck(now) : completions(scene)(now)) }],
        },
        { what: 'the first base backup is not over, for which there is another alert', changes: noBackup },
      ],
    },
    PostgresqlBaseBackupOldAbsent: {
      troubles: [...old.troubles, { what: 'the first base backup is never over', changes: noBackup, firesAt: age }],
      calms: [
        {
          what: 'the first base backup takes as long as it may',
          changes: [{ metric: BACKUP, values: (now) => (now < age - STEP ? 0 : completions(scene)(now)) }],
        },
      ],
    },
  };
}

/** What the active site knows of the others; a passive one does as soon as it is promoted. */
function copy(scene: Scene): Record<string, Proof> {
  const mode: Change[] = [{ metric: MODE, values: from(BREAK, always(1), always(0)) }];
  const firesAt = BREAK + minutes(1);
  const promoted = [{ what: 'it was promoted, and nobody follows', changes: mode, firesAt }];
  const lagging = peersOf(scene).map((site) => ({
    what: `${site} is behind`,
    changes: lagOf(`pg-${site}`, from(BREAK, always(0), always(MAX_LAG + 0.1))),
    firesAt,
  }));
  const cut = peersOf(scene).map((site) => ({
    what: `${site} is not connected`,
    changes: lagOf(`pg-${site}`, from(BREAK, always(0), never)),
    firesAt,
  }));
  const [peer = ''] = peersOf(scene);
  const [, local = ''] = podsOf(scene);
  return {
    PostgresqlCopyBehind: isActive(scene)
      ? {
          troubles: [...lagging, ...cut],
          calms: [
            { what: 'it connects again at once', changes: lagOf(`pg-${peer}`, short(60, 60, 0)) },
            { what: 'an instance of the same site is behind', changes: lagOf(local, always(100)) },
          ],
        }
      : { troubles: promoted },
    PostgresqlCopyBehindAbsent: missing(MODE, minutes(5), namespaceOf(scene)),
  };
}

/** What a passive site knows of the active one. Its other instances follow the designated primary, whoever that gets its log from. */
function receiver(scene: Scene): Record<string, Proof> {
  const [leader = '', follower = ''] = podsOf(scene);
  const off = (pod: string, seconds: number): Change[] => [
    { metric: RECEIVER, where: { pod }, values: short(0, seconds, 1) },
  ];
  const firesAt = BREAK + minutes(2);
  const demoted: Change[] = [{ metric: MODE, values: from(BREAK, always(0), always(1)) }];
  return {
    PostgresqlCopyDetached: isActive(scene)
      ? {
          troubles: [{ what: 'it was demoted, and follows nobody', changes: demoted, firesAt }],
          calms: [{ what: 'a standby of this site has no connection', changes: off(follower, Infinity) }],
        }
      : {
          troubles: [
            { what: 'the designated primary has no connection', changes: off(leader, Infinity), firesAt },
            {
              what: 'no instance has a connection',
              changes: [{ metric: RECEIVER, values: short(0, Infinity, 1) }],
              firesAt,
            },
          ],
          calms: [{ what: 'it connects again', changes: off(leader, 90) }],
        },
    PostgresqlCopyDetachedAbsent: missing(RECEIVER, minutes(5), namespaceOf(scene)),
  };
}

function lagOf(name: string, values: Values): Change[] {
  return [{ metric: FLUSH_LAG, where: { application_name: name }, values }];
}

/** The Cluster of the site, when it is one of CloudNativePG. */
function clusterOf({ objects, app }: Scene): string | undefined {
  return objects.find(
    ({ apiVersion, kind, metadata }) =>
      kind === 'Cluster' && apiVersion.startsWith('postgresql.cnpg.io/') && metadata.namespace === app.namespace,
  )?.metadata.name;
}

function podsOf(scene: Scene): string[] {
  const cluster = clusterOf(scene);
  const count = scene.app.placement.sites.find(({ site }) => site === scene.site)?.nodes ?? 0;
  return cluster === undefined ? [] : Array.from({ length: count }, (_, index) => `${cluster}-${index + 1}`);
}

function labelsOf({ app }: Scene, pod: string): Record<string, string> {
  return podLabels(app.namespace, pod, 'postgres');
}

function namespaceOf({ app }: Scene): Record<string, string> {
  return { namespace: app.namespace };
}
