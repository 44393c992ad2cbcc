import type { Rule } from '../../observability/rules';
import { metricsOf } from './expression';
import { type Calm, type Instance, type Proof, type Trouble, hours } from './proof';
import type { PromtoolTest } from './promtool';
import type { Scene } from './scene';
import { STEP, type Series, nameOf, samplesOf } from './series';
import { changed, elsewhere, healthyWorld } from './world';

/** How long nothing may fire, in seconds, where nothing should: more than any alert waits for, and two backups an hour apart. */
const QUIET = hours(2.5);

type Given = (name: string, series: Series[], until: number) => PromtoolTest;

/** Tests of one alert: it fires in time and no earlier, and it is silent about everything else. */
export function testsOf(scene: Scene, rule: Rule, { troubles, calms = [] }: Proof): PromtoolTest[] {
  const metrics = metricsOf(rule.expr);
  const world = healthyWorld(scene);
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
      notOurs(given, scene, rule, world, trouble),
    ]),
    ...calms.map((calm) => silent(given, rule, world, calm)),
  ];
}

/** The test of all alerts at once: none fires while all is well. */
export function healthyTest(scene: Scene): PromtoolTest {
  const world = healthyWorld(scene);
  return {
    ...input('all is well', [...world, ...elsewhere(scene, world)], QUIET),
    promql_expr_test: [noneFires('{alertstate="firing"}', QUIET)],
  };
}

function firing(given: Given, scene: Scene, rule: Rule, world: Series[], trouble: Trouble): PromtoolTest {
  const { what, changes = [], added, firesAt, instances = [{ labels: {} }] } = trouble;
  const before = firesAt - STEP;
  // Another application is well, which must not hide the trouble.
  const series = [...changed(world, changes, added), ...elsewhere(scene, world)];
  return {
    ...given(what, series, firesAt),
    alert_rule_test: [
      { eval_time: `${firesAt}s`, alertname: rule.alert, exp_alerts: instances.map((one) => expected(rule, one)) },
    ],
    promql_expr_test: before > 0 ? [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, before)] : [],
  };
}

function notOurs(given: Given, scene: Scene, rule: Rule, world: Series[], trouble: Trouble): PromtoolTest {
  const { what, changes = [], added } = trouble;
  const others = elsewhere(scene, changed(world, changes, added));
  return {
    ...given(`another application: ${what}`, [...world, ...others], QUIET),
    promql_expr_test: [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, QUIET)],
  };
}

function silent(given: Given, rule: Rule, world: Series[], { what, changes = [], added }: Calm): PromtoolTest {
  return {
    ...given(what, changed(world, changes, added), QUIET),
    promql_expr_test: [noneFires(`{alertname="${rule.alert}",alertstate="firing"}`, QUIET)],
  };
}

function input(name: string, series: Series[], until: number): PromtoolTest {
  return {
    name,
    interval: `${STEP}s`,
    input_series: series.map((one) => ({ series: nameOf(one), values: samplesOf(one.values, until) })),
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
