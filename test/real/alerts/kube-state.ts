import { rackSetsOf } from './cassandra';
import { drillProofs, drillSeries } from './drills';
import { BREAK, type Change, type Exporter, type Proof, hours, minutes, missing } from './proof';
import { FIRST_COMPLETION, completions, promisedAge } from './rhythm';
import { type Scene, isActive, namesOf } from './scene';
import { prerequisiteOf } from './scraping';
import { STEP, type Series, always, from, never } from './series';

const LAST_SUCCESS = 'kube_cronjob_status_last_successful_time';
const WANTED = 'kube_statefulset_replicas';
const READY = 'kube_statefulset_status_replicas_ready';
const AVAILABLE = 'kube_deployment_status_replicas_available';
/** The CronJob that looks for backups of Cassandra: every ten minutes, for one. */
const BACKUP_AGE = 'cassandra-backup-age';
const LOOKS = { interval: minutes(10), duration: minutes(1) };

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
    const cronJobs = namesOf(scene, 'CronJob').filter((name) => name !== 'restore-drill');
    return [
      ...drillSeries(scene),
      ...statefulSetsOf(scene).flatMap(({ name, replicas }) => [
        series(WANTED, { statefulset: name }, always(replicas)),
        series(READY, { statefulset: name }, always(replicas)),
      ]),
      ...namesOf(scene, 'Deployment').map((deployment) => series(AVAILABLE, { deployment }, always(2))),
      ...cronJobs.map((cronjob) =>
        series(LAST_SUCCESS, { cronjob }, completions(cronjob === BACKUP_AGE ? looking(scene) : scene)),
      ),
      ...namesOf(scene, 'Job').map((job) =>
        series('kube_job_status_active', { job_name: job }, from(minutes(10), always(1), always(0))),
      ),
    ];
  },

  proofs(scene) {
    return {
      ...drillProofs(scene),
      ...(namesOf(scene, 'StatefulSet').includes('etcd') && etcdMembers(scene)),
      ...(namesOf(scene, 'CronJob').includes('etcd-snapshot') && etcdSnapshots(scene)),
      ...(namesOf(scene, 'Job').some((name) => name.startsWith('cockroachdb-')) &&
        setup(scene, 'CockroachDbSetupUnfinished', true)),
      ...(namesOf(scene, 'Job').some((name) => name.startsWith('cassandra-')) &&
        setup(scene, 'CassandraSetupUnfinished', false)),
      ...(rackSetsOf(scene).length > 0 && cassandraNodes(scene)),
      ...(namesOf(scene, 'CronJob').includes(BACKUP_AGE) && cassandraBackups(scene)),
      ...(namesOf(scene, 'StatefulSet').includes('workload') && custom(scene)),
      ...(scene.app.workload.system === 'dynamodb' && dataHealth(scene)),
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

/** A Job that never completes. Setup is repeated by Jobs of other names, so that there may be none. */
function setup(scene: Scene, alert: string, removed: boolean): Record<string, Proof> {
  const active = 'kube_job_status_active';
  return {
    [alert]: {
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
        ...(removed
          ? [{ what: 'Jobs are removed when they are done', changes: [{ metric: active, values: never }] }]
          : []),
      ],
    },
  };
}

function cassandraNodes(scene: Scene): Record<string, Proof> {
  const [statefulset = ''] = rackSetsOf(scene);
  const ready = (values: Series['values']): Change[] => [{ metric: READY, where: { statefulset }, values }];
  return {
    CassandraNodesMissing: {
      troubles: [
        {
          what: 'a node is not ready',
          changes: ready(from(BREAK, always(1), always(0))),
          firesAt: BREAK + minutes(10),
        },
      ],
      calms: [{ what: 'a node restarts', changes: ready(zero(minutes(9), 1)) }],
    },
  };
}

function cassandraBackups(scene: Scene): Record<string, Proof> {
  const ends = completions(looking(scene), 0);
  const where = { namespace: scene.app.namespace, cronjob: BACKUP_AGE };
  return {
    CassandraBackupOld: {
      troubles: [
        {
          what: 'no new backup is found for half an hour',
          changes: [{ metric: LAST_SUCCESS, where, values: ends }],
          firesAt: FIRST_COMPLETION + minutes(30) + STEP + minutes(5),
        },
      ],
      calms: [
        {
          what: 'two looks in a row fail',
          changes: [
            {
              metric: LAST_SUCCESS,
              where,
              values: (now) => (now < 1860 ? ends(now) : completions(looking(scene))(now)),
            },
          ],
        },
      ],
    },
    CassandraBackupOldAbsent: missing(LAST_SUCCESS, promisedAge(scene) + minutes(30), where),
  };
}

/** Pods of any image. Silent where none are wanted. */
function custom(scene: Scene): Record<string, Proof> {
  const where = { statefulset: 'workload' };
  const labels = labelsOf(scene, where);
  const ready = (values: Series['values']): Change[] => [{ metric: READY, where, values }];
  // A passive site wants pods as soon as a runbook says so.
  const wanted: Change[] = isActive(scene)
    ? []
    : [{ metric: WANTED, where, values: from(BREAK, always(0), always(1)) }];
  const before = isActive(scene) ? 1 : 0;
  const none = [...wanted, ...ready(from(BREAK, always(before), always(0)))];
  const back = (seconds: number) => [
    ...wanted,
    ...ready(isActive(scene) ? zero(seconds, 1) : from(BREAK + seconds, always(0), always(1))),
  ];
  return {
    WorkloadDown: {
      troubles: [{ what: 'no pod is ready', changes: none, firesAt: BREAK + minutes(1), instances: [{ labels }] }],
      calms: [{ what: 'it is ready in a minute', changes: back(60) }],
    },
    WorkloadDownAbsent: missing(WANTED, minutes(1), { namespace: scene.app.namespace, ...where }),
    WorkloadPodsMissing: {
      troubles: [{ what: 'no pod is ready', changes: none, firesAt: BREAK + minutes(10), instances: [{ labels }] }],
      calms: [{ what: 'a volume takes its time', changes: back(minutes(9)) }],
    },
  };
}

function dataHealth(scene: Scene): Record<string, Proof> {
  const where = { namespace: scene.app.namespace, deployment: 'data-health' };
  const available = (values: Series['values']): Change[] => [{ metric: AVAILABLE, where, values }];
  return {
    DataHealthFailing: {
      troubles: [
        {
          what: 'no pod gets an answer',
          changes: available(zero(Infinity, 2)),
          firesAt: BREAK + minutes(1),
          instances: [{ labels: labelsOf(scene, where) }],
        },
      ],
      calms: [
        { what: 'one of two pods gets answers', changes: available(always(1)) },
        { what: 'it lasts a moment', changes: available(zero(60, 2)) },
      ],
    },
    DataHealthFailingAbsent: missing(AVAILABLE, minutes(1), where),
  };
}

/** Nothing for some seconds. */
function zero(seconds: number, otherwise: number): Series['values'] {
  return (now) => (now >= BREAK && now < BREAK + seconds ? 0 : otherwise);
}

function looking(scene: Scene): Scene {
  return { ...scene, rhythm: LOOKS };
}

/** Those of the output, and those that operators make. */
function statefulSetsOf(scene: Scene): { name: string; replicas: number }[] {
  const own = scene.objects.filter(
    ({ kind, metadata }) => kind === 'StatefulSet' && metadata.namespace === scene.app.namespace,
  );
  return [
    ...own.map(({ metadata, spec }) => ({ name: metadata.name, replicas: (spec as { replicas: number }).replicas })),
    ...rackSetsOf(scene).map((name) => ({ name, replicas: 1 })),
  ];
}

function labelsOf({ app }: Scene, own: Record<string, string>): Record<string, string> {
  return { namespace: app.namespace, job: 'kube-state-metrics', instance: '10.0.1.1:8080', ...own };
}
