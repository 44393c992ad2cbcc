import { Duration } from 'cdk8s';
import { type RamenProps, Replication } from 'cndr';
import { checkOutput } from '../support/conformance';
import {
  type Answer,
  GROUP,
  TWO,
  inOrder,
  replicated,
  replicationRefusals,
  run,
  syntaxErrors,
} from './volumes.support';

const ramen = (props: Partial<RamenProps> = {}) => Replication.ramen({ hubCluster: 'hub', ...props });
const { output, binding, switchover, failover, reprotect } = replicated(ramen());

const spec = (name: string, kind: string, object: string) => output.object(name, kind, object).spec;
const FIGURES = /get drplacementcontrol orders .*status\.phase/;
const SEEN: Answer = { to: /get drplacementcontrol orders .*observedGeneration/, says: '4=4' };

describe('the hub', () => {
  test('knows the two clusters, how often they copy, and which classes are meant', () => {
    expect(spec('hub', 'DRPolicy', 'orders-10m')).toEqual({
      drClusters: ['use1', 'use2'],
      schedulingInterval: '10m',
      replicationClassSelector: { matchLabels: { 'cndr/dr-policy': 'orders-10m' } },
    });
  });

  test('places the application by Ramen alone', () => {
    const placement = output.object('hub', 'Placement', 'orders');
    expect(placement.metadata.annotations).toEqual({
      'cluster.open-cluster-management.io/experimental-scheduling-disable': 'true',
    });
  });

  test('protects the claims of the namespace, at home in the active site', () => {
    expect(spec('hub', 'DRPlacementControl', 'orders')).toEqual({
      drPolicyRef: { name: 'orders-10m' },
      placementRef: { kind: 'Placement', name: 'orders', namespace: 'ramen-ops' },
      preferredCluster: 'use1',
      pvcSelector: {
        matchLabels: { 'app.kubernetes.io/name': 'workload', 'app.kubernetes.io/instance': 'orders' },
      },
      protectedNamespaces: ['orders'],
    });
  });

  test('its order is not undone by GitOps after a failover', () => {
    const plan = JSON.stringify(output.plan.apps[0]);
    for (const field of ['action', 'failoverCluster', 'preferredCluster']) expect(plan).toContain(`/spec/${field}`);
  });

  test('has an alert on what Ramen says, and one for when it says nothing', () => {
    const { groups } = spec('hub', 'PrometheusRule', 'orders-alerts') as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    expect(groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => `${alert}: ${expr}`))).toEqual([
      'RamenCopyLate: time() - ramen_last_sync_timestamp_seconds{obj_name="orders",obj_namespace="ramen-ops"} > 1500',
      'RamenCopyLateAbsent: absent(ramen_last_sync_timestamp_seconds{obj_name="orders",obj_namespace="ramen-ops"})',
      'RamenWorkloadUnprotected: ramen_workload_protection_status{obj_name="orders",obj_namespace="ramen-ops"} == 0',
    ]);
  });
});

describe('the sites', () => {
  test('have a class of the interval of the policy, with labels in lower case', () => {
    for (const site of TWO) {
      const volumes = output.object(site, 'VolumeReplicationClass', 'orders-10m');
      expect(volumes.metadata.labels).toMatchObject({
        'ramendr.openshift.io/storageid': site,
        'ramendr.openshift.io/replicationid': 'use1-use2',
        'cndr/dr-policy': 'orders-10m',
      });
      expect(volumes.spec).toMatchObject({ parameters: { schedulingInterval: '10m' } });
    }
  });

  test('copy several volumes as of one moment', () => {
    const grouped = replicated(ramen(), { workload: GROUP }).output;
    expect(grouped.object('use2', 'VolumeGroupReplicationClass', 'orders-group-10m').metadata.labels).toMatchObject({
      'ramendr.openshift.io/groupreplicationid': 'use1-use2',
    });
    expect(grouped.object('hub', 'DRPlacementControl', 'orders').metadata.annotations).toEqual({
      'drplacementcontrol.ramendr.openshift.io/is-cg-enabled': 'true',
    });
  });
});

describe('what it promises', () => {
  test('is a copy as old as the interval and the transfer, and an alert in the site that is written', () => {
    expect(binding.lag.seconds).toBe(1200);
    expect(binding.alerts[0]).toMatchObject({ name: 'VolumeCopyLate', sites: ['use1'], onAge: true, objective: 'rpo' });
    expect(binding.alerts[0]!.expr).toContain('cndr_volumereplicationgroup_last_sync_timestamp_seconds');
  });

  test('is a promotion by Ramen, and no fence', () => {
    expect(binding.promotion.parts.map(({ seconds }) => seconds).slice(0, 4)).toEqual([60, 60, 120, 300]);
    expect(binding.fencing).toBeUndefined();
  });
});

