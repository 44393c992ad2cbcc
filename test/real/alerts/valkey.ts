import { BREAK, type Change, type Exporter, type Proof, minutes, missing } from './proof';
import { type Scene, isActive, namesOf, peersOf } from './scene';
import { podLabels } from './scraping';
import { STEP, type Series, type Values, always, from, never } from './series';

const UP = 'redis_up';
const INFO = 'redis_instance_info';
const MASTER_OFFSET = 'redis_master_repl_offset';
const SLAVE_OFFSET = 'redis_connected_slave_offset_bytes';
const LINK = 'redis_master_link_up';
const WRITE = 'redis_aof_last_write_status';
const REWRITE = 'redis_aof_last_bgrewrite_status';
const USED = 'redis_memory_used_bytes';
const LIMIT = 'redis_memory_max_bytes';
const GIB = 2 ** 30;
const BYTES_PER_SECOND = 1000;
/** Lag that the library allows by default, in seconds. */
const MAX_LAG = 30;

/** Servers of Valkey in a site, by redis_exporter: names and labels as in its exporter/exporter.go and info.go. */
export const valkey: Exporter = {
  name: 'Valkey',
  metrics: /^redis_/,
  scrapedBy: (scene) => namesOf(scene, 'PodMonitor').find((name) => name === 'valkey'),

  healthy(scene) {
    return podsOf(scene).flatMap((pod, index) => server(scene, pod, index));
  },

  proofs(scene) {
    if (podsOf(scene).length === 0) return {};
    return { ...replication(scene), ...link(scene), ...servers(scene) };
  },
};

/** The first server leads its site: it is the primary, or follows that; the others of the site follow it. */
function server(scene: Scene, pod: string, index: number): Series[] {
  const labels = labelsOf(scene, pod);
  const series = (metric: string, values: Values, own: Record<string, string> = {}): Series => ({
    metric,
    labels: { ...labels, ...own },
    values,
  });
  const isPrimary = index === 0 && isActive(scene);
  return [
    series(UP, always(1)),
    series(INFO, always(1), infoOf(isPrimary ? 'master' : 'slave')),
    series(MASTER_OFFSET, written),
    series(WRITE, always(1)),
    series(REWRITE, always(1)),
    series(USED, always(GIB)),
    series(LIMIT, always(2 * GIB)),
    ...(isPrimary ? [] : [series(LINK, always(1), { master_host: addressOf(scene, 'use1'), master_port: '6379' })]),
    ...(index === 0 ? [follower(scene, `valkey-1.${scene.site}`, copied)] : []),
    ...(isPrimary ? peersOf(scene) : []).map((site) => follower(scene, addressOf(scene, site), copied)),
  ];
}

const written: Values = (now) => now * BYTES_PER_SECOND;
/** What a copy has that is as late as it may be. */
const copied: Values = (now) => (now - MAX_LAG) * BYTES_PER_SECOND;

function follower(scene: Scene, address: string, values: Values): Series {
  const labels = { ...labelsOf(scene, 'valkey-0'), slave_ip: address, slave_port: '6379', slave_state: 'online' };
  return { metric: SLAVE_OFFSET, labels, values };
}

