import { Duration } from 'cdk8s';
import { Backup, Basis, CsiAddonsMode, Replication, Verdict } from 'cndr';
import { checkOutput } from '../support/conformance';
import { GROUP, TWO, replicated, replicationRefusals } from './volumes.support';

const asynchronous = (minutes: number, transfer?: Duration) =>
  Replication.csiAddons({ mode: CsiAddonsMode.asynchronous({ interval: Duration.minutes(minutes), transfer }) });
const METRO = Replication.csiAddons({ mode: CsiAddonsMode.synchronous() });
/** Sites that are near enough for one storage system. */
const NEAR = { use1: { rttMillis: { use2: 4 } } };

describe('one volume', () => {
  const { output } = replicated(asynchronous(10));

  test('is the primary where the application is active, and the copy elsewhere', () => {
    const states = TWO.map(
      (site) =>
        (output.object(site, 'VolumeReplication', 'data-workload-0').spec as Record<string, unknown>).replicationState,
    );
    expect(states).toEqual(['primary', 'secondary']);
  });

  test('changing the active site changes nothing but the state', () => {
    const other = replicated(asynchronous(10), { dr: { activeSite: 'use2' } }).output;
    const objects = (from: typeof output, site: string) =>
      JSON.stringify(from.objects(site, 'orders').filter(({ kind }) => /^Volume/.test(kind)));
    for (const [site, from, to] of [
      ['use1', 'primary', 'secondary'],
      ['use2', 'secondary', 'primary'],
    ] as const) {
      expect(objects(other, site)).toBe(objects(output, site).replace(from, to));
    }
  });

  test('is not given up when GitOps removes what is no longer rendered', () => {
    expect(output.object('use1', 'VolumeReplication', 'data-workload-0').metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Prune=false',
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    });
  });

  test('has a class that says the interval, in every site under the same name', () => {
    for (const site of TWO) {
      expect(output.object(site, 'VolumeReplicationClass', 'orders-10m').spec).toEqual({
        provisioner: 'rook-ceph.rbd.csi.ceph.com',
        parameters: {
          mirroringMode: 'snapshot',
          schedulingInterval: '10m',
          'replication.storage.openshift.io/replication-secret-name': 'rook-csi-rbd-provisioner',
          'replication.storage.openshift.io/replication-secret-namespace': 'rook-ceph',
        },
      });
    }
  });

  test('another interval is another class, as parameters cannot be changed', () => {
    expect(
      replicated(asynchronous(60), {
        dr: { objectives: { rpo: Duration.hours(3), rto: Duration.hours(2) } },
      }).output.object('use1', 'VolumeReplicationClass', 'orders-1h'),
    ).toBeDefined();
  });

  test('its state is not undone by GitOps after a failover', () => {
    const app = output.plan.apps[0]!;
    expect(JSON.stringify(app)).toContain('/spec/replicationState');
  });
});

describe('several volumes', () => {
  const { output } = replicated(Replication.csiAddons(), { workload: GROUP });

  test('are copied as of one moment, as one group', () => {
    expect(output.object('use1', 'VolumeGroupReplication', 'orders').spec).toMatchObject({
      volumeGroupReplicationClassName: 'orders-group-10m',
      volumeReplicationClassName: 'orders-10m',
      source: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'workload', 'app.kubernetes.io/instance': 'orders' } },
      },
      replicationState: 'primary',
    });
    expect(output.allObjects('use1').filter(({ kind }) => kind === 'VolumeReplication')).toEqual([]);
  });

  test('the group is told where to be, as ceph-csi makes it before it knows a volume', () => {
    expect(output.object('use1', 'VolumeGroupReplicationClass', 'orders-group-10m').spec).toMatchObject({
      parameters: { clusterID: 'rook-ceph', pool: 'replicapool' },
    });
  });

  test('the passive site makes no group of its own: it waits for the content of the active one', () => {
    const named = (site: string) =>
      (output.object(site, 'VolumeGroupReplication', 'orders').spec as Record<string, unknown>)
        .volumeGroupReplicationContentName;
    expect(TWO.map(named)).toEqual(['orders-orders', 'orders-orders']);
    expect(output.allObjects('use2').some(({ kind }) => kind === 'VolumeGroupReplicationContent')).toBe(false);
    const content = output.object('use1', 'VolumeGroupReplicationContent', 'orders-orders');
    const schedule = output.object('use1', 'Schedule', 'orders-use1-claims').spec as {
      template: { labelSelector: { matchLabels: object } };
    };
    // The backup of the claims takes it along by their labels.
    expect(content.metadata.labels).toMatchObject(schedule.template.labelSelector.matchLabels);
  });
});

