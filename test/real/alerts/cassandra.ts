import { BREAK, type Change, type Exporter, type Proof, days, hours, minutes, missing } from './proof';
import { type Scene, namesOf } from './scene';
import { podLabels } from './scraping';
import { STEP, type Series, type Values, always, counting, from, growing } from './series';

const PREFIX = 'org_apache_cassandra_metrics_';
const UNAVAILABLES = `${PREFIX}client_request_unavailables_total`;
const TIMEOUTS = `${PREFIX}client_request_timeouts_total`;
const DROPPED = `${PREFIX}dropped_message_dropped_total`;
const HINTS = `${PREFIX}storage_total_hints`;
const DELIVERED = `${PREFIX}hints_service_hints_succeeded_total`;
const PENDING = `${PREFIX}thread_pools_pending_tasks`;
const REPAIR = 'io_cassandrareaper_service_RepairScheduleService_millisSinceLastRepairForSchedule';
/** Half a century: what Reaper says of a keyspace that was never repaired. */
const NEVER_REPAIRED = 1.8e12;

/**
 * Nodes of Cassandra, and Reaper, in a site. Labels as the agent of the management API gives them
 * (CassandraMetricNameParser.java), and Reaper (PrometheusMetricsConfiguration.java).
 */
export const cassandra: Exporter = {
  name: 'Cassandra',
  metrics: /^(org_apache_cassandra|io_cassandrareaper)_/,
  scrapedBy: (scene) => {
    const monitors = namesOf(scene, 'PodMonitor').filter((name) => name.startsWith('cassandra'));
    return monitors.length === 2 ? `PodMonitors ${monitors.join(', ')}` : undefined;
  },

  healthy(scene) {
    if (podsOfCassandra(scene).length === 0) return [];
    return [...podsOfCassandra(scene).flatMap((pod) => node(scene, pod)), repairs(scene)];
  },

  proofs(scene) {
    if (podsOfCassandra(scene).length === 0) return {};
    return { ...requests(scene), ...hints(scene), ...load(scene), ...repair(scene) };
  },
};

function node(scene: Scene, pod: string): Series[] {
  const labels = {
    ...podLabels(scene.app.namespace, pod, 'cassandra'),
    host: '0782cc86-ca60-47ac-a513-620a44c62fe4',
    cluster: scene.app.name,
    datacenter: scene.site,
    rack: pod.split('-').slice(2, -2).join('-'),
  };
  const series = (metric: string, own: Record<string, string>): Series => ({
    metric,
    labels: { ...labels, ...own },
    values: always(0),
  });
  return [
    ...['read', 'write', 'range_slice'].flatMap((type) => [
      series(UNAVAILABLES, { request_type: type }),
      series(TIMEOUTS, { request_type: type }),
    ]),
    ...['MUTATION_REQ', 'READ_REQ', 'HINT_REQ'].map((type) => series(DROPPED, { message_type: type })),
    ...['MutationStage', 'ReadStage'].map((pool) => series(PENDING, { pool_name: pool, pool_type: 'request' })),
    series(HINTS, {}),
    series(DELIVERED, {}),
  ];
}

function repairs({ app }: Scene): Series {
  const labels = {
    ...podLabels(app.namespace, `${app.name}-reaper-0`, 'reaper'),
    cluster: app.name,
    keyspace: app.name,
    scheduleid: '4f1c1b50d3c511ee9f5b5d6b6f1f2a3c',
  };
  return { metric: REPAIR, labels, values: always(days(7) * 1000) };
}

