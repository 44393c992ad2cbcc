import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import { type Scene, longestRoundTrip } from './scene';
import { podLabels, podMonitorOf } from './scraping';
import { STEP, type Series, always, counting, from, histogram, never } from './series';

/** Upper bounds of etcd's buckets, in seconds: server/etcdserver/api/rafthttp/metrics.go, server/storage/wal/metrics.go. */
const ROUND_TRIP_BUCKETS = Array.from({ length: 16 }, (_, power) => 0.0001 * 2 ** power);
const SYNC_BUCKETS = Array.from({ length: 14 }, (_, power) => 0.001 * 2 ** power);
const GIB = 2 ** 30;

/** The members of etcd in a site. */
export const etcd: Exporter = {
  name: 'etcd',
  metrics: /^etcd_/,
  scrapedBy: (scene) => podMonitorOf(scene, 'etcd'),

  healthy(scene) {
    return podsOf(scene).flatMap((pod) => {
      const labels = labelsOf(scene, pod);
      const series = (metric: string, values: number): Series => ({ metric, labels, values: always(values) });
      return [
        series('etcd_server_has_leader', 1),
        series('etcd_server_leader_changes_seen_total', 1),
        series('etcd_mvcc_db_total_size_in_bytes', 2 * GIB),
        series('etcd_server_quota_backend_bytes', 8 * GIB),
        ...histogram({ metric: 'etcd_disk_wal_fsync_duration_seconds', labels }, SYNC_BUCKETS, always(0.05)),
        ...othersOf(scene, pod).flatMap((peer) => [
          { metric: 'etcd_network_active_peers', labels: { ...labels, Local: pod, Remote: peer }, values: always(1) },
          // As slow as the sites were said to be.
          ...roundTrips(labels, peer, longestRoundTrip(scene)),
        ]),
      ];
    });
  },

  proofs(scene) {
    const [pod = ''] = podsOf(scene);
    if (pod === '') return {};
    const labels = labelsOf(scene, pod);
    const [peer = ''] = othersOf(scene, pod);
    return { ...quorum(scene, pod, peer), ...timing(labels, pod, peer, heartbeatOf(scene)), ...space(labels) };
  },
};

function quorum(scene: Scene, pod: string, peer: string): Record<string, Proof> {
  const leader = 'etcd_server_has_leader';
  const peers = 'etcd_network_active_peers';
  const wait = Math.max(60, leaderlessSeconds(scene));
  return {
    EtcdNoLeader: {
      troubles: [
        {
          what: 'the member has no leader',
          changes: [{ metric: leader, values: from(BREAK, always(1), always(0)) }],
          firesAt: BREAK + wait,
          instances: [{ labels: { pod } }],
        },
      ],
      calms: [
        {
          what: 'an election',
          changes: [{ metric: leader, values: (now) => (now >= BREAK && now < BREAK + wait ? 0 : 1) }],
        },
      ],
    },
    EtcdNoLeaderAbsent: missing(leader, wait, { namespace: scene.app.namespace }),
    EtcdRedundancyLost: {
      troubles: [
        {
          what: 'a site is lost',
          changes: [{ metric: peers, where: { Remote: peer }, values: from(BREAK, always(1), always(0)) }],
          firesAt: BREAK + minutes(2),
        },
      ],
      calms: [
        {
          what: 'a member restarts',
          changes: [{ metric: peers, values: (now) => (now >= BREAK && now < BREAK + 90 ? 0 : 1) }],
        },
      ],
    },
  };
}

