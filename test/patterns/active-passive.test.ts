import { Duration, Size } from 'cdk8s';
import {
  ActivePassiveDR,
  type ActivePassiveDRProps,
  Fleet,
  GlobalLoadBalancer,
  Latch,
  Standby,
  StatefulWorkload,
  Trigger,
} from 'cndr';
import { Synthesized } from 'cndr/testing';
import { FakeReplication } from '../support/fake-replication';
import { fleetProps, sites } from '../support/fleet';

const traffic = GlobalLoadBalancer.route53({
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
  latch: Latch.object({ bucketPrefix: 'dr-latch', region: 'eu-central-1' }),
});

function wiki(dr: Partial<ActivePassiveDRProps> = {}, names = ['use1', 'usw2']): Synthesized {
  return Synthesized.of((app) => {
    new ActivePassiveDR(app, 'wiki', {
      fleet: new Fleet(app, 'prod', fleetProps({ sites: sites(names), traffic })),
      activeSite: 'use1',
      workload: StatefulWorkload.custom({
        image: 'registry.example.com/wiki:5.1.0',
        ports: [{ name: 'http', port: 3000 }],
        volumes: [{ name: 'pages', mountPath: '/data', size: Size.gibibytes(50) }],
        health: { path: '/ready' },
      }),
      replication: new FakeReplication(),
      frontEnd: { image: 'registry.example.com/wiki-web:5.1.0', replicas: 4 },
      hostname: 'wiki.example.com',
      objectives: { rpo: Duration.minutes(30), rto: Duration.hours(2) },
      ...dr,
    });
  });
}

const planOf = (output: Synthesized) => output.plan.apps[0]!;
const rto = (output: Synthesized) => planOf(output).rto.boundSeconds!;
const spec = (output: Synthesized, site: string, kind: string, name: string) =>
  (output.object(site, kind, name) as unknown as { spec: { replicas?: number; minReplicas?: number } }).spec;

describe('the passive side is as warm as declared, and the recovery time says what that costs', () => {
  const [hot, warm, cold] = [Standby.HOT, Standby.WARM, Standby.COLD].map((standby) => wiki({ standby }));

  test('hot: the front end runs at full size', () => {
    expect(spec(hot!, 'usw2', 'HorizontalPodAutoscaler', 'front-end').minReplicas).toBe(4);
    expect(spec(hot!, 'usw2', 'Deployment', 'front-end').replicas).toBeUndefined();
  });

  test('warm: one pod of it runs', () => {
    expect(spec(warm!, 'usw2', 'HorizontalPodAutoscaler', 'front-end').minReplicas).toBe(1);
    expect(spec(warm!, 'use1', 'HorizontalPodAutoscaler', 'front-end').minReplicas).toBe(4);
  });

  test('cold: none of it runs, and nothing but a runbook starts it', () => {
    expect(spec(cold!, 'usw2', 'Deployment', 'front-end').replicas).toBe(0);
    expect(spec(cold!, 'use1', 'Deployment', 'front-end').replicas).toBeUndefined();
  });

  test('the colder, the longer', () => {
    expect(rto(warm!) - rto(hot!)).toBe(60 + 120);
    expect(rto(cold!) - rto(warm!)).toBe(300);
  });

  test('what a runbook changes is told to GitOps, and no more than that', () => {
    const owned = (output: Synthesized) =>
      planOf(output)
        .activePassive!.ignoreDifferences.filter(({ site, name }) => site === 'usw2' && name === 'front-end')
        .map(({ kind, jsonPointers }) => `${kind} ${jsonPointers.join()}`);
    expect(owned(hot!)).toEqual([]);
    expect(owned(warm!)).toEqual(['HorizontalPodAutoscaler /spec/minReplicas']);
    expect(owned(cold!)).toEqual(['HorizontalPodAutoscaler /spec/minReplicas', 'Deployment /spec/replicas']);
  });
});

describe('the workload runs where it is active', () => {
  test('and a change of activeSite moves it, in the manifests as in the plan', () => {
    const [before, after] = [wiki(), wiki({ activeSite: 'usw2' })];
    const replicas = (output: Synthesized) =>
      ['use1', 'usw2'].map((site) => spec(output, site, 'StatefulSet', 'workload').replicas);
    expect(replicas(before)).toEqual([1, 0]);
    expect(replicas(after)).toEqual([0, 1]);
    expect(planOf(after).activePassive!.activeSite).toBe('usw2');
    expect(planOf(after).faults[0]).toMatchObject({ sites: ['usw2'], servedBy: ['use1'] });
  });

  test('with two passive sites the first of the fleet takes over', () => {
    const [lost] = planOf(wiki({ activeSite: 'use2' }, ['use1', 'use2', 'usw2'])).faults;
    expect(lost).toMatchObject({ fault: 'site lost', sites: ['use2'], servedBy: ['use1'] });
  });
});

describe('the time of a failover', () => {
  test('has the time that humans take as terms of their own', () => {
    const quick = wiki({ trigger: Trigger.manual({ acknowledge: Duration.minutes(1), decide: Duration.minutes(1) }) });
    expect(rto(wiki()) - rto(quick)).toBe(15 * 60 - 2 * 60);
    expect(JSON.stringify(planOf(quick).rto.tree)).toContain('decide of Trigger.manual');
  });

  test('has no human in it where something fences and nobody is asked', () => {
    const automatic = wiki({ trigger: Trigger.automatic() });
    expect(rto(automatic)).toBeLessThan(rto(wiki()) - 15 * 60 + 300);
    expect(planOf(automatic).activePassive!.trigger).toBe('automatic');
  });

  test('is that of the workload alone where no load balancer sends clients', () => {
    const inside = wiki({ hostname: undefined, trigger: Trigger.manual({ detection: Duration.minutes(2) }) });
    const { workloadGap, clientGap } = planOf(inside).faults[0]!;
    expect(clientGap.seconds).toBe(workloadGap.seconds);
  });
});