function requests(scene: Scene): Record<string, Proof> {
  const [pod = ''] = podsOfCassandra(scene);
  const of = (metric: string, values: Values, where: Record<string, string>): Change[] => [
    { metric, where: { pod, ...where }, values },
  ];
  const writes = { request_type: 'write' };
  const mutations = { message_type: 'MUTATION_REQ' };
  return {
    CassandraUnavailable: {
      troubles: [
        {
          what: 'writes lack replicas',
          changes: of(UNAVAILABLES, growing(1, BREAK - STEP), writes),
          firesAt: BREAK + minutes(1),
        },
      ],
    },
    CassandraUnavailableAbsent: missing(UNAVAILABLES, minutes(5), namespaceOf(scene)),
    CassandraRequestTimeouts: {
      troubles: [
        {
          what: 'writes time out all the time',
          changes: of(TIMEOUTS, growing(1, BREAK - STEP), writes),
          firesAt: BREAK + minutes(10),
        },
      ],
      calms: [{ what: 'one write times out', changes: of(TIMEOUTS, counting(BREAK), writes) }],
    },
    CassandraMutationsDropped: {
      troubles: [
        {
          what: 'writes are dropped all the time',
          changes: of(DROPPED, growing(1, BREAK - STEP), mutations),
          firesAt: BREAK + minutes(5),
        },
      ],
      calms: [{ what: 'reads are dropped', changes: of(DROPPED, growing(1, BREAK), { message_type: 'READ_REQ' }) }],
    },
  };
}

function hints(scene: Scene): Record<string, Proof> {
  const [pod = ''] = podsOfCassandra(scene);
  const since = growing(1, BREAK - STEP);
  const of = (metric: string, values: Values): Change[] => [{ metric, where: { pod }, values }];
  const firesAt = BREAK + minutes(1);
  return {
    CassandraHints: {
      troubles: [
        { what: 'writes are kept for another site', changes: of(HINTS, since), firesAt },
        { what: 'writes that were kept are still delivered', changes: of(DELIVERED, since), firesAt },
        {
          what: 'a node has never delivered any, and has no counter of them',
          changes: [...of(HINTS, since), { metric: DELIVERED, values: () => undefined }],
          firesAt,
        },
      ],
      calms: [{ what: 'a packet is lost', changes: of(HINTS, counting(BREAK)) }],
    },
    CassandraHintsAbsent: missing(HINTS, minutes(5), namespaceOf(scene)),
  };
}

function load(scene: Scene): Record<string, Proof> {
  const [pod = ''] = podsOfCassandra(scene);
  const pending = (pool: string, values: Values): Change[] => [
    { metric: PENDING, where: { pod, pool_name: pool }, values },
  ];
  return {
    CassandraWritesWait: {
      troubles: [
        {
          what: '101 writes wait',
          changes: pending('MutationStage', from(BREAK, always(0), always(101))),
          firesAt: BREAK + minutes(10),
          instances: [{ labels: { pod } }],
        },
      ],
      calms: [
        { what: '100 writes wait', changes: pending('MutationStage', always(100)) },
        { what: 'reads wait', changes: pending('ReadStage', always(1000)) },
      ],
    },
  };
}

function repair(scene: Scene): Record<string, Proof> {
  const age = (values: Values): Change[] => [{ metric: REPAIR, values }];
  return {
    CassandraRepairOld: {
      troubles: [
        {
          what: 'the last repair was eight days ago',
          changes: age((now) => (days(8) + now - BREAK) * 1000),
          firesAt: BREAK + STEP + hours(20),
        },
        { what: 'there was never any', changes: age(always(NEVER_REPAIRED)), firesAt: hours(20) },
      ],
      calms: [
        { what: 'the first repair takes 19 hours', changes: age(from(hours(19), always(NEVER_REPAIRED), always(0))) },
      ],
    },
    CassandraRepairOldAbsent: missing(REPAIR, hours(1), namespaceOf(scene)),
  };
}

/** Pods of the StatefulSets that cass-operator makes, one for each rack. */
export function podsOfCassandra(scene: Scene): string[] {
  return rackSetsOf(scene).map((set) => `${set}-0`);
}

/** StatefulSets that cass-operator makes of the datacenter in the site: a rack for each zone. The K8ssandraCluster is in one site. */
export function rackSetsOf({ app, fleet, site }: Scene): string[] {
  if (app.workload.system !== 'Cassandra') return [];
  const zones = fleet.facts.sites.find(({ name }) => name === site)?.zones ?? [];
  return zones.map((zone) => `${app.name}-${site}-${zone}-sts`);
}

function namespaceOf({ app }: Scene): Record<string, string> {
  return { namespace: app.namespace };
}