describe('claims', () => {
  test('are backed up without their data, so that Velero restores the volumes as they are', () => {
    const { output } = replicated(Replication.csiAddons());
    for (const site of TWO) {
      expect(output.object(site, 'Schedule', `orders-${site}-claims`).spec).toMatchObject({
        useOwnerReferencesInBackup: false,
        template: {
          includedNamespaces: ['orders'],
          includedResources: ['persistentvolumeclaims', 'persistentvolumes'],
          snapshotVolumes: false,
          snapshotMoveData: false,
          defaultVolumesToFsBackup: false,
        },
      });
    }
  });

  test('are where the Velero of the fleet is, which nobody has to say again', () => {
    const backup = Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', namespace: 'backup' });
    const { output } = replicated(Replication.csiAddons(), { fleet: { backup } });
    for (const site of TWO) {
      const claims = output.object(site, 'Schedule', `orders-${site}-claims`);
      expect(claims.metadata.namespace).toBe('backup');
    }
    const texts = JSON.stringify(TWO.map((site) => output.objects(site, 'orders')));
    expect(texts).not.toContain('--namespace=velero');
  });

  test('a backup of them that is late is noticed where they would be restored', () => {
    const { binding } = replicated(Replication.csiAddons());
    expect(binding.alerts.find(({ name }) => name === 'ClaimsBackupLate')).toMatchObject({
      sites: ['use2'],
      absentSeries: 'velero_backup_last_successful_timestamp{schedule="orders-use1-claims"}',
    });
  });
});

describe('what may be lost', () => {
  test('is the interval, which is emitted, and the transfer, which an alert watches', () => {
    const { lag } = replicated(asynchronous(10, Duration.minutes(3))).binding;
    expect(lag.seconds).toBe(780);
    expect(lag.parts.map(({ seconds, basis }) => [seconds, basis])).toEqual([
      [600, Basis.DERIVED],
      [180, Basis.ASSUMED],
    ]);
    expect(lag.parts[1]!.source).toContain('VolumeCopyLate');
  });

  test.each([
    [10, 10, 1200],
    [10, 11, 1860],
    [5, 12, 1620],
  ])(
    'every %d minutes with a transfer of %d minutes: a transfer that is longer delays the next',
    (interval, transfer, expected) => {
      expect(replicated(asynchronous(interval, Duration.minutes(transfer))).binding.lag.seconds).toBe(expected);
    },
  );

  test('the alert fires only for copies that are older than promised, however late they are shown', () => {
    const { alerts, lag } = replicated(asynchronous(10)).binding;
    const late = alerts.find(({ name }) => name === 'VolumeCopyLate')!;
    const shownLate = 300;
    expect(late.expr).toBe(
      `time() - cndr_volumereplication_last_sync_timestamp_seconds{obj_namespace="orders",obj_name="data-workload-0"} > ${lag.seconds! + shownLate}`,
    );
    expect(late).toMatchObject({ sites: ['use1'], objective: 'rpo', onAge: true });
  });

  test('kube-state-metrics is told to make that series, as csi-addons exports none', () => {
    const needs = replicated(asynchronous(10)).output.plan.apps[0]!.prerequisites;
    const { why } = needs.find(({ site, name }) => site === 'use1' && name.startsWith('kube-state-metrics'))!;
    expect(why).toContain('"metricNamePrefix":"cndr_volumereplication"');
    expect(why).toContain('"path":["status","lastSyncTime"]');
  });

  test('a planned switchover loses nothing', () => {
    expect(replicated(asynchronous(10)).binding.switchoverLag).toMatchObject({
      seconds: 0,
      verdict: Verdict.GUARANTEED,
    });
  });

  test('one storage over both sites loses nothing, as long as it is one, which nothing in the output says', () => {
    const { lag, switchoverLag } = replicated(METRO, { site: NEAR }).binding;
    for (const nothing of [lag, switchoverLag]) {
      expect(nothing).toMatchObject({ seconds: 0, verdict: Verdict.ESTIMATED });
      expect(nothing.source).toMatch(/^storage class rbd is one stretched cluster \(a prerequisite\)/);
    }
  });
});

describe('how long a promotion takes', () => {
  test('is what the runbook waits for, what Velero and the storage take, and the start', () => {
    const { promotion } = replicated(Replication.csiAddons({ promotion: Duration.minutes(2) })).binding;
    expect(promotion.parts.slice(0, 4).map(({ name, seconds }) => [name, seconds])).toEqual([
      ['copy is looked at', 60],
      ['lost site is told to stop', 60],
      ['volumes and claims are made', 120],
      ['volumes are promoted and attached', 120],
    ]);
    expect(promotion.seconds).toBe(360 + promotion.parts[4]!.seconds!);
    expect(promotion.verdict).toBe(Verdict.ESTIMATED);
  });

  test('with a fence before it where storage is shared', () => {
    const { promotion } = replicated(METRO, { site: NEAR }).binding;
    expect(promotion.parts[1]).toMatchObject({ name: 'lost site is fenced', seconds: 180 });
  });
});