describe('runbooks', () => {
  const all = [...inOrder(switchover()), ...inOrder(failover()), ...reprotect()];

  test('are understood by a shell, and order only the one application', () => {
    expect(all.map(syntaxErrors)).toEqual(all.map(() => ''));
    const orders = all.filter(({ cluster }) => cluster !== undefined);
    expect(new Set(orders.map(({ cluster }) => cluster))).toEqual(new Set(['hub']));
    for (const { permissions } of orders) {
      expect(permissions).toMatchObject([
        { resources: ['drplacementcontrols'], names: ['orders'], namespace: 'ramen-ops' },
      ]);
    }
  });

  test('a failover tells the hub, and waits for the claims of the other site', () => {
    const { promote } = failover();
    const world: Answer[] = [
      SEEN,
      { to: FIGURES, after: /"action":"Failover"/, says: 'FailedOver/WaitOnUserToCleanUp/use2/False/True' },
      { to: FIGURES, says: 'Deployed/Completed/use1/True/True' },
      { to: /persistentvolumeclaim/, says: 'Bound' },
    ];
    const { status, calls } = run([...promote, ...promote], world);
    expect(status).toBe(0);
    const patches = calls.filter((call) => call.startsWith('patch'));
    expect(patches[0]).toContain('{"spec":{"action":"Failover","failoverCluster":"use2"}}');
    expect(new Set(patches).size).toBe(1);
  });

  test('a failover that is not done yet is not taken for done', () => {
    const { promote } = failover();
    const { status, stderr } = run(promote, [
      SEEN,
      { to: FIGURES, says: 'FailedOver/WaitForReadiness/use2/False/False' },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      'the volumes of use2 are not promoted: Ramen says FailedOver/WaitForReadiness/use2/False/False',
    );
  });

  test('a switchover deletes claims only once Ramen waits for it', () => {
    const stopped: Answer[] = [
      { to: /get statefulset\/workload .*status\.replicas/, says: '4 4 0' },
      { to: /get volumeattachments/, says: 'pvc-other' },
    ];
    const early = run(switchover().fence, [
      ...stopped,
      SEEN,
      { to: FIGURES, says: 'Relocating/PreparingFinalSync/use1/False/True' },
    ]);
    expect(early.status).toBe(1);
    expect(early.calls.join('\n')).not.toContain('delete');
    const { status, calls } = run(switchover().fence, [
      ...stopped,
      SEEN,
      { to: FIGURES, says: 'Relocating/WaitOnUserToCleanUp/use1/False/True' },
    ]);
    expect(status).toBe(0);
    expect(calls.join('\n')).toContain('{"spec":{"action":"Relocate","preferredCluster":"use2"}}');
    expect(calls.at(-1)).toContain('delete persistentvolumeclaims data-workload-0 --ignore-not-found --wait=false');
  });

  test('claims of a site that came back stay while Ramen has the application there', () => {
    const { status, calls } = run(reprotect(), [
      { to: /readyReplicas/, says: '1' },
      SEEN,
      { to: FIGURES, says: 'Deployed/Completed/use1/True/True' },
    ]);
    expect(status).toBe(1);
    expect(calls.join('\n')).not.toMatch(/delete|scale/);
  });
});

test('an API server accepts it', () => {
  for (const changes of [{}, { workload: GROUP }, { dr: { activeSite: 'use2' } }]) {
    expect(checkOutput(replicated(ramen(), changes).output).filter((line) => line.includes('orders.k8s'))).toEqual([]);
  }
});

describe('refusals', () => {
  test.each<[string, Partial<RamenProps>, object, string]>([
    ['three sites', {}, { sites: ['use1', 'use2', 'usw2'] }, 'a DRPolicy of Ramen has exactly 2'],
    ['a hub that is lost with a site', { hubCluster: 'use2' }, {}, 'hubCluster is "use2", a site of the application'],
    [
      'an interval that is no step of an hour',
      { interval: Duration.minutes(45) },
      {},
      'is 45 minutes, which Ramen turns into',
    ],
    [
      'an interval that is no step of a day',
      { interval: Duration.hours(5) },
      {},
      'is 300 minutes, which Ramen turns into',
    ],
    ['an interval of seconds', { interval: Duration.seconds(90) }, {}, 'is 1.5 minutes'],
    [
      'one storage under two names',
      { storageIds: { use1: 'a', use2: 'a' } },
      {},
      'Ramen takes sites of one id for one storage',
    ],
    ['an id that is no label', { replicationId: 'a b' }, {}, 'replicationId of Replication.ramen is "a b"'],
    [
      'a storage class that differs',
      {},
      { site: { use2: { storageClass: 'x' } } },
      'storageClass is rbd in use1, x in use2',
    ],
  ])('%s', (_, props, changes, message) => {
    expect(replicationRefusals(ramen(props), changes)).toContain(message);
  });
});
