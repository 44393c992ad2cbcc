import { Basis, Bound } from 'cndr';
import { checkOutput } from '../support/conformance';
import { FakeReplication } from '../support/fake-replication';
import { sites } from '../support/fleet';
import {
  TWO,
  ofKind,
  orders,
  prerequisites,
  refused,
  rules,
  specOf,
  stepsOf,
  templateOf,
  workflows,
} from './runbook.support';

const output = orders();
const failover = workflows(output, 'usw2')['orders-failover-use1-to-usw2']!;
const switchover = workflows(output, 'usw2')['orders-switchover-use1-to-usw2']!;
const reprotect = workflows(output, 'usw2')['orders-reprotect-usw2-to-use1']!;

describe('every way that an application can move has a runbook, in a cluster that is there when it runs', () => {
  test('a switch runs in the site that takes over, and protecting again in the site that is active', () => {
    expect(Object.keys(workflows(output, 'usw2')).sort()).toEqual([
      'orders-failover-use1-to-usw2',
      'orders-reprotect-usw2-to-use1',
      'orders-switchover-use1-to-usw2',
    ]);
    expect(Object.keys(workflows(output, 'use1')).sort()).toEqual([
      'orders-failover-usw2-to-use1',
      'orders-reprotect-use1-to-usw2',
      'orders-switchover-usw2-to-use1',
    ]);
  });

  test('which site is active now changes no runbook and nobody’s rights, so that the diff of a failover is small', () => {
    const after = orders({ dr: { activeSite: 'usw2' } });
    const kinds = ['WorkflowTemplate', 'Role', 'RoleBinding', 'ServiceAccount', 'NetworkPolicy'];
    for (const site of TWO) {
      for (const kind of kinds) expect(ofKind(after, site, kind)).toEqual(ofKind(output, site, kind));
    }
    expect(after.plan.apps[0]!.activePassive!.runbooks).toEqual(output.plan.apps[0]!.activePassive!.runbooks);
  });

  test('of three sites the active one and each passive one have them, the passive ones not among themselves', () => {
    const three = orders({ fleet: { sites: sites(['use1', 'use2', 'usw2']) } });
    const failovers = ['use1', 'use2', 'usw2'].flatMap((site) =>
      Object.keys(workflows(three, site)).filter((name) => name.startsWith('orders-failover')),
    );
    expect(failovers.sort()).toEqual([
      'orders-failover-use1-to-use2',
      'orders-failover-use1-to-usw2',
      'orders-failover-use2-to-use1',
      'orders-failover-usw2-to-use1',
    ]);
  });

  test('an API server accepts it, and nothing in it leads nowhere', () => {
    expect(checkOutput(output)).toEqual([]);
  });
});

describe('the order of the steps keeps the data', () => {
  test('a failover checks, asks, closes the latch, fences, promotes, starts, and lets clients in last', () => {
    expect(stepsOf(failover, 'main')).toEqual(['fresh-usw2', 'front-end-ready-usw2', 'approve', 'change']);
    expect(stepsOf(failover, 'change')).toEqual([
      'record-failing-over',
      'close-latch-use1',
      'fence-use1',
      'promote-usw2',
      'start-usw2',
      'start-front-end-usw2',
      'open-latch-usw2',
      'record-failed-over',
    ]);
  });

  test('a planned switchover keeps clients away before it fences, so that nothing is written that is not copied', () => {
    expect(stepsOf(switchover, 'main')).toEqual(['fresh-usw2', 'front-end-ready-usw2', 'approve', 'change']);
    expect(stepsOf(switchover, 'change')).toEqual([
      'record-failing-back',
      'close-latch-use1',
      'fence-use1',
      'promote-usw2',
      'start-usw2',
      'start-front-end-usw2',
      'open-latch-usw2',
      'tell-use1',
      'record-steady-state',
    ]);
  });

  test('a site becomes a copy again only after it was seen that it is the right one', () => {
    expect(stepsOf(reprotect, 'main')).toEqual(['is-active-usw2', 'is-back-use1', 'approve', 'change']);
    expect(stepsOf(reprotect, 'change')).toEqual([
      'record-reprotecting',
      'copy-use1',
      'tell-use1',
      'record-dred-steady-state',
    ]);
  });

  test('without a load balancer and a front end only the data moves', () => {
    const second = Bound.term({ name: 'a second', seconds: 1, basis: Basis.ASSUMED, source: 'this test' });
    const bare = orders({
      fleet: { traffic: undefined },
      dr: {
        hostname: undefined,
        frontEnd: undefined,
        trigger: { kind: 'manual', bind: () => ({ detection: second, decision: second, alerts: [] }) },
      },
    });
    expect(stepsOf(workflows(bare, 'usw2')['orders-failover-use1-to-usw2']!, 'change')).toEqual([
      'record-failing-over',
      'fence-use1',
      'promote-usw2',
      'start-usw2',
      'record-failed-over',
    ]);
  });

  test('what needs the lost site may fail in a failover, and nothing else may', () => {
    const lenient = (workflow: typeof failover) =>
      (templateOf(workflow, 'change').steps ?? [])
        .flat()
        .filter(({ continueOn }) => continueOn !== undefined)
        .map(({ name }) => name);
    expect(lenient(failover)).toEqual(['fence-use1']);
    // All is done by then: the site that was left is only told.
    expect(lenient(switchover)).toEqual(['tell-use1']);
  });
});