function timing(labels: Record<string, string>, pod: string, peer: string, heartbeat: number): Record<string, Proof> {
  const changes = 'etcd_server_leader_changes_seen_total';
  const slowly = (duration: number) => from(BREAK, always(0.001), always(duration));
  const trips = (duration: number) =>
    histogram(
      { metric: 'etcd_network_peer_round_trip_time_seconds', labels: { ...labels, To: peer } },
      ROUND_TRIP_BUCKETS,
      slowly(duration),
    );
  const syncs = (duration: number) =>
    histogram({ metric: 'etcd_disk_wal_fsync_duration_seconds', labels }, SYNC_BUCKETS, slowly(duration));
  return {
    EtcdLeaderChanges: {
      troubles: [
        {
          what: 'the fourth change within a quarter of an hour',
          changes: [{ metric: changes, values: counting(BREAK, BREAK + 120, BREAK + 240, BREAK + 360) }],
          firesAt: BREAK + 360 + minutes(5),
        },
      ],
      calms: [
        {
          what: 'three changes, as in a rolling restart',
          changes: [{ metric: changes, values: counting(BREAK, BREAK + 120, BREAK + 240) }],
        },
      ],
    },
    EtcdRoundTripSlow: {
      troubles: [
        {
          what: 'twice the round trip that the clocks are made for',
          changes: [{ metric: 'etcd_network_peer_round_trip_time_seconds_bucket', values: never }],
          added: trips(heartbeat * 2),
          // The first slow samples come after the break.
          firesAt: BREAK + STEP + minutes(10),
          instances: [{ labels: { pod, To: peer } }],
        },
      ],
    },
    EtcdSyncSlow: {
      troubles: [
        {
          what: 'syncs take 0.2 s',
          changes: [{ metric: 'etcd_disk_wal_fsync_duration_seconds_bucket', values: never }],
          added: syncs(0.2),
          firesAt: BREAK + STEP + minutes(10),
          instances: [{ labels: { pod } }],
        },
      ],
      calms: [
        {
          what: 'syncs take 0.06 s, less than it says',
          changes: [{ metric: 'etcd_disk_wal_fsync_duration_seconds_bucket', values: never }],
          added: syncs(0.06),
        },
      ],
    },
  };
}

function space(labels: Record<string, string>): Record<string, Proof> {
  const size = (share: number) => [
    { metric: 'etcd_mvcc_db_total_size_in_bytes', values: from(BREAK, always(GIB), always(share * 8 * GIB)) },
  ];
  return {
    EtcdDatabaseFilling: {
      troubles: [{ what: '81 %', changes: size(0.81), firesAt: BREAK + minutes(10), instances: [{ labels }] }],
      calms: [{ what: '79 %', changes: size(0.79) }],
    },
    EtcdDatabaseFull: {
      troubles: [{ what: '96 %', changes: size(0.96), firesAt: BREAK + minutes(1), instances: [{ labels }] }],
      calms: [{ what: '94 %', changes: size(0.94) }],
    },
  };
}

/** Pods of the members in the site. */
function podsOf({ objects, app }: Scene): string[] {
  const sets = objects.filter(
    ({ kind, metadata }) => kind === 'StatefulSet' && metadata.namespace === app.namespace && metadata.name === 'etcd',
  );
  const replicas = sets.map(({ spec }) => (spec as { replicas: number }).replicas);
  return replicas.flatMap((count) => Array.from({ length: count }, (_, index) => `etcd-${index}`));
}

/** All other members, as one of them sees them. */
function othersOf({ app, site }: Scene, pod: string): string[] {
  const all = app.placement.sites.flatMap((one) =>
    Array.from({ length: one.nodes }, (_, index) => ({ site: one.site, pod: `etcd-${index}` })),
  );
  return all.filter((one) => one.site !== site || one.pod !== pod).map((one) => `${one.site}-${one.pod}`);
}

function labelsOf({ app }: Scene, pod: string): Record<string, string> {
  return podLabels(app.namespace, pod, 'etcd');
}

function roundTrips(labels: Record<string, string>, peer: string, seconds: number): Series[] {
  const series = { metric: 'etcd_network_peer_round_trip_time_seconds', labels: { ...labels, To: peer } };
  return histogram(series, ROUND_TRIP_BUCKETS, always(seconds));
}

/** Heartbeat that the members are started with, in seconds. */
function heartbeatOf({ objects }: Scene): number {
  const [, millis] = /--heartbeat-interval=(\d+)/.exec(JSON.stringify(objects)) ?? [];
  return Number(millis) / 1000;
}

/** The longest time without a leader that the plan states for a fault. */
function leaderlessSeconds({ app }: Scene): number {
  return Math.ceil(Math.max(...app.faults.map(({ workloadGap }) => workloadGap.seconds ?? 0)));
}
