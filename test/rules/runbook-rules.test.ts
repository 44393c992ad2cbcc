import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';
import { manifest, withField, without } from './output-fixture';
import { volumeFacts } from './volume-fixture';

const { output, prerequisites } = volumeFacts();
const check = (id: string, changed = output) => checkApp(id, volumeFacts({ output: changed }));
const FAILOVER = ['WorkflowTemplate orders-failover-use1-to-use2'] as const;
const call = (name: string, mayFail = false) => [
  { name, template: name, ...(mayFail && { continueOn: { failed: true } }) },
];
/** The failover from use1 with other steps in its two groups. */
const withSteps = (checks: object[], changes: object[]) =>
  withField(
    withField(output, FAILOVER, '/spec/templates/0/steps', [...checks, call('change')]),
    FAILOVER,
    '/spec/templates/1/steps',
    changes,
  );
const IDS = ['ORC-05', 'ORC-06', 'ORC-07'];

test.each(IDS)('without runbooks nothing is judged: %s', (id) => {
  expect(checkApp(id, appFacts())).toBeUndefined();
});

test.each(IDS)('runbooks as they should be: %s', (id) => {
  expect(check(id)).toEqual([]);
});

describe('ORC-05: GitOps undoes a failover', () => {
  test('nobody told it', () => {
    const silent = prerequisites.filter(({ kind, site }) => kind !== 'setting' || site !== 'use2');
    expect(checkApp('ORC-05', volumeFacts({ prerequisites: silent }))).toEqual([
      'runbooks change /spec/replicas of StatefulSet workload in use2, and no prerequisite of use2 tells GitOps to leave it alone; state it there',
    ]);
  });

  test('the object has another name', () => {
    expect(check('ORC-05', without(output, 'StatefulSet workload', 'use2'))).toEqual([
      'runbooks change /spec/replicas of StatefulSet workload in use2, which is not in the output; correct its name, or emit it there',
    ]);
  });

  test('a Restore is applied from Git', () => {
    expect(check('ORC-05', [...output, manifest('use2', 'velero.io/v1', 'Restore', 'orders')])).toEqual([
      'the output of use2 has Restore orders: GitOps restores it again whenever it is gone; create it from a runbook',
    ]);
  });
});

describe('ORC-06: two sites write to one storage', () => {
  const unfenced =
    'runbook orders-failover-use1-to-use2 promotes without a step before it that fences use1 and has to succeed; put the fence before the promotion';

  test.each([
    ['there is no fence', [call('promote')]],
    ['it comes after the promotion', [call('promote'), call('fence')]],
    ['the runbook goes on without it', [call('fence', true), call('promote')]],
  ])('%s', (_, changes) => {
    expect(check('ORC-06', withSteps([call('check-copy')], changes))).toEqual([unfenced]);
  });

  test('the fence holds nodes of the site that takes over', () => {
    const source = '{"kind":"NetworkFence","spec":{"cidrs":["10.12.0.0/16","10.22.0.0/24"],"fenceState":"Fenced"}}';
    const nodes = volumeFacts().fleet.sites.map((site, index) => ({ ...site, nodeCidr: `10.${index + 1}2.0.0/16` }));
    const changed = withField(output, FAILOVER, '/spec/templates/5/script/source', source);
    const fleet = { ...volumeFacts().fleet, sites: nodes };
    expect(checkApp('ORC-06', volumeFacts({ fleet, sites: nodes.slice(0, 2), output: changed }))).toContainEqual(
      'runbook orders-failover-use1-to-use2 fences 10.22.0.0/24, which holds nodes of use2; give the addresses of the nodes of use1 alone',
    );
  });

  test('a fence that is applied from Git', () => {
    expect(
      check('ORC-06', [...output, manifest('use2', 'csiaddons.openshift.io/v1alpha1', 'NetworkFence', 'fence-use1')]),
    ).toEqual([expect.stringMatching(/^the output of use2 has NetworkFence fence-use1: GitOps fences/)]);
  });

  test('copies that are not shared need none', () => {
    const replications = [{ ...volumeFacts().replications[0]!, synchronous: false }];
    const activePassive = { activeSite: 'use1', standby: 'hot', trigger: 'manual' };
    const changed = ['use1-to-use2', 'use2-to-use1'].reduce(
      (all, way) =>
        withField(all, [`WorkflowTemplate orders-failover-${way}`], '/spec/templates/1/steps', [call('promote')]),
      output,
    );
    expect(checkApp('ORC-06', volumeFacts({ output: changed, replications, activePassive }))).toBeUndefined();
  });
});

describe('ORC-07: nobody looks at the copy before it is promoted', () => {
  test('there is no check', () => {
    expect(check('ORC-07', withSteps([], [call('fence'), call('promote')]))).toEqual([
      'runbook orders-failover-use1-to-use2 changes things before it has looked at the copy; begin with a step that only reads it',
    ]);
  });

  test('the check asks the site that is lost', () => {
    const remote = {
      name: 'check-copy',
      volumes: [{ secret: { secretName: 'runbook-use1' } }],
      script: { source: 'kubectl get', env: [{ name: 'KUBECONFIG' }] },
    };
    expect(check('ORC-07', withField(output, FAILOVER, '/spec/templates/3', remote))).toEqual([
      'runbook orders-failover-use1-to-use2 asks use1, which is lost, before it promotes: check-copy; ask the site that takes over',
    ]);
  });
});
