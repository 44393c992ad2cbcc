import { podsOfCassandra } from './cassandra';
import { podsOfKafka } from './kafka';
import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import type { Scene } from './scene';
import { prerequisiteOf } from './scraping';
import { type Series, always, from } from './series';

const AVAILABLE = 'kubelet_volume_stats_available_bytes';
const CAPACITY = 'kubelet_volume_stats_capacity_bytes';
const GIB = 2 ** 30;

/** The kubelets of a site, which know how full volumes are. */
export const kubelet: Exporter = {
  name: 'kubelet',
  metrics: /^kubelet_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'prometheus-operator', /scrapes .*kubelets/),

  healthy(scene) {
    return claimsOf(scene).flatMap((claim) => [
      { metric: CAPACITY, labels: labelsOf(scene, claim), values: always(100 * GIB) },
      { metric: AVAILABLE, labels: labelsOf(scene, claim), values: always(50 * GIB) },
    ]);
  },

  proofs(scene): Record<string, Proof> {
    const [cassandraClaim] = podsOfCassandra(scene).map(claimOfCassandra);
    const [kafkaClaim] = podsOfKafka(scene).map(claimOfKafka);
    return {
      ...(cassandraClaim !== undefined && {
        CassandraVolumeFilling: filling(cassandraClaim, 0.4, minutes(30), {}),
      }),
      ...(kafkaClaim !== undefined && {
        KafkaVolumeFull: filling(kafkaClaim, 0.15, minutes(5), labelsOf(scene, kafkaClaim)),
        KafkaVolumeFullAbsent: missing(AVAILABLE, minutes(15), { namespace: scene.app.namespace }),
      }),
    };
  },
};

/** Less than a share is available. */
function filling(claim: string, share: number, seconds: number, labels: Series['labels']): Proof {
  const left = (part: number) => [
    {
      metric: AVAILABLE,
      where: { persistentvolumeclaim: claim },
      values: from(BREAK, always(50 * GIB), always(part * 100 * GIB)),
    },
  ];
  return {
    troubles: [
      {
        what: 'a volume fills up',
        changes: left(share - 0.01),
        firesAt: BREAK + seconds,
        instances: [{ labels, rendered: { '{{ $labels.persistentvolumeclaim }}': claim } }],
      },
    ],
    calms: [{ what: 'as much is left as is wanted', changes: left(share + 0.01) }],
  };
}

function claimsOf(scene: Scene): string[] {
  return [...podsOfCassandra(scene).map(claimOfCassandra), ...podsOfKafka(scene).map(claimOfKafka)];
}

/** As cass-operator names the claims of its StatefulSets. */
function claimOfCassandra(pod: string): string {
  return `server-data-${pod}`;
}

/** As Strimzi names the claims of the volume with id 0. */
function claimOfKafka(pod: string): string {
  return `data-0-${pod}`;
}

function labelsOf({ app }: Scene, claim: string): Series['labels'] {
  return {
    namespace: app.namespace,
    persistentvolumeclaim: claim,
    node: 'node-a',
    instance: '10.0.0.4:10250',
    job: 'kubelet',
    metrics_path: '/metrics',
  };
}
