import Ajv from 'ajv/dist/2020';
import { StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import schema from '../../schema/plan.schema.json';
import { EXAMPLES, runExample } from '../support/examples';
import { deploy } from '../support/fleet';

const orders = Synthesized.of(deploy);
const state = Synthesized.of((app) =>
  deploy(app, { id: 'state', dr: { workload: StatefulWorkload.etcd(), frontEnd: undefined, hostname: undefined } }),
);

test.each([
  ['CockroachDB with a front end', orders],
  ['etcd alone', state],
])('the plan of %s has the shape that its published schema promises', (_, { plan }) => {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  validate(plan);
  expect(validate.errors ?? []).toEqual([]);
});

test.each(EXAMPLES)('the plan of examples/%s has it too', (name) => {
  const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
  validate(JSON.parse(runExample(name).files.get('dist/plan.json')!));
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema refuses what is no plan', () => {
  const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);
  expect(validate({ ...orders.plan, version: 'cndr/plan/v0' })).toBe(false);
  expect(validate({ ...orders.plan, apps: [{ ...orders.plan.apps[0], surprise: 1 }] })).toBe(false);
});

test('every emitted object is in the plan, by cluster', () => {
  const planned = [...orders.plan.fleets, ...orders.plan.apps].flatMap(({ clusters }) =>
    clusters.flatMap(({ cluster, objects }) => objects.map((object) => [cluster, object.kind, object.name].join(' '))),
  );
  const emitted = orders.clusters.flatMap((cluster) =>
    orders.allObjects(cluster).map((object) => [cluster, object.kind, object.metadata.name].join(' ')),
  );
  expect(planned.sort()).toEqual(emitted.sort());
});

test('the recovery bounds are sums and maxima of terms with sources', () => {
  const [app] = orders.plan.apps;
  const leaves = (tree: (typeof app & object)['rto']['tree']): (typeof tree)[] => tree.parts?.flatMap(leaves) ?? [tree];
  expect(app?.rpo).toMatchObject({ objectiveSeconds: 0, boundSeconds: 0, verdict: 'guaranteed', met: true });
  expect(app?.rto.met).toBe(true);
  expect(leaves(app!.rto.tree).filter((leaf) => !leaf.source)).toEqual([]);
});

test('the fault table says who serves after each single fault of a site', () => {
  const ofSites = orders.plan.apps[0]!.faults.filter(({ fault }) => fault.startsWith('site'));
  expect(ofSites.map(({ fault, sites, servedBy, dataLost }) => ({ fault, sites, servedBy, dataLost }))).toEqual([
    { fault: 'site lost', sites: ['use1'], servedBy: ['use2', 'usw2'], dataLost: false },
    { fault: 'site lost', sites: ['use2'], servedBy: ['use1', 'usw2'], dataLost: false },
    { fault: 'site lost', sites: ['usw2'], servedBy: ['use1', 'use2'], dataLost: false },
    { fault: 'site cut off', sites: ['use1'], servedBy: ['use2', 'usw2'], dataLost: false },
    { fault: 'site cut off', sites: ['use2'], servedBy: ['use1', 'usw2'], dataLost: false },
    { fault: 'site cut off', sites: ['usw2'], servedBy: ['use1', 'use2'], dataLost: false },
  ]);
});
