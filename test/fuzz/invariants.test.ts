import { QUORUM_CHANGES } from './bites';
import { ROLE_CHANGES } from './bites-roles';
import { complaintsAbout, INVARIANTS } from './invariants';
import { Output } from './output';
import { judge } from './run';
import type { Spec } from './spec';
import { outputs, specOf } from './usual';

const CHANGES = [...QUORUM_CHANGES, ...ROLE_CHANGES];

/** Changes the files of an output whose names match, and gives what the invariant then says. */
function complaintsAfter(output: Output, invariant: string, file: RegExp, from: RegExp, to: string): string[] {
  const files = new Map(
    [...output.files].map(([name, content]) => [name, file.test(name) ? content.replace(from, to) : content]),
  );
  expect([...files.values()]).not.toEqual([...output.files.values()]);
  return INVARIANTS[invariant]!(new Output(output.spec, files));
}

test.each(Object.entries(outputs))('nothing is wrong with a usual fleet with %s', (_, output) => {
  expect(complaintsAbout(output)).toEqual([]);
});

test.each(CHANGES)('GIVEN %s THEN the invariant %s notices that %s', (workload, invariant, _, file, from, to) => {
  expect(complaintsAfter(outputs[workload], invariant, file, from, to)).not.toEqual([]);
});

test('every invariant is shown to bite', () => {
  expect([...new Set(CHANGES.map(([, invariant]) => invariant))].sort()).toEqual(Object.keys(INVARIANTS).sort());
});

test('GIVEN an exception that is no refusal THEN it is a complaint', () => {
  const broken = { ...specOf({ kind: 'etcd' }), apps: [{}] } as unknown as Spec;
  expect(judge(broken).complaints).toEqual([expect.stringContaining('no DrError')]);
});

test('GIVEN two sites THEN the refusal is judged, and nothing is wrong with it', () => {
  const spec = specOf({ kind: 'etcd' });
  const two = { ...spec, fleet: { ...spec.fleet, sites: spec.fleet.sites.slice(0, 2) } };
  expect(judge(two)).toMatchObject({
    accepted: false,
    rules: expect.arrayContaining(['QRM-01']) as string[],
    complaints: [],
  });
});