describe('a run is under control', () => {
  test('two runbooks of an application never change things at once, and a forgotten approval holds up none', () => {
    for (const workflow of [failover, switchover, reprotect]) {
      expect(templateOf(workflow, 'change').synchronization).toEqual({ mutexes: [{ name: 'runbook-orders' }] });
      expect(specOf(workflow).synchronization).toBeUndefined();
      expect(stepsOf(workflow, 'main').indexOf('approve')).toBeLessThan(stepsOf(workflow, 'main').indexOf('change'));
    }
  });

  test('each step ends after its own time, the workflow waits for an approval as long as it takes', () => {
    for (const workflow of [failover, switchover, reprotect]) {
      expect(specOf(workflow).activeDeadlineSeconds).toBeUndefined();
      for (const { script, activeDeadlineSeconds } of specOf(workflow).templates) {
        if (script) expect(activeDeadlineSeconds).toBeGreaterThan(0);
      }
    }
    expect(templateOf(failover, 'promote-usw2').activeDeadlineSeconds).toBe(120);
  });

  test('a step that failed fast is tried again, one that took all its time is not, nor one that may fail', () => {
    expect(templateOf(failover, 'promote-usw2').retryStrategy).toMatchObject({
      limit: '2',
      expression: 'asFloat(lastRetry.duration) < 120',
    });
    expect(templateOf(failover, 'fence-use1').retryStrategy).toBeUndefined();
  });

  test('whoever starts it has to say why', () => {
    expect(specOf(failover).arguments.parameters).toEqual([
      expect.not.objectContaining({ value: expect.anything() as unknown }),
    ]);
    expect(specOf(failover).arguments.parameters[0]!.name).toBe('reason');
  });

  test('what people write is never a part of a script', () => {
    for (const { script } of specOf(failover).templates) expect(script?.source ?? '').not.toContain('{{');
  });

  test('Argo’s own containers are admitted to the namespace too', () => {
    const patch = JSON.parse(specOf(failover).podSpecPatch) as Record<
      string,
      { name: string; securityContext: object }[]
    >;
    expect([...patch['initContainers']!, ...patch['containers']!].map(({ name }) => name)).toEqual(['init', 'wait']);
    for (const { securityContext } of [...patch['initContainers']!, ...patch['containers']!]) {
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    }
  });
});

describe('other clusters', () => {
  test('a step in another site has the kubeconfig of that site, one in its own cluster none', () => {
    const fence = templateOf(failover, 'fence-use1');
    expect(fence.volumes!.map(({ secret }) => secret.secretName)).toEqual(['runbook-use1']);
    expect(fence.script!.env).toContainEqual({ name: 'KUBECONFIG', value: '/kubeconfig/kubeconfig' });
    expect(templateOf(failover, 'promote-usw2').volumes).toBeUndefined();
  });

  describe('of a step that hands over from one site to another', () => {
    const [use1] = sites(TWO);
    const handing = orders({
      dr: {
        replication: new FakeReplication((step) =>
          step.name === 'promote-usw2'
            ? {
                ...step,
                mayFail: true,
                otherSite: use1!,
                otherPermissions: [{ apiGroup: '', resources: ['secrets'], verbs: ['get'], names: ['token'] }],
              }
            : step,
        ),
      },
    });
    const promote = (name: string) => templateOf(handing.object('usw2', 'WorkflowTemplate', name), 'promote-usw2');

    test('kubectl talks to its own cluster, and to the other one when it is told to', () => {
      const { script, volumes } = promote('orders-switchover-use1-to-usw2');
      expect(volumes!.map(({ secret }) => secret.secretName)).toEqual(['runbook-use1']);
      expect(script!.env.map(({ name, value }) => `${name}=${value}`)).toEqual([
        'HOME=/tmp',
        'OTHER_KUBECONFIG=/other-kubeconfig/kubeconfig',
      ]);
    });

    test('the account in the other site may do that and no more', () => {
      expect(rules(handing, 'use1', 'Role', 'runbook')).toContain('get secrets of  called token');
      expect(rules(handing, 'usw2', 'Role', 'runbook-workflow')).not.toContain('get secrets of  called token');
    });
  });

  test('a cluster that is no site has a kubeconfig too, and the plan says what its account may do', () => {
    const hub = orders({
      dr: {
        replication: new FakeReplication((step) => (step.name === 'promote-usw2' ? { ...step, cluster: 'hub' } : step)),
      },
    });
    const [secret] = prerequisites(hub, 'usw2', 'Secret').filter(({ name }) => name === 'runbook-hub');
    expect(secret!.why).toContain('may do there exactly this: patch copiers.copy.example.com data,');
    expect(rules(hub, 'usw2', 'Role', 'runbook-workflow').join()).not.toContain('patch copiers');
  });

  test('the plan asks for the kubeconfigs, and says whose token they hold', () => {
    const [secret] = prerequisites(output, 'usw2', 'Secret').filter(({ name }) => name === 'runbook-use1');
    expect(secret).toMatchObject({ namespace: 'orders', keys: ['kubeconfig'] });
    expect(secret!.why).toContain('token of ServiceAccount runbook of use1');
    expect(prerequisites(output, 'use1', 'Secret').map(({ name }) => name)).toContain('runbook-usw2');
  });

  test('the plan asks for Argo Workflows in every site that may have to run one', () => {
    for (const site of TWO) {
      expect(prerequisites(output, site, 'operator').map(({ name }) => name)).toContain('argo-workflows');
    }
  });
});