function replication(scene: Scene): Record<string, Proof> {
  const { namespace } = scene.app;
  const absent = missing(INFO, minutes(5), { namespace, pod: 'valkey-0' });
  if (!isActive(scene)) {
    // Its leader becomes the primary, and nobody follows it.
    const promotion: Change[] = [{ metric: INFO, where: { pod: 'valkey-0' }, values: from(BREAK, always(1), never) }];
    const primary = { ...labelsOf(scene, 'valkey-0'), ...infoOf('master') };
    const added = [
      { metric: INFO, labels: primary, values: from(BREAK, never, always(1)) },
      follower(scene, addressOf(scene, peersOf(scene)[0] ?? ''), from(BREAK, never, always(0))),
    ];
    const lagging = { ...added[1]!.labels };
    return {
      ValkeyReplicationLagging: {
        troubles: [
          {
            what: 'it was promoted, and a copy does not follow',
            changes: promotion,
            added,
            firesAt: BREAK + minutes(1),
            instances: [{ labels: lagging }],
          },
        ],
      },
      ValkeyReplicationLaggingAbsent: absent,
      ValkeyReplicaMissing: {
        troubles: [
          {
            what: 'it was promoted, and nobody follows',
            changes: promotion,
            added: added.slice(0, 1),
            firesAt: BREAK + minutes(1),
            instances: [{ labels: primary }],
          },
        ],
      },
    };
  }
  const [peer = ''] = peersOf(scene);
  const copy = (values: Values): Change[] => [
    { metric: SLAVE_OFFSET, where: { slave_ip: addressOf(scene, peer) }, values },
  ];
  const stuck = copied(BREAK) ?? 0;
  return {
    ValkeyReplicationLagging: {
      troubles: [
        {
          what: 'a copy stands still',
          changes: copy(from(BREAK, copied, always(stuck))),
          firesAt: BREAK + STEP + minutes(1),
          instances: [{ labels: follower(scene, addressOf(scene, peer), always(0)).labels }],
        },
      ],
      calms: [
        {
          what: 'a copy stands still for a moment',
          changes: copy((now) => (now >= BREAK && now <= BREAK + 60 ? stuck : copied(now))),
        },
        {
          what: 'a replica of the same site stands still',
          changes: [{ metric: SLAVE_OFFSET, where: { slave_ip: `valkey-1.${scene.site}` }, values: always(0) }],
        },
      ],
    },
    ValkeyReplicationLaggingAbsent: absent,
    ValkeyReplicaMissing: {
      troubles: [
        {
          what: 'a passive site is not connected',
          changes: copy(from(BREAK, copied, never)),
          firesAt: BREAK + minutes(1),
          instances: [{ labels: { ...labelsOf(scene, 'valkey-0'), ...infoOf('master') } }],
        },
      ],
      calms: [
        {
          what: 'it connects again',
          changes: copy((now) => (now >= BREAK && now < BREAK + 60 ? undefined : copied(now))),
        },
      ],
    },
  };
}

function link(scene: Scene): Record<string, Proof> {
  const pod = isActive(scene) ? 'valkey-1' : 'valkey-0';
  const labels = { ...labelsOf(scene, pod), master_host: addressOf(scene, 'use1'), master_port: '6379' };
  return { ValkeyReplicaDisconnected: broken(LINK, pod, labels) };
}

function servers(scene: Scene): Record<string, Proof> {
  const pod = 'valkey-0';
  const labels = labelsOf(scene, pod);
  const used = (share: number): Change[] => [
    { metric: USED, where: { pod }, values: from(BREAK, always(0), always(2 * GIB * share)) },
  ];
  return {
    ValkeyDown: broken(UP, pod, labels),
    ValkeyDownAbsent: missing(UP, minutes(5), { namespace: scene.app.namespace }),
    ValkeyPersistenceFailing: {
      troubles: [...broken(WRITE, pod, labels).troubles, ...broken(REWRITE, pod, labels).troubles],
    },
    ValkeyMemoryFilling: {
      troubles: [{ what: '86 %', changes: used(0.86), firesAt: BREAK + minutes(5), instances: [{ labels }] }],
      calms: [{ what: '84 %', changes: used(0.84) }],
    },
  };
}

/** Something that is 1 while all is well. */
function broken(metric: string, pod: string, labels: Series['labels']): Proof {
  const off = (seconds: number): Change[] => [
    { metric, where: { pod }, values: (now) => (now >= BREAK && now < BREAK + seconds ? 0 : 1) },
  ];
  return {
    troubles: [
      { what: `${metric} is 0`, changes: off(Infinity), firesAt: BREAK + minutes(1), instances: [{ labels }] },
    ],
    calms: [{ what: 'for a moment', changes: off(60) }],
  };
}

function podsOf(scene: Scene): string[] {
  return namesOf(scene, 'StatefulSet').includes('valkey') ? ['valkey-0', 'valkey-1'] : [];
}

function addressOf({ app }: Scene, site: string): string {
  return `valkey-0.${site}.valkey.${app.namespace}.svc.clusterset.local`;
}

function infoOf(role: string): Record<string, string> {
  return { role, redis_mode: 'standalone', redis_version: '7.2.4', maxmemory_policy: 'noeviction', tcp_port: '0' };
}

function labelsOf({ app }: Scene, pod: string): Record<string, string> {
  return podLabels(app.namespace, pod, 'metrics');
}