describe('how long a planned switchover takes', () => {
  test.each([
    ['mirrored volumes', asynchronous(10), {}],
    ['one storage', METRO, { site: NEAR }],
    ['a group', asynchronous(10), { workload: GROUP }],
  ])('is what its steps may take, in the output: %s', (_, replication, changes) => {
    const { binding, output, switchover } = replicated(replication, changes);
    const { fence, promote } = switchover();
    const templates = (
      output.object('use2', 'WorkflowTemplate', 'orders-switchover-use1-to-use2').spec as {
        templates: { name: string; activeDeadlineSeconds?: number }[];
      }
    ).templates;
    const deadlines = [...fence, ...promote].map(
      ({ name }) => templates.find((template) => template.name === name)!.activeDeadlineSeconds!,
    );
    const [givenUp, taken] = binding.switchoverGap.parts;
    expect(givenUp!.seconds! + taken!.seconds!).toBe(deadlines.reduce((sum, each) => sum + each, 0));
    expect([...givenUp!.fields, ...taken!.fields].map(({ value }) => value)).toEqual(deadlines.map(String));
    expect(givenUp!.seconds).toBeGreaterThan(1200);
  });
});

describe('fencing', () => {
  test('is not claimed for storage that cannot be reached: a failover must not be automatic', () => {
    expect(replicated(Replication.csiAddons()).binding.fencing).toBeUndefined();
  });

  test('is claimed where the lost site uses the same storage', () => {
    expect(replicated(METRO, { site: NEAR }).binding.fencing).toContain('NetworkFence');
  });
});

describe('an API server accepts it', () => {
  test.each([
    ['one volume', Replication.csiAddons(), {}],
    ['several volumes', Replication.csiAddons(), { workload: GROUP }],
    ['the other site active', Replication.csiAddons(), { workload: GROUP, dr: { activeSite: 'use2' } }],
    ['one storage', METRO, { site: NEAR, workload: GROUP }],
  ])('%s', (_, replication, changes) => {
    expect(checkOutput(replicated(replication, changes).output).filter((line) => line.includes('orders.k8s'))).toEqual(
      [],
    );
  });
});

describe('refusals', () => {
  test.each([
    [
      'a storage class that differs',
      {},
      { site: { use2: { storageClass: 'rbd-west' } } },
      'storageClass is rbd in use1, rbd-west in use2',
    ],
    [
      'no storage class',
      {},
      { site: { use2: { storageClass: undefined, cloud: 'on-premises' as never } } },
      'sites use2 state no storageClass',
    ],
    [
      'an interval of seconds',
      { mode: CsiAddonsMode.asynchronous({ interval: Duration.seconds(90) }) },
      {},
      'is 1.5 minutes',
    ],
    ['no backup of the claims', {}, { fleet: { backup: undefined } }, 'and the fleet has none'],
    [
      'more volumes than a group holds',
      {},
      { workload: { ...GROUP, replicas: 51 } },
      '102 volumes; csi-addons replicates at most 100',
    ],
    ['two copies of a mirrored image', {}, { sites: ['use1', 'use2', 'usw2'] }, 'RBD mirroring knows one peer'],
    [
      'another namespace of Velero than that of the fleet',
      { veleroNamespace: 'elsewhere' },
      {},
      'veleroNamespace of Replication.csiAddons is "elsewhere", and the backup of the fleet is in namespace velero',
    ],
    [
      'a provisioner that is no name',
      { provisioner: 'Rook Ceph' },
      {},
      'provisioner of Replication.csiAddons is "Rook Ceph"',
    ],
  ])('%s', (_, props, changes, message) => {
    expect(replicationRefusals(Replication.csiAddons(props), changes)).toContain(message);
  });

  test('sites that are too far apart for one storage', () => {
    const found = replicationRefusals(METRO);
    expect(found).toMatch(/STO-10: .*use1 and use2, which are 12 ms apart; at most 10 ms are allowed/);
  });

  test.each([
    [
      'covers the nodes of another site',
      [{ site: 'use1', cidrs: ['10.200.0.0/16'] }],
      'covers nodes of site use2 (10.200.2.0/24)',
    ],
    ['is no range', [{ site: 'use1', cidrs: ['10.200.1'] }], '"10.200.1", which is no IPv4 CIDR'],
    ['is of a site that is none', [{ site: 'use9', cidrs: ['10.9.0.0/16'] }], 'fences name site "use9"'],
    ['has no addresses', [{ site: 'use1', cidrs: [] }], 'the fence of site use1 has no addresses'],
  ])('a fence that %s', (_, fences, message) => {
    const replication = Replication.csiAddons({ mode: CsiAddonsMode.synchronous({ fences }) });
    expect(replicationRefusals(replication, { site: NEAR })).toContain(message);
  });
});