describe('nobody may more than the steps need', () => {
  test('the account of the workflow has what the executor and the steps in its own cluster need', () => {
    expect(rules(output, 'usw2', 'Role', 'runbook-workflow')).toEqual([
      'get,patch configmaps of  called dr-phase',
      'create configmaps of ',
      'get,list,patch,watch deployments of apps called front-end',
      'get,patch,update deployments/scale of apps called front-end',
      'patch statefulsets/scale of apps called workload',
      'create,patch workflowtaskresults of argoproj.io',
      'get,patch horizontalpodautoscalers of autoscaling called front-end',
      'get,patch copiers of copy.example.com called data',
    ]);
  });

  test('the account for workflows of other sites has what they do here: no more than fence, copy and write down', () => {
    expect(rules(output, 'usw2', 'Role', 'runbook')).toEqual([
      'get,patch configmaps of  called dr-phase',
      'create configmaps of ',
      'patch copiers of copy.example.com called data',
    ]);
  });

  test('permissions in other namespaces and on the cluster become roles there, named after the application', () => {
    const wide = orders({
      dr: {
        replication: new FakeReplication((step) => ({
          ...step,
          permissions: [
            ...step.permissions,
            { apiGroup: 'velero.io', resources: ['restores'], verbs: ['create'], namespace: 'velero' },
            { apiGroup: '', resources: ['nodes'], verbs: ['list'], clusterScoped: true },
          ],
        })),
      },
    });
    expect(rules(wide, 'usw2', 'Role', 'orders-runbook-workflow')).toEqual(['create restores of velero.io']);
    expect(wide.object('usw2', 'Role', 'orders-runbook-workflow').metadata.namespace).toBe('velero');
    expect(rules(wide, 'usw2', 'ClusterRole', 'orders-runbook-workflow')).toEqual(['list nodes of ']);
    expect(wide.object('usw2', 'ClusterRoleBinding', 'orders-runbook')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'runbook', namespace: 'orders' }],
    });
    expect(checkOutput(wide)).toEqual([]);
  });

  test('no rule knows a wildcard, and secrets are named', () => {
    for (const site of TWO) {
      for (const kind of ['Role', 'ClusterRole']) {
        for (const role of ofKind(output, site, kind)) expect(JSON.stringify(role)).not.toMatch(/"\*"/);
      }
    }
  });

  test('its pods reach API servers and name resolution, and nobody reaches them', () => {
    const { spec } = output.object('usw2', 'NetworkPolicy', 'runbook') as unknown as {
      spec: { ingress: unknown[]; podSelector: { matchLabels: object }; egress: { ports: { port: number }[] }[] };
    };
    expect(spec.ingress).toEqual([]);
    expect(spec.podSelector.matchLabels).toEqual(specOf(failover).podMetadata.labels);
    expect(spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([443, 6443, 53, 53, 5353, 5353]);
  });
});

describe('what a run writes down is not of GitOps', () => {
  test('nothing that is emitted is what the runbooks write', () => {
    for (const site of TWO) {
      expect(ofKind(output, site, 'ConfigMap').map(({ metadata }) => metadata.name)).not.toContain('dr-phase');
      expect(ofKind(output, site, 'Workflow')).toEqual([]);
    }
  });
});

