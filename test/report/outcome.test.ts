import type { Plan } from '../../src/synthesis/plan';
import { outcomeOf } from '../../src/report/outcome';
import { reportHtml } from '../../src/report/page';
import { quorumPlan, withApp, withLosses } from './plans';
import { rowsOf, textOf } from './reading';

let plan: Plan;
beforeAll(() => {
  plan = quorumPlan();
});
const outcome = (changed: Plan) => outcomeOf(changed.apps[0]!)!;
const endless = { unbounded: true, reason: 'nobody is left', gap: 'gone' };

test('where the others serve on and nothing is lost, that is said first', () => {
  expect(outcome(plan).headline).toMatch(
    /^Any one site can be lost: service is back within .* s, no acknowledged write is lost$/,
  );
  expect(outcome(plan).tone).toBe('good');
  expect(outcome(plan).details).toContain('Nobody has to act.');
});

test('a site whose loss ends the service is named, and nobody claims that any site can be lost', () => {
  const fatal = withLosses(plan, ({ sites }) =>
    sites[0] === 'use1' ? { serviceLost: true, servedBy: [], workloadGap: endless, clientGap: endless } : {},
  );
  expect(outcome(fatal)).toMatchObject({
    headline: 'Losing use1 ends the service until the site is back',
    tone: 'bad',
  });
  expect(textOf(reportHtml(fatal))).not.toContain('Any one site can be lost');
  expect(rowsOf(reportHtml(fatal), 'Faults of orders')[0]!.slice(1, 6)).toEqual([
    'nobody',
    'use2, usw2',
    'none',
    'no limit',
    'no limit',
  ]);
});

test('lost writes are in the headline, with how many at most, and with which site', () => {
  const losing = withApp(
    withLosses(plan, ({ sites }) => ({ dataLost: sites[0] === 'usw2' })),
    { rpo: { ...plan.apps[0]!.rpo, boundSeconds: 600 } },
  );
  expect(outcome(losing).headline).toContain('up to 10 min of writes are lost');
  expect(outcome(losing).details).toContain('Writes are lost with usw2 only.');
  expect(outcome(losing).tone).toBe('warn');
});

test('a loss of writes that nothing limits is not given a number', () => {
  const { rpo } = plan.apps[0]!;
  const unlimited = withApp(
    withLosses(plan, () => ({ dataLost: true })),
    {
      rpo: {
        ...rpo,
        boundSeconds: undefined,
        verdict: 'unbounded',
        met: false,
        tree: { ...rpo.tree, seconds: undefined, unbounded: true, reason: 'nothing copies it', parts: undefined },
      },
    },
  );
  expect(outcome(unlimited).headline).toContain('writes are lost without a limit');
  const text = textOf(reportHtml(unlimited));
  expect(text).toContain('There is no worst case: nothing copies it.');
  expect(text).toContain('RPO acknowledged writes lost, at most no limit objective 0 s objective not met');
});

test('when people have to act for the service to come back, it is said when', () => {
  const manual = withLosses(plan, ({ sites }) => (sites[0] === 'use2' ? { human: 'start the failover' } : {}));
  expect(outcome(manual).details).toContain('People have to act when it is use2.');
});

test('a plan without that fault claims nothing', () => {
  const silent = withApp(plan, { faults: [] });
  expect(outcomeOf(silent.apps[0]!)).toBeUndefined();
  expect(textOf(reportHtml(silent))).toContain('The plan does not say what the loss of a site does.');
});
