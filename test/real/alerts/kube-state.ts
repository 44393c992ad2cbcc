import { BREAK, type Exporter, type Proof, hours, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import { type Scene, namesOf } from './scene';
import { prerequisiteOf } from './scraping';
import { STEP, type Series, always, from, never } from './series';

const LAST_SUCCESS = 'kube_cronjob_status_last_successful_time';

/** kube-state-metrics in a site: what Kubernetes knows of the application's objects. */
export const kubeState: Exporter = {
  name: 'kube-state-metrics',
  metrics: /^kube_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'prometheus-operator', /scrapes .*kube-state-metrics/),

  healthy(scene) {
    const series = (metric: string, own: Record<string, string>, values: Series['values']): Series => ({
      metric,
      labels: labelsOf(scene, own),
      values,
    });
    return [
      ...namesOf(scene, 'StatefulSet').flatMap((statefulset) => [
        series('kube_statefulset_replicas', { statefulset }, always(1)),
        series('kube_statefulset_status_replicas_ready', { statefulset }, always(1)),
      ]),
      ...namesOf(scene, 'CronJob').map((cronjob) => series(LAST_SUCCESS, { cronjob }, completions(scene))),
      ...namesOf(scene, 'Job').map((job) =>
        series('kube_job_status_active', { job_name: job }, from(minutes(10), always(1), always(0))),
      ),
    ];
  },

  proofs(scene) {
    return {
      ...(namesOf(scene, 'StatefulSet').includes('etcd') && etcdMembers(scene)),
      ...(namesOf(scene, 'CronJob').includes('etcd-snapshot') && etcdSnapshots(scene)),
      ...(namesOf(scene, 'Job').some((name) => name.startsWith('cockroachdb-')) && cockroachDbSetup(scene)),
    };
  },
};

function etcdMembers(scene: Scene): Record<string, Proof> {
  const ready = 'kube_statefulset_status_replicas_ready';
  return {
    EtcdMembersMissing: {
      troubles: [
        {
          what: 'a member is not ready',
          changes: [{ metric: ready, values: from(BREAK, always(1), always(0)) }],
          firesAt: BREAK + minutes(10),
          instances: [{ labels: labelsOf(scene, { statefulset: 'etcd' }) }],
        },
      ],
      calms: [
        {
          what: 'a node is replaced',
          changes: [{ metric: ready, values: (now) => (now >= BREAK && now < BREAK + minutes(9) ? 0 : 1) }],
        },
      ],
    },
  };
}

function etcdSnapshots(scene: Scene): Record<string, Proof> {
  const stuck = completions(scene, 0);
  return {
    EtcdSnapshotOld: {
      troubles: [
        {
          what: 'no snapshot but the first',
          changes: [{ metric: LAST_SUCCESS, values: stuck }],
          firesAt: FIRST_COMPLETION + promisedAge(scene) + STEP + minutes(10),
        },
      ],
      calms: [
        {
          what: 'one snapshot fails, and the next one is quick',
          changes: [
            {
              metric: LAST_SUCCESS,
              values: (now) => (now < promisedAge(scene) ? stuck(now) : completions(scene)(now)),
            },
          ],
        },
      ],
    },
    EtcdSnapshotOldAbsent: missing(LAST_SUCCESS, promisedAge(scene), {
      namespace: scene.app.namespace,
      cronjob: 'etcd-snapshot',
    }),
  };
}

function cockroachDbSetup(scene: Scene): Record<string, Proof> {
  const active = 'kube_job_status_active';
  return {
    CockroachDbSetupUnfinished: {
      troubles: namesOf(scene, 'Job').map((job) => ({
        what: `${job.replace(/-[0-9a-f]+$/, '')} never completes`,
        changes: [{ metric: active, where: { job_name: job }, values: from(minutes(15), always(0), always(1)) }],
        firesAt: minutes(15) + hours(1),
      })),
      calms: [
        {
          what: 'it takes half an hour',
          changes: [{ metric: active, values: from(minutes(30), always(1), always(0)) }],
        },
        { what: 'Jobs are removed when they are done', changes: [{ metric: active, values: never }] },
      ],
    },
  };
}

function labelsOf({ app }: Scene, own: Record<string, string>): Record<string, string> {
  return { namespace: app.namespace, job: 'kube-state-metrics', instance: '10.0.1.1:8080', ...own };
}
