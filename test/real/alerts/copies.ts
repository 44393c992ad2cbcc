import { BREAK, type Exporter, type Proof, minutes, missing } from './proof';
import { type Scene, isActive, namesOf } from './scene';
import { prerequisiteOf } from './scraping';
import { STEP, type Series, type Values, always, from } from './series';

const LAST_SYNC = 'cndr_volumegroupreplication_last_sync_timestamp_seconds';
const DEGRADED = 'cndr_volumegroupreplication_degraded';
/** How often the example has its volumes copied, in seconds. A copy may take as long. */
const INTERVAL = 300;
/** csi-addons asks the storage twice in an interval. */
const ASKED = INTERVAL / 2;
/** Age of the copy as it is known, which is never exceeded while all is well. */
const OLDEST = 2 * INTERVAL + ASKED;

/** kube-state-metrics in a site, told to read the status of replicated volumes. */
export const copies: Exporter = {
  name: 'kube-state-metrics of volumes',
  metrics: /^cndr_/,
  scrapedBy: (scene) =>
    prerequisiteOf(
      scene,
      'kube-state-metrics custom resource state of VolumeGroupReplication',
      /"cndr_volumegroupreplication".*"last_sync_timestamp_seconds".*"degraded"/,
    ),

  healthy(scene) {
    return unitsOf(scene).flatMap((name) => [
      { metric: LAST_SYNC, labels: labelsOf(scene, name), values: syncs },
      { metric: DEGRADED, labels: labelsOf(scene, name), values: always(0) },
    ]);
  },

  proofs(scene): Record<string, Proof> {
    const [name = ''] = unitsOf(scene);
    if (name === '' || !isActive(scene)) return {};
    const instances = [{ labels: labelsOf(scene, name) }];
    const stuck = syncs(BREAK) ?? 0;
    const degraded = (seconds: number) => [
      { metric: DEGRADED, values: (now: number) => (now >= BREAK && now < BREAK + seconds ? 1 : 0) },
    ];
    return {
      VolumeCopyLate: {
        troubles: [
          {
            what: 'nothing is copied any more',
            changes: [{ metric: LAST_SYNC, values: from(BREAK, syncs, always(stuck)) }],
            firesAt: stuck + OLDEST + STEP + minutes(1),
            instances,
          },
        ],
      },
      VolumeCopyLateAbsent: missing(LAST_SYNC, OLDEST, { obj_namespace: scene.app.namespace, obj_name: name }),
      VolumeCopyDegraded: {
        troubles: [{ what: 'it is degraded', changes: degraded(Infinity), firesAt: BREAK + minutes(5), instances }],
        calms: [{ what: 'a resync of some minutes', changes: degraded(minutes(4)) }],
      },
    };
  },
};

/** The copy that is known, as late as it may be: each is of one interval, complete after another, and asked for late. */
const syncs: Values = (now) => Math.floor((now - INTERVAL - ASKED) / INTERVAL) * INTERVAL;

function unitsOf(scene: Scene): string[] {
  return namesOf(scene, 'VolumeGroupReplication');
}

function labelsOf({ app }: Scene, name: string): Series['labels'] {
  return {
    job: 'kube-state-metrics',
    instance: '10.0.1.1:8080',
    customresource_group: 'replication.storage.openshift.io',
    customresource_kind: 'VolumeGroupReplication',
    customresource_version: 'v1alpha1',
    obj_namespace: app.namespace,
    obj_name: name,
  };
}
