import { Duration } from 'cdk8s';
import type { Plan } from 'cndr/testing';
import { Severity } from '../../src/rules/finding';
import { comparePlans, FailOn, failsOn, isSame } from '../../src/cli/diff/compare';
import { Effect } from '../../src/cli/diff/change';
import { diffMarkdown } from '../../src/cli/diff/diff-markdown';
import { diffText } from '../../src/cli/diff/diff-text';
import { fieldChanges } from '../../src/cli/diff/fields';
import { PLAIN } from '../../src/cli/paint';
import { alone, EXAMPLES, goldenPlan, outputOf, withTtl } from './support';

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** What a change of the example's first application does, as it is judged. */
function judged(change: (app: Mutable<Plan['apps'][number]>) => void, example = 'strong-consistency') {
  const after = structuredClone(goldenPlan(example)) as Mutable<Plan>;
  change(after.apps[0]!);
  return comparePlans(alone(goldenPlan(example)), alone(after));
}

describe('a record TTL of 60 instead of 30 seconds', () => {
  const before = withTtl(30);
  const after = withTtl(60);
  const change = comparePlans(outputOf(before), outputOf(after));
  const rto = change.apps[0]!.bounds.find(({ name }) => name === 'RTO')!;

  test('adds 30 seconds to the RTO, and the term that did it is named with its source', () => {
    expect(rto.after! - rto.before!).toBe(30);
    expect(rto.terms).toEqual([
      {
        name: 'record TTL',
        before: { seconds: 30, origin: expect.stringContaining('ttl 30') as string },
        after: { seconds: 60, origin: expect.stringContaining('ttl 60') as string },
        decides: true,
        places: 4,
      },
    ]);
    expect(change.apps[0]!.bounds).toEqual([rto]);
  });

  test('fails nothing while the objective is kept, unless everything that got worse shall', () => {
    expect(change.effect).toBe(Effect.WORSE);
    expect([FailOn.OBJECTIVE, FailOn.WORSE, FailOn.NEVER].map((level) => failsOn(change, level))).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('fails when the objective breaks', () => {
    const strict = structuredClone(after.plan) as Mutable<Plan>;
    Object.assign(strict.apps[0]!.rto, { objectiveSeconds: 180, met: false });
    const broken = comparePlans(outputOf(withTtl(30, Duration.minutes(3))), alone(strict));
    expect(broken.effect).toBe(Effect.BREAKS);
    expect(failsOn(broken, FailOn.OBJECTIVE)).toBe(true);
    expect(failsOn(broken, FailOn.NEVER)).toBe(false);
    expect(diffText(broken, PLAIN)).toContain('estimated, met → estimated, not met');
  });

  test('the way back is better, and fails at no level', () => {
    const back = comparePlans(outputOf(after), outputOf(before));
    expect(back.effect).toBe(Effect.BETTER);
    expect(failsOn(back, FailOn.WORSE)).toBe(false);
  });

  test('shows the longer faults once for all sites, and the records that change', () => {
    expect(change.apps[0]!.faults.map(({ fault, where }) => [fault, where])).toEqual([
      ['site lost', ['use1', 'use2', 'usw2']],
      ['site cut off', ['use1', 'use2', 'usw2']],
      ['tunnel down', ['use1 + use2', 'use1 + usw2', 'use2 + usw2']],
    ]);
    expect(change.places.map(({ place }) => place)).toEqual(['Terraform']);
    expect(change.places[0]!.objects.map(({ fields }) => fields)).toEqual(
      ['use1', 'use2', 'usw2'].map(() => [{ what: 'ttl', before: '30', after: '60' }]),
    );
  });

  test('reads the same in the terminal and in a pull request', () => {
    expect(diffText(change, PLAIN)).toMatch(/RTO 168 s → 198 s \(\+30 s\), objective 240 s: estimated, met/);
    expect(diffText(change, PLAIN)).toMatch(/record TTL +30 s +60 s +\+30 s +in 4 places/);
    expect(diffMarkdown(change)).toContain('RTO 168 s → 198 s (+30 s)');
    expect(diffMarkdown(change)).toContain('| record TTL | 30 s | 60 s | +30 s |');
  });
});

test.each(EXAMPLES)('the plan of %s does not differ from itself', (example) => {
  const change = comparePlans(alone(goldenPlan(example)), alone(goldenPlan(example)));
  expect(isSame(change)).toBe(true);
  expect(failsOn(change, FailOn.WORSE)).toBe(false);
  expect(diffText(change, PLAIN)).toContain('No change');
});

describe('a promise is broken by', () => {
  test.each<[string, Parameters<typeof judged>[0]]>([
    ['an RTO that becomes unbounded', (app) => Object.assign(app.rto, { boundSeconds: undefined })],
    ['an RPO that is no longer met', (app) => Object.assign(app.rpo, { boundSeconds: 60, met: false })],
    ['a fault that newly loses writes', (app) => (app.faults[0]!.dataLost = true)],
    ['a fault that newly loses the service', (app) => (app.faults[0]!.serviceLost = true)],
    ['fewer sites that may fail', (app) => (app.toleratedSiteFailures = 0)],
    [
      'a new error',
      (app) => app.findings.push({ rule: 'NET-09', severity: Severity.ERROR, path: 'orders', message: 'open' }),
    ],
  ])('%s', (_, change) => {
    expect(judged(change).effect).toBe(Effect.BREAKS);
  });
});

describe('worse, within what was asked for, is', () => {
  const waived = { rule: 'NET-09', severity: Severity.ERROR, path: 'orders', message: 'open', waiver: 'lab' };
  test.each<[string, Parameters<typeof judged>[0]]>([
    ['an objective that asks for less', (app) => (app.rto.objectiveSeconds += 60)],
    ['a fault that takes longer', (app) => Object.assign(app.faults[0]!.clientGap, { seconds: 170 })],
    ['a newly waived error', (app) => app.findings.push(waived)],
    ['a new warning', (app) => app.findings.push({ ...waived, severity: Severity.WARNING, waiver: undefined })],
    ['a backup that is gone', (app) => Object.assign(app, { backupAge: undefined })],
  ])('%s', (_, change) => {
    expect(judged(change).effect).toBe(Effect.WORSE);
  });
});

test('another thing that a human has to do is a change, and no promise is broken by it', () => {
  const change = judged((app) => Object.assign(app.faults[0]!, { human: 'call somebody' }));
  expect(change.effect).toBe(Effect.SAME);
  expect(change.apps[0]!.faults[0]!.cells).toEqual([
    { what: 'human', before: goldenPlan('strong-consistency').apps[0]!.faults[0]!.human, after: 'call somebody' },
  ]);
});

test('a fault that clients notice sooner is worse', () => {
  const change = judged((app) => {
    const authority = app.faults.find(({ fault }) => fault === 'certificate authority lost');
    Object.assign(authority!.grace!, { seconds: 86_400 });
  });
  expect(change.effect).toBe(Effect.WORSE);
  expect(change.apps[0]!.faults.map(({ fault, where, cells }) => [fault, where, cells])).toEqual([
    [
      'certificate authority lost',
      ['ClusterIssuer fleet-ca'],
      [{ what: 'noticed after', before: 'in 30 days', after: 'in 1 day' }],
    ],
  ]);
});

test('a failover by a change of activeSite breaks no promise: the sites changed roles', () => {
  // GIVEN the same table with the sites in each other's place
  const swap = (text: string) => text.replace(/use1|usw2/g, (site) => (site === 'use1' ? 'usw2' : 'use1'));
  const change = judged((app) => {
    app.activePassive!.activeSite = 'usw2';
    app.faults = JSON.parse(swap(JSON.stringify(app.faults))) as typeof app.faults;
  }, 'active-passive-postgres');

  // THEN it is shown, and not held against the change
  expect(change.apps[0]!.cells).toContainEqual({ what: 'active site', before: 'use1', after: 'usw2' });
  expect(change.apps[0]!.faults).not.toEqual([]);
  expect(change.effect).toBe(Effect.SAME);
});

test('an application that does not keep its objectives is refused when it is new', () => {
  const plan = goldenPlan('strong-consistency');
  const broken = structuredClone(plan) as Mutable<Plan>;
  broken.apps[0]!.rto.met = false;
  const none = { ...plan, apps: [] };
  expect(comparePlans(alone(none), alone(broken)).effect).toBe(Effect.BREAKS);
  expect(comparePlans(alone(none), alone(plan)).apps[0]).toMatchObject({ change: 'added', effect: Effect.SAME });
  expect(comparePlans(alone(plan), alone(none)).apps[0]).toMatchObject({ change: 'removed' });
});

test('prerequisites that are new, gone or changed are listed with their site', () => {
  const change = judged((app) => {
    const [first, second] = app.prerequisites;
    Object.assign(first!, { name: 'other' });
    Object.assign(second!, { why: 'another reason' });
  });
  expect(change.prerequisites.map((need) => need.change).sort()).toEqual(['changed', 'gone', 'new']);
  expect(diffText(change, PLAIN)).toMatch(/new in use1: \S+ .*other/);
});

test('without the manifests objects are compared by name, and the text says so', () => {
  const change = judged((app) => app.clusters[0]!.objects.shift());
  const [{ objects } = { objects: [] }] = change.places;
  expect(objects).toEqual([{ object: expect.any(String) as string, change: 'removed', fields: [] }]);
  expect(diffText(change, PLAIN)).toContain('compared by name alone');
  expect(diffMarkdown(change)).toContain('compared by name alone');
});

describe('fields that differ', () => {
  test('an item put before others does not make them look changed', () => {
    const item = (name: string) => ({ name, value: 1 });
    expect(fieldChanges({ env: [item('b')] }, { env: [item('a'), item('b')] })).toEqual([
      { what: 'env[a]', before: 'absent', after: '{"name":"a","value":1}' },
    ]);
  });

  test('of a script the first line that differs is shown', () => {
    expect(fieldChanges({ script: 'set -eu\nold\nend' }, { script: 'set -eu\nnew\nend' })).toEqual([
      { what: 'script line 2', before: 'old', after: 'new' },
    ]);
  });

  test('a field that appears, goes, or becomes another type is one change', () => {
    expect(fieldChanges({ a: { b: 1 }, c: [1] }, { d: null, c: { e: 1 } })).toEqual([
      { what: 'd', before: 'absent', after: 'null' },
      { what: 'c', before: '[1]', after: '{"e":1}' },
      { what: 'a', before: '{"b":1}', after: 'absent' },
    ]);
  });
});
