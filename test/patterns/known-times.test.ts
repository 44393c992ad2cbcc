import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { Basis, type KnownTimeProps, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import type { BoundTree } from '../../src/recovery/bound-tree';
import { refusals } from '../support/errors';
import { deploy } from '../support/fleet';

const PROPAGATION = 'propagation of the health status';
const gameDay = (term: string, seconds: number): KnownTimeProps => ({
  term,
  time: Duration.seconds(seconds),
  source: 'game day of 2026-10-02, 4 failovers',
});
const orders = (dr: Parameters<typeof deploy>[1] & object = {}) => Synthesized.of((app) => void deploy(app, dr));
const rtoOf = (output: Synthesized) => output.plan.apps[0]!.rto;
const leaves = (tree: BoundTree): BoundTree[] => tree.parts?.flatMap(leaves) ?? [tree];
const assumedTerms = [...new Set(leaves(rtoOf(orders()).tree).filter(({ basis }) => basis === Basis.ASSUMED))].map(
  ({ name }) => name,
);

describe('a measurement', () => {
  const measured = orders({ dr: { measurements: [gameDay(PROPAGATION, 4)] } });

  test('takes the place of what is assumed, everywhere: 10 s of propagation become 4', () => {
    expect(rtoOf(measured).boundSeconds).toBe(rtoOf(orders()).boundSeconds! - 6);
    const found = [rtoOf(measured).tree, ...Object.values(measured.plan.apps[0]!.gaps)]
      .flatMap(leaves)
      .filter(({ name }) => name === PROPAGATION);
    expect(found.length).toBeGreaterThan(2);
    for (const term of found) expect(term).toMatchObject({ seconds: 4, basis: 'measured' });
  });

  test('says in the plan where it comes from, and what was assumed before', () => {
    const [term] = leaves(rtoOf(measured).tree).filter(({ name }) => name === PROPAGATION);
    expect(term?.source).toMatch(/^game day of 2026-10-02, 4 failovers \(instead of 10 s assumed: propagation of the/);
  });

  test('of one assumed term of many leaves the bound an estimate, of all of them makes it measured', () => {
    expect(rtoOf(measured).verdict).toBe('estimated');
    const all = orders({ dr: { measurements: [...new Set(assumedTerms)].map((term) => gameDay(term, 5)) } });
    expect(rtoOf(all).verdict).toBe('measured');
  });

  test('that is longer than what was assumed counts as well, and may break the objective', () => {
    const messages = refusals((app) => void deploy(app, { dr: { measurements: [gameDay(PROPAGATION, 60)] } }));
    expect(messages.join('\n')).toMatch(/OBJ-01: rto objective 180 s is below the bound 218 s/);
  });

  test('wins over an assumption about the same term', () => {
    const both = { measurements: [gameDay(PROPAGATION, 4)], assumptions: [gameDay(PROPAGATION, 7)] };
    expect(rtoOf(orders({ dr: both })).boundSeconds).toBe(rtoOf(measured).boundSeconds);
  });
});

test('an assumption of your own stays assumed', () => {
  const [term] = leaves(rtoOf(orders({ dr: { assumptions: [gameDay(PROPAGATION, 2)] } })).tree).filter(
    ({ name }) => name === PROPAGATION,
  );
  expect(term).toMatchObject({ seconds: 2, basis: 'assumed' });
});

describe('is refused, instead of being ignored:', () => {
  test.each([
    ['a derived term, which the output decides', 'record TTL'],
    ['a term that no longer has that name', 'propagation of the status'],
  ])('a measurement of %s', (_, name) => {
    const messages = refusals((app) => void deploy(app, { dr: { measurements: [gameDay(name, 4)] } }));
    expect(messages).toEqual([
      expect.stringMatching(
        new RegExp(
          `TRM-02: measurements names the term "${name}", which is no assumed term .*; allowed are .*${PROPAGATION}`,
        ),
      ),
    ]);
  });
});

describe('an override of what a bound was computed from', () => {
  test('fails synthesis: records that live longer than the RTO says', () => {
    const messages = refusals((app) => {
      const dr = deploy(app);
      for (const construct of dr.node.findAll()) {
        if ('addOverride' in construct && construct.node.path.includes('record')) {
          (construct as unknown as { addOverride(path: string, value: number): void }).addOverride('ttl', 3600);
        }
      }
    });
    expect(messages).toEqual(
      ['use1', 'use2', 'usw2'].map(
        (site) =>
          `TRM-01: term "record TTL" was computed from aws_route53_record record-${site}, /ttl: 30, and stacks/orders/cdk.tf.json has 3600; change the prop that it comes from instead of the output, or the bound is wrong`,
      ),
    );
  });

  test.each<[string, string, unknown, string]>([
    ['a database without pods', '/spec/replicas', 0, 'was changed from 1 to 0'],
    ['a pod that ends at once', '/spec/template/spec/terminationGracePeriodSeconds', 1, 'was changed from'],
  ])('that no bound knows of is a warning in the plan: %s', (_, path, value, said) => {
    const output = Synthesized.of((app) => {
      const dr = deploy(app, { dr: { workload: StatefulWorkload.etcd(), frontEnd: undefined, hostname: undefined } });
      for (const site of ['use1', 'use2', 'usw2']) {
        const objects = dr.chart(site).node.findAll().filter(ApiObject.isApiObject);
        objects.find(({ kind }) => kind === 'StatefulSet')!.addJsonPatch(JsonPatch.add(path, value));
      }
    });
    const { findings } = output.plan.apps[0]!;
    const [finding] = findings.filter(({ rule }) => rule === 'TRM-03');
    expect(finding).toMatchObject({ severity: 'warning' });
    expect(finding?.message).toContain(`${path} of StatefulSet etcd ${said}`);
    expect(finding?.message).toContain('in use1/orders.k8s.yaml, use2/orders.k8s.yaml and usw2/orders.k8s.yaml');
  });

  test('that turns a health check off is a warning, also by its setter', () => {
    const output = Synthesized.of((app) => {
      const dr = deploy(app);
      for (const construct of dr.node.findAll()) {
        if (construct.node.id === 'health-use1') Object.assign(construct, { disabled: true });
      }
    });
    const { findings } = output.plan.apps[0]!;
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      expect.stringMatching(
        /^TRM-03 \/disabled of aws_route53_health_check health-use1 was set to true in stacks\/orders/,
      ),
    ]);
  });

  test('of something else does not', () => {
    const output = Synthesized.of((app) => {
      const dr = deploy(app, { dr: { workload: StatefulWorkload.etcd(), frontEnd: undefined, hostname: undefined } });
      const set = dr
        .chart('use1')
        .node.findAll()
        .filter(ApiObject.isApiObject)
        .find(({ kind }) => kind === 'StatefulSet');
      set!.addJsonPatch(
        JsonPatch.add('/metadata/annotations', { 'example.com/owner': 'team-a' }),
        JsonPatch.add('/spec/template/spec/tolerations', [{ key: 'db', operator: 'Exists' }]),
      );
    });
    expect(output.plan.apps[0]!.rto.met).toBe(true);
    expect(output.plan.apps[0]!.findings).toEqual([]);
  });
});

describe('what nothing could be computed from is refused:', () => {
  test.each([
    ['a time of eleven years', { time: Duration.days(4015) }, /measurements\[0\]\.time is 346896000 s; allowed are/],
    ['a time without a source', { source: ' ' }, /measurements\[0\]\.source is empty; say where the time comes from/],
  ])('%s', (_, change, message) => {
    const measurements = [{ ...gameDay(PROPAGATION, 4), ...change }];
    expect(refusals((app) => void deploy(app, { dr: { measurements } }))).toEqual([expect.stringMatching(message)]);
  });

  test('two times for one term', () => {
    const measurements = [gameDay(PROPAGATION, 4), gameDay(PROPAGATION, 5)];
    expect(refusals((app) => void deploy(app, { dr: { measurements } }))).toEqual([
      expect.stringMatching(/measurements\[1\]\.term is "propagation .*", which another one has a time for already/),
    ]);
  });
});
