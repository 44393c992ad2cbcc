import { BREAK, type Change, type Exporter, type Proof, minutes, missing } from './proof';
import { type Scene, namesOf } from './scene';
import { podLabels, prerequisiteOf } from './scraping';
import { STEP, type Series, type Values, always, from } from './series';

const OUT_OF_SYNC = 'volsync_volume_out_of_sync';
const DURATION = 'volsync_sync_duration_seconds';
/** What the example says that a copy takes at most, in seconds. */
const LONGEST_COPY = 300;

/** VolSync in a site: metrics of each end of a copy as in its controllers/metrics.go. */
export const volSync: Exporter = {
  name: 'VolSync',
  metrics: /^volsync_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'volsync', /metrics scraped/),

  healthy(scene) {
    return [
      ...namesOf(scene, 'ReplicationSource').flatMap((name) => copy(scene, name, 'source')),
      ...namesOf(scene, 'ReplicationDestination').flatMap((name) => copy(scene, name, 'destination')),
    ];
  },

  proofs(scene): Record<string, Proof> {
    const [name = ''] = namesOf(scene, 'ReplicationSource');
    if (name === '') return {};
    const where = { obj_namespace: scene.app.namespace, role: 'source', method: 'rsync-tls' };
    const instances = [{ labels: { obj_name: name } }];
    const late = (values: Values): Change[] => [{ metric: OUT_OF_SYNC, where: { obj_name: name }, values }];
    const taking = (quantile: string, seconds: number): Change[] => [
      { metric: DURATION, where: { obj_name: name, quantile }, values: from(BREAK, always(60), always(seconds)) },
    ];
    return {
      VolumeCopyOverdue: {
        troubles: [
          {
            what: 'a copy is not complete in time',
            changes: late(from(BREAK, always(0), always(1))),
            instances,
            firesAt: BREAK + minutes(1),
          },
          { what: 'the first copy is never complete', changes: late(always(1)), instances, firesAt: minutes(1) },
        ],
        calms: [
          { what: 'it is complete a moment late', changes: late((now) => (now >= BREAK && now < BREAK + 60 ? 1 : 0)) },
        ],
      },
      VolumeCopyOverdueAbsent: missing(OUT_OF_SYNC, minutes(15), where),
      VolumeCopySlow: {
        troubles: [
          {
            what: 'a copy takes longer than the recovery point counts on',
            changes: taking('0.99', LONGEST_COPY + 1),
            instances,
            firesAt: BREAK + minutes(1),
          },
        ],
        calms: [
          { what: 'a copy takes as long as it may', changes: taking('0.99', LONGEST_COPY) },
          { what: 'no copy of a day is known', changes: taking('0.99', NaN) },
        ],
      },
    };
  },
};

function copy(scene: Scene, name: string, role: string): Series[] {
  const pod = podLabels('volsync-system', 'volsync-7c9d8b6f5-abcde', 'manager');
  const labels = { ...pod, obj_name: name, obj_namespace: scene.app.namespace, role, method: 'rsync-tls' };
  return [
    // Until the first copy is complete the volume is out of sync: it was, one step ago.
    { metric: OUT_OF_SYNC, labels, values: from(STEP, always(1), always(0)) },
    ...['0.5', '0.9', '0.99'].map((quantile) => ({
      metric: DURATION,
      labels: { ...labels, quantile },
      values: always(60),
    })),
  ];
}
