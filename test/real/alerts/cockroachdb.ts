import { BREAK, type Change, type Exporter, type Proof, days, hours, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import { type Scene, namesOf } from './scene';
import { podLabels, podMonitorOf } from './scraping';
import { STEP, type Series, type Values, always, counting, from } from './series';

const ALIVE = 'liveness_livenodes';
const AGE = 'schedules_BACKUP_protected_age_sec';
const COMPLETED = 'schedules_BACKUP_last_completed_time';
const GIB = 2 ** 30;

/** The nodes of CockroachDB in a site. */
export const cockroachDb: Exporter = {
  name: 'CockroachDB',
  metrics: /^(ranges|kv_replica|liveness|clock_offset|capacity|seconds_until_license|schedules_BACKUP)(_|$)/,
  scrapedBy: (scene) => podMonitorOf(scene, 'cockroachdb'),

  healthy(scene) {
    return podsOf(scene).flatMap((pod, index) => nodeOf(scene, pod, index));
  },

  proofs(scene) {
    if (podsOf(scene).length === 0) return {};
    return { ...quorum(scene), ...nodes(scene), ...clocks(), ...resources(), ...backups(scene) };
  },
};

/** A node. The first one of a site knows since when the next backup is waited for, as one of the cluster does. */
function nodeOf(scene: Scene, pod: string, index: number): Series[] {
  const labels = podLabels(scene.app.namespace, pod, 'cockroachdb');
  const series = (metric: string, values: Values, own: Record<string, string> = {}): Series => ({
    metric,
    labels: { ...labels, node_id: String(index + 1), ...own },
    values,
  });
  const store = { store: String(index + 1) };
  return [
    series('ranges_unavailable', always(0), store),
    series('ranges_underreplicated', always(0), store),
    series('kv_replica_circuit_breaker_num_tripped_replicas', always(0), store),
    series('capacity', always(100 * GIB), store),
    series('capacity_available', always(60 * GIB), store),
    series(ALIVE, always(allNodes(scene))),
    series('clock_offset_meannanos', always(index % 2 === 0 ? 1e6 : -1e6)),
    series('seconds_until_license_expiry', always(days(300))),
    series(AGE, index === 0 ? ageOf(completions(scene)) : always(0)),
    series(COMPLETED, always(0)),
    series('schedules_BACKUP_failed', always(0)),
  ];
}

function quorum({ app: { namespace } }: Scene): Record<string, Proof> {
  const counted = (metric: string) => (values: Values) => [{ metric, where: { store: '1' }, values }];
  const unavailable = counted('ranges_unavailable');
  const tripped = counted('kv_replica_circuit_breaker_num_tripped_replicas');
  const underReplicated = counted('ranges_underreplicated');
  const soon = (what: string, changes: (values: Values) => Change[]): Proof => ({
    troubles: [{ what, changes: changes(from(BREAK, always(0), always(1))), firesAt: BREAK + minutes(1) }],
    calms: [{ what: 'half a minute', changes: changes((now) => (now === BREAK || now === BREAK + STEP ? 1 : 0)) }],
  });
  return {
    CockroachDbRangesUnavailable: soon('ranges without a quorum', unavailable),
    CockroachDbRangesUnavailableAbsent: missing('ranges_unavailable', minutes(1), { namespace }),
    CockroachDbCircuitBreakersTripped: soon('replicas refuse requests', tripped),
    CockroachDbRangesUnderReplicated: {
      troubles: [
        {
          what: 'replicas are not made anew',
          changes: underReplicated(from(BREAK, always(0), always(1))),
          firesAt: BREAK + minutes(30),
        },
      ],
      calms: [
        {
          what: 'replicas are made anew',
          changes: underReplicated((now) => (now >= BREAK && now < BREAK + minutes(29) ? 1 : 0)),
        },
      ],
    },
  };
}

function nodes(scene: Scene): Record<string, Proof> {
  const all = allNodes(scene);
  const smallest = Math.min(...dataSites(scene).map(({ nodes: count }) => count));
  const alive = (values: Values) => [{ metric: ALIVE, values }];
  const without = (count: number) => alive(from(BREAK, always(all), always(all - count)));
  return {
    CockroachDbRedundancyLost: {
      troubles: [
        { what: 'a site is lost', changes: without(smallest), firesAt: BREAK + minutes(2) },
        {
          what: 'one node of the site is cut off',
          changes: [{ metric: ALIVE, where: { node_id: '1' }, values: from(BREAK, always(all), always(0)) }],
          firesAt: BREAK + minutes(2),
        },
      ],
      calms: [{ what: 'a site has one node left', changes: without(smallest - 1) }],
    },
    CockroachDbNodesMissing: {
      troubles: [{ what: 'a node is gone', changes: without(1), firesAt: BREAK + minutes(10) }],
      calms: [
        {
          what: 'a node restarts',
          changes: alive((now) => (now >= BREAK && now < BREAK + minutes(9) ? all - 1 : all)),
        },
      ],
    },
  };
}

function clocks(): Record<string, Proof> {
  const off = (millis: number): Change[] => [
    {
      metric: 'clock_offset_meannanos',
      where: { node_id: '1' },
      values: from(BREAK, always(0), always(millis * 1e6)),
    },
  ];
  return {
    CockroachDbClockOffset: {
      troubles: [
        { what: 'a clock is fast', changes: off(310), firesAt: BREAK + minutes(1) },
        { what: 'a clock is slow', changes: off(-310), firesAt: BREAK + minutes(1) },
      ],
      calms: [{ what: 'a clock is off by less', changes: off(-290) }],
    },
  };
}

function resources(): Record<string, Proof> {
  const free = (share: number): Change[] => [
    {
      metric: 'capacity_available',
      where: { store: '1' },
      values: from(BREAK, always(60 * GIB), always(share * 100 * GIB)),
    },
  ];
  const license = (values: Values): Change[] => [{ metric: 'seconds_until_license_expiry', values }];
  return {
    CockroachDbStoreFilling: {
      troubles: [{ what: '14 % are free', changes: free(0.14), firesAt: BREAK + minutes(10) }],
      calms: [{ what: '16 % are free', changes: free(0.16) }],
    },
    CockroachDbLicenseEnding: {
      troubles: [
        {
          what: 'the licence ends',
          changes: license((now) => days(14) + BREAK - now),
          firesAt: BREAK + STEP + hours(1),
        },
        { what: 'there is no licence', changes: license(always(0)), firesAt: hours(1) },
      ],
      calms: [{ what: 'two weeks and a day', changes: license(always(days(15))) }],
    },
  };
}

function backups(scene: Scene): Record<string, Proof> {
  const stuck = completions(scene, 0);
  const late = FIRST_COMPLETION + promisedAge(scene) + STEP + minutes(10);
  const elsewhere = strangers(scene);
  const failed = 'schedules_BACKUP_failed';
  return {
    CockroachDbBackupOld: {
      troubles: [
        {
          what: 'no backup but the first, as the node knows that keeps data for the next one',
          changes: [{ metric: AGE, where: { node_id: '1' }, values: ageOf(stuck) }],
          firesAt: late,
        },
        {
          what: 'no backup but the first, where Prometheus sees all nodes',
          changes: [{ metric: COMPLETED, where: { node_id: '1' }, values: stuck }],
          added: elsewhere,
          firesAt: late,
        },
      ],
      calms: [
        {
          what: 'nodes of another site have run the backups since',
          changes: [{ metric: COMPLETED, where: { node_id: '1' }, values: stuck }],
        },
        {
          what: 'nodes of another site have run the backups since, and Prometheus sees them',
          changes: [{ metric: COMPLETED, where: { node_id: '1' }, values: stuck }],
          added: elsewhere.map((one) => (one.metric === COMPLETED ? { ...one, values: completions(scene) } : one)),
        },
      ],
    },
    CockroachDbBackupOldAbsent: missing(COMPLETED, minutes(10), { namespace: scene.app.namespace }),
    CockroachDbBackupFailed: {
      troubles: [
        {
          what: 'a backup fails',
          changes: [{ metric: failed, where: { node_id: '1' }, values: counting(BREAK) }],
          firesAt: BREAK + minutes(1),
        },
      ],
    },
  };
}

/** Nodes of the other sites, in a Prometheus that scrapes all sites. */
function strangers(scene: Scene): Series[] {
  const own = podsOf(scene).length;
  const pods = Array.from({ length: allNodes(scene) - own }, (_, index) => `cockroachdb-elsewhere-${index}`);
  return pods.flatMap((pod, index) => nodeOf(scene, pod, own + index));
}

function ageOf(completed: Values): Values {
  return (now) => now - (completed(now) ?? 0);
}

/** Pods of the nodes in the site: of a StatefulSet for each zone, or those that the operator names. */
function podsOf(scene: Scene): string[] {
  const count = scene.app.placement.sites.find(({ site }) => site === scene.site)?.nodes ?? 0;
  const sets = namesOf(scene, 'StatefulSet').filter((name) => name.startsWith('cockroachdb'));
  if (sets.length > 0)
    return Array.from(
      { length: count },
      (_, index) => `${sets[index % sets.length]}-${Math.floor(index / sets.length)}`,
    );
  const isOperated = namesOf(scene, 'CrdbCluster').includes('cockroachdb');
  return isOperated ? ['7mnkw', 'b5x2q', 'tz9rd'].slice(0, count).map((suffix) => `cockroachdb-${suffix}`) : [];
}

function dataSites({ app }: Scene) {
  return app.placement.sites.filter(({ witness }) => !witness);
}

function allNodes({ app }: Scene): number {
  return app.placement.sites.reduce((sum, { nodes: count }) => sum + count, 0);
}
