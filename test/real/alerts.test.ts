import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { EXPORTERS, proofsOf } from './alerts/exporters';
import { metricsOf } from './alerts/expression';
import { fixtures } from './alerts/fixtures';
import { Promtool, type PromtoolCase } from './alerts/promtool';
import { alertsIn, distinct, scenesOf } from './alerts/scene';
import { healthyTest, testsOf } from './alerts/unit-tests';
import { type Program, describeWith, missingPrograms, versionOf } from './support/programs';

const PROMTOOL: Program = {
  name: 'promtool',
  from: 'Debian package prometheus, or https://prometheus.io/download/',
  version: ['promtool', '--version'],
};

const SCENES = fixtures().flatMap(scenesOf);

describe.each(SCENES)('$title', (scene) => {
  test('an alert says how loud it is, of what, from where, and what is wrong', () => {
    for (const { labels, annotations } of alertsIn(scene)) {
      expect(labels).toMatchObject({ dr_app: scene.app.name, dr_site: scene.site });
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\w{3}/);
    }
  });

  test('each metric is scraped by an object of the output, or somebody is asked to', () => {
    const metrics = [...new Set(alertsIn(scene).flatMap(({ expr }) => metricsOf(expr)))];
    expect(metrics.length).toBeGreaterThan(0);
    const unscraped = metrics.filter((metric) => {
      const exporter = EXPORTERS.find(({ metrics: names }) => names.test(metric));
      return exporter?.scrapedBy(scene) === undefined;
    });
    expect(unscraped).toEqual([]);
  });
});

describeWith(
  'alerts in promtool',
  missingPrograms([PROMTOOL]),
  () => [versionOf(PROMTOOL)],
  () => {
    const proved = new Set<string>();
    let folder: string;
    beforeAll(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-alerts-'));
    });
    afterAll(() => fs.rmSync(folder, { recursive: true }));

    test.each(SCENES)('$title: Prometheus takes the rules, and evaluates them as they are proved', ({ groups }) => {
      expect(new Set(groups.map(({ interval }) => interval))).toEqual(new Set(['30s']));
      expect(new Promtool(folder).check(groups)).toBe('');
    });

    describe.each(distinct(SCENES))('$title', (scene) => {
      const proofs = proofsOf(scene);
      const names = alertsIn(scene).map(({ alert }) => alert);
      let failures: Map<string, string>;
      beforeAll(() => {
        const cases = alertsIn(scene).flatMap((rule) => {
          const proof = proofs[rule.alert];
          const groups = [{ name: 'alone', rules: [rule] }];
          return proof ? [{ name: rule.alert, groups, tests: testsOf(scene, rule, proof) }] : [];
        });
        // Sites share most of their alerts, and what Prometheus sees there: those are proved once.
        const keyOf = (one: PromtoolCase) => JSON.stringify(one).replaceAll(`"dr_site":"${scene.site}"`, '');
        const fresh = cases.filter((one) => !proved.has(keyOf(one)));
        const together = { name: 'all', groups: scene.groups, tests: [healthyTest(scene)] };
        failures = new Promtool(folder).test([together, ...fresh]);
        cases.filter(({ name }) => !failures.has(name)).forEach((one) => proved.add(keyOf(one)));
      });

      test('every alert has a proof here, and every proof an alert', () => {
        expect(Object.keys(proofs).sort()).toEqual([...names].sort());
      });

      test('nothing fires while all is well', () => {
        expect(failures.get('all') ?? '').toBe('');
      });

      test.each(names)('%s', (name) => {
        expect(failures.get(name) ?? '').toBe('');
      });
    });
  },
);
