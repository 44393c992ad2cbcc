import type { Rule } from '../../observability/rules';
import { metricsOf } from './expression';
import { type Calm, type Instance, type Proof, type Trouble, days, hours, minutes } from './proof';
import type { PromtoolTest } from './promtool';
import type { Scene } from './scene';
import { STEP, type Series, nameOf, samplesOf } from './series';
import { changed, elsewhere, healthyWorld } from './world';

/** How long nothing may fire, in seconds, where nothing should: at least so long. */
const QUIET = hours(2.5);

type Given = (name: string, series: Series[], until: number) => PromtoolTest;

/** Tests of one alert: it fires in time and no earlier, and it is silent about everything else. */
export function testsOf(scene: Scene, rule: Rule, { troubles, calms = [] }: Proof): PromtoolTest[] {
  const metrics = metricsOf(rule.expr);
  const world = healthyWorld(scene);
  // Longer than the alert waits for.
  const quiet = Math.max(QUIET, ...troubles.map(({ firesAt }) => firesAt + STEP));
  // Prometheus is given the series that matter, which is faster.
  const given: Given = (name, series, until) =>
    input(
      name,
      series.filter(({ metric }) => metrics.includes(metric)),
      until,
    );
  return [
    ...troubles.flatMap((trouble) => [
      firing(given, scene, rule, world, trouble),
      notOurs(given, scene, rule, world, trouble, quiet),
    ]),
    ...calms.map((calm) => silent(given, rule, world, calm, quiet)),
  ];
}

/** The test of all alerts at once: none fires while all is well. */
export function healthyTest(scene: Scene): PromtoolTest {
  const world = healthyWorld(scene);
  // Two backups, and what the second one may take.
  const quiet = Math.max(QUIET, 2 * scene.rhythm.interval + scene.rhythm.duration);
  return {
    ...input('all is well', [...world, ...elsewhere(scene, world)], quiet),
    promql_expr_test: [noneFires('{alertstate="firing"}', quiet)],
  };
}

function firing(given: Given, scene: Scene, rule: Rule, world: Series[], trouble: Trouble): PromtoolTest {
  const { what, changes = [], added, firesAt, instances = [{ labels: {} }] } = trouble;
  const step = stepOf(firesAt);
  const at = Math.ceil(firesAt / step) * step;
  const before = at - step;
  // Another application is well, which must not hide the trouble.
  const series = [...changed(world, changes, added), ...elsewhere(scene, world)];
  return {
    ...given(what, series, at),
    alert_rule_test: [
      { eval_time: `${at}s`, alertname: rule.alert, exp_alerts: instances.map((one) => expected(rule, one)) },
    ],
    promql_expr_test: before > 0 ? [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, before)] : [],
  };
}

function notOurs(
  given: Given,
  scene: Scene,
  rule: Rule,
  world: Series[],
  trouble: Trouble,
  quiet: number,
): PromtoolTest {
  const { what, changes = [], added } = trouble;
  const others = elsewhere(scene, changed(world, changes, added));
  return {
    ...given(`another application: ${what}`, [...world, ...others], quiet),
    promql_expr_test: [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, quiet)],
  };
}

function silent(given: Given, rule: Rule, world: Series[], calm: Calm, quiet: number): PromtoolTest {
  const { what, changes = [], added } = calm;
  return {
    ...given(what, changed(world, changes, added), quiet),
    promql_expr_test: [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, quiet)],
  };
}

/** Seconds between samples, and between evaluations: more where an alert waits for weeks, up to what Prometheus looks back. */
function stepOf(until: number): number {
  return until > days(2) ? minutes(5) : STEP;
}

function input(name: string, series: Series[], until: number): PromtoolTest {
  const step = stepOf(until);
  return {
    name,
    interval: `${step}s`,
    input_series: series.map((one) => ({ series: nameOf(one), values: samplesOf(one.values, until, step) })),
  };
}

function noneFires(selector: string, until: number) {
  const expr = `count by (alertname) (count_over_time(ALERTS${selector}[${until + 1}s]))`;
  return { expr, eval_time: `${until}s`, exp_samples: [] };
}

function expected({ labels: own, annotations }: Rule, { labels, rendered = {} }: Instance): object {
  const summary = Object.entries(rendered).reduce(
    (text, [template, value]) => text.replaceAll(template, value),
    annotations.summary ?? '',
  );
  return { exp_labels: { ...labels, ...own }, exp_annotations: { ...annotations, summary } };
}