describe('the plan says it for people', () => {
  const { runbooks } = output.plan.apps[0]!.activePassive!;
  const prose = runbooks.find(({ workflow }) => workflow === 'orders-failover-use1-to-usw2')!;

  test('the command that starts it, where it runs, and every step in order with its exact commands', () => {
    expect(prose).toMatchObject({ kind: 'failover', from: 'use1', to: 'usw2', runsIn: 'usw2' });
    expect(prose.start).toBe(
      "argo submit --namespace orders --from workflowtemplate/orders-failover-use1-to-usw2 --parameter reason='...'",
    );
    const steps = [...stepsOf(failover, 'main').slice(0, 2), ...stepsOf(failover, 'change'), 'record-outcome'];
    const commands = prose.lines.filter(({ approval }) => !approval).map((line) => line.commands);
    expect(commands.map((text) => `set -eu\n${text}\n`)).toEqual(
      steps.map((name) => templateOf(failover, name).script!.source),
    );
    expect(prose.lines.at(-2)!.commands).toContain('now commit activeSite: usw2');
  });

  test('the approval says what is at stake, how to give it, and how long the plan counts on', () => {
    const [approval] = prose.lines.filter((line) => line.approval);
    expect(approval!.title).toContain('writes that are not in usw2 yet are lost');
    expect(approval!.title).toContain('argo resume --namespace orders');
    expect(approval!.title).toContain('within 900 s');
    expect(approval!.commands).toBe('');
  });

  test('the pods that start one after the other are in the recovery time', () => {
    const bound = JSON.stringify(output.plan.apps[0]!.rto.tree);
    // Two checks, and seven changes until clients are let in.
    expect(bound).toContain('"name":"pods of the runbook start","seconds":90');
  });

  test('so are the steps that are in the bound of no part: the look at the front end, the record and the latch', () => {
    const bound = JSON.stringify(output.plan.apps[0]!.rto.tree);
    const counted = [
      ...bound.matchAll(/"source":"WorkflowTemplate orders-failover-use1-to-usw2, step ([\w-]+): active/g),
    ];
    expect(counted.map(([, step]) => step)).toEqual([
      'front-end-ready-usw2',
      'record-failing-over',
      'close-latch-use1',
      'open-latch-usw2',
    ]);
    for (const [, step] of counted) {
      const { activeDeadlineSeconds } = templateOf(failover, step!);
      expect(bound).toContain(`step ${step}: activeDeadlineSeconds ${activeDeadlineSeconds},`);
    }
  });
});

describe('runbooks that would fail when they are needed are refused', () => {
  const changed = (change: ConstructorParameters<typeof FakeReplication>[0]) =>
    refused({ dr: { replication: new FakeReplication(change) } });

  test('a name that is too long for a label', () => {
    expect(refused({ id: 'a-very-long-name-of-an-application-in-two-regions' })).toContain(
      'allowed are 63, since it becomes the value of a label; shorten the id of the application or the names of its sites',
    );
  });

  test.each([
    ['everything', { apiGroup: 'apps', resources: ['*'], verbs: ['get'] }, 'it asks for "*"'],
    ['all secrets', { apiGroup: '', resources: ['secrets'], verbs: ['get'] }, 'it asks for all secrets'],
    [
      'no names at all',
      { apiGroup: '', resources: ['pods'], verbs: ['get'], names: [] },
      'its names are an empty list',
    ],
    ['nothing', { apiGroup: '', resources: ['pods'], verbs: [] }, 'it lists no resources or no verbs'],
  ])('permissions for %s', (_, permission, why) => {
    expect(changed((step) => ({ ...step, permissions: [permission] }))).toContain(why);
  });

  test('a failover that needs the site that is lost', () => {
    expect(changed((step) => (step.name === 'promote-usw2' ? { ...step, site: sites(['use1'])[0]! } : step))).toContain(
      'it works in use1, which is lost when the failover runs',
    );
  });

  test('two steps of one name, or one that the workflow needs itself', () => {
    expect(changed((step) => ({ ...step, name: 'same' }))).toContain('has two steps called "same"');
    expect(changed((step) => (step.name.startsWith('fresh') ? { ...step, name: 'approve' } : step))).toContain(
      'has two steps called "approve"',
    );
  });

  test('what Argo would take for a variable of its own', () => {
    expect(changed((step) => ({ ...step, script: 'kubectl get x -o go-template={{.y}}' }))).toContain(
      'which Argo replaces',
    );
  });

  test('a step without an end', () => {
    expect(changed((step) => ({ ...step, timeoutSeconds: 0 }))).toContain('its timeoutSeconds is 0');
  });
});
