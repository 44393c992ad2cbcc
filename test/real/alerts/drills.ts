import { BREAK, type Change, type Proof, days, minutes, missing } from './proof';
import type { Scene } from './scene';
import { STEP, type Series, type Values, always, from, never } from './series';

const BEGUN = 'kube_cronjob_status_last_schedule_time';
const PASSED = 'kube_cronjob_status_last_successful_time';
const ACTIVE = 'kube_cronjob_status_active';
const DRILL = 'restore-drill';
/** When the test of this week begins and ends. */
const START = minutes(10);
const END = minutes(30);

/** The CronJob that restores a backup every week, in the site that does. */
interface Drill {
  readonly labels: Series['labels'];
  /** Time in which a backup is promised to have been restored: one test may fail, or be missed. */
  readonly limit: number;
}

/** What kube-state-metrics has of the restore tests. */
export function drillSeries(scene: Scene): Series[] {
  return drillsOf(scene).flatMap(({ labels }) => [
    { metric: BEGUN, labels, values: from(START, always(START - days(7)), always(START)) },
    { metric: PASSED, labels, values: from(END, always(END - days(7)), always(END)) },
    { metric: ACTIVE, labels, values: (now) => (now >= START && now < END ? 1 : 0) },
  ]);
}

/** Alerts on the restore tests, by name. */
export function drillProofs(scene: Scene): Record<string, Proof> {
  const [drill] = drillsOf(scene);
  if (drill === undefined) return {};
  const where = { namespace: scene.app.namespace, cronjob: DRILL };
  const passed = (values: Values): Change[] => [{ metric: PASSED, where, values }];
  const told = { firesAt: END + minutes(10), instances: [{ labels: drill.labels }] };
  return {
    RestoreDrillFailed: {
      troubles: [
        { what: 'the test of this week fails', changes: passed(always(END - days(7))), ...told },
        {
          what: 'the first test ever fails',
          changes: [...passed(never), { metric: BEGUN, where, values: from(START, never, always(START)) }],
          ...told,
        },
      ],
      calms: [{ what: 'the status is late', changes: passed(from(END + minutes(9), always(0), always(END))) }],
    },
    RestoreDrillOverdue: {
      troubles: [
        {
          what: 'neither of two tests passes',
          changes: passed(always(BREAK - drill.limit)),
          firesAt: BREAK + STEP + minutes(10),
        },
      ],
      calms: [
        {
          what: 'one test fails, and the next one takes as long as it may',
          changes: passed(from(BREAK, always(BREAK - drill.limit), always(BREAK))),
        },
      ],
    },
    RestoreDrillOverdueAbsent: missing(PASSED, drill.limit, where),
  };
}

function drillsOf({ objects, app }: Scene): Drill[] {
  const jobs = objects.filter(
    ({ kind, metadata }) => kind === 'CronJob' && metadata.name === DRILL && metadata.namespace === app.namespace,
  );
  return jobs.flatMap(({ spec }) => {
    const { suspend = false, jobTemplate } = spec as CronJobSpec;
    if (suspend) return [];
    const target = { job: 'kube-state-metrics', instance: '10.0.1.1:8080' };
    return [
      {
        labels: { namespace: app.namespace, cronjob: DRILL, ...target },
        limit: days(14) + jobTemplate.spec.activeDeadlineSeconds,
      },
    ];
  });
}

interface CronJobSpec {
  readonly suspend?: boolean;
  readonly jobTemplate: { readonly spec: { readonly activeDeadlineSeconds: number } };
}
