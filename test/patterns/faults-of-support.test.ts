import { Size } from 'cdk8s';
import { Backup, type IReplication, Replication, SiteNetwork } from 'cndr';
import { activePassive, eventual, row, rows, strong, WIKI } from '../support/fault-plans';
import { THREE } from '../support/fleet';

describe('health checks that fail although the sites are well', () => {
  const plan = strong();

  test('of one site send its clients elsewhere, and the database answers there as before', () => {
    expect(row(plan, 'health checks fail', 'health checks of use1')).toMatchObject({
      sites: ['use1'],
      servedBy: ['use2', 'usw2'],
      readsIn: THREE,
      writesIn: THREE,
      serviceLost: false,
      clientGap: { seconds: 0 },
    });
  });

  test('of all sites send clients to all of them, as Route 53 takes all for healthy when none is', () => {
    const all = row(plan, 'health checks fail', 'health checks of all sites');
    expect(all).toMatchObject({ servedBy: THREE, serviceLost: false });
    expect(all.human).toContain('sends clients also to one that is lost');
  });

  test('of an active site leave clients where they are, since the passive one is no answer either', () => {
    const one = row(activePassive(), 'health checks fail', 'health checks of use1');
    expect(one).toMatchObject({ servedBy: ['use1'], serviceLost: false });
  });

  test('are no fault of an application without a hostname', () => {
    expect(rows(strong({ dr: { hostname: undefined } }), 'health checks fail')).toEqual([]);
  });
});

test('certificates outlive their CA for as long as the emitted ones say, and the field is named', () => {
  const plan = strong();
  const { grace } = row(plan, 'certificate authority lost', 'ClusterIssuer fleet-ca');
  expect(grace!.seconds).toBe(30 * 86_400);
  const fields = plan.gaps[grace!.gap]!.fields!;
  expect(fields[0]?.others).toBeGreaterThan(1);
  for (const field of fields) {
    expect(field).toMatchObject({ path: expect.stringMatching(/\/spec\/renewBefore$/) as string, value: '720h' });
    expect(field.file).toMatch(/orders\.k8s\.yaml$/);
  }
});

describe('what steers the fleet', () => {
  test('the broker of Submariner may be away while nothing moves; with the site that holds it, it is lost', () => {
    const network = SiteNetwork.submariner({ brokerApiServer: 'broker.example.com:6443', brokerSite: 'use1' });
    const plan = strong({ fleet: { network } });
    const broker = row(plan, 'control plane lost', 'Submariner broker in use1');
    expect(broker).toMatchObject({ servedBy: THREE, serviceLost: false, grace: { unbounded: true } });
    expect(row(plan, 'site lost', 'use1').human).toContain('Submariner broker in use1 goes with it');
    expect(row(plan, 'site lost', 'use2').human).not.toContain('broker');
  });

  test('routes have nothing that steers them, and nobody is told of alerts that there are not', () => {
    const plan = strong({ fleet: { network: SiteNetwork.routed() } });
    expect(rows(plan, 'control plane lost').map(({ subject }) => subject)).toEqual(['API of Route 53 in us-east-1']);
    expect(row(plan, 'site cut off', 'use1').human).toContain('no alert of the network');
  });

  test('the control plane of K8ssandra is in the first site, and no client notices that it is gone', () => {
    const plan = eventual();
    expect(row(plan, 'control plane lost', 'K8ssandra control plane in use1')).toMatchObject({
      servedBy: ['use1', 'usw2'],
      serviceLost: false,
    });
    expect(row(plan, 'site lost', 'use1').human).toContain('K8ssandra control plane in use1 goes with it');
  });

  test('without the hub of Ramen nothing moves, and copies go on', () => {
    const replication = Replication.ramen({ hubCluster: 'hub' });
    const plan = activePassive({ workload: WIKI, replication });
    const hub = row(plan, 'control plane lost', 'Ramen hub hub');
    expect(hub).toMatchObject({ servedBy: ['use1'], serviceLost: false, dataLost: false });
    expect(hub.human).toMatch(/the sites go on copying.*not even a failover/);
  });

  test('a failover goes on by hand when nothing runs its workflow', () => {
    const argo = row(activePassive(), 'control plane lost', 'Argo Workflows in usw2');
    expect(argo.human).toContain('by the commands of runbook ledger-failover-use1-to-usw2');
  });

  test('without the bucket of the latches a failover fails, which the plan says', () => {
    const latch = row(
      activePassive(),
      'control plane lost',
      'bucket example-latch-ledger of the latches in eu-central-1',
    );
    expect(latch).toMatchObject({ servedBy: ['use1'], serviceLost: false });
    expect(latch.human).toContain('a failover or a switchover fails at its step that closes a latch');
  });
});

describe('backups that are restored where the application goes', () => {
  const replication = Replication.backupRestore({ dataSize: Size.gibibytes(30), throughput: Size.mebibytes(100) });
  const plan = activePassive({ workload: WIKI, replication });

  test('need the store for a failover, and no way between the sites', () => {
    expect(row(plan, 'backup store lost', 'bucket dr-backups').human).toContain('nothing to fail over to');
    expect(row(plan, 'tunnel down', 'use1,usw2').human).not.toContain('older');
  });

  test('undo no error by a failover, which takes the newest backup: somebody chooses one from before the error', () => {
    const error = rows(plan, 'operator error')[0]!;
    expect(error).toMatchObject({ dataLost: true, serviceLost: false });
    expect(error.clientGap).toMatchObject({
      unbounded: true,
      reason: expect.stringContaining('choose a backup from before it') as string,
    });
  });
});

describe('an error that replication spreads', () => {
  test('costs data, in every pattern, and is undone by hand', () => {
    for (const plan of [strong(), eventual(), activePassive()]) {
      const [error, ...others] = rows(plan, 'operator error');
      expect(others).toEqual([]);
      expect(error).toMatchObject({ dataLost: true, clientGap: { unbounded: true } });
    }
    expect(rows(activePassive(), 'operator error')[0]!.human).toContain('recoveryTarget.targetTime');
  });

  const restoreWith = (replication: IReplication) =>
    rows(activePassive({ workload: WIKI, replication }), 'operator error')[0]!.human;

  test('is not copied on while somebody restores volumes, nor does a claim wait for its replication', () => {
    const ordered = [
      [
        Replication.volSync({ schedule: '*/30 * * * *' }),
        /replicationsources.*-usw2 --namespace=ledger .*"paused":true.*velero restore/,
      ],
      [
        Replication.csiAddons(),
        /suspend the GitOps sync.*delete volumereplications.* in the passive sites, then in the active one.*pvc-protection.*velero restore/,
      ],
      [
        Replication.ramen({ hubCluster: 'hub' }),
        /cluster hub.*do-not-delete-pvc=true.*kubectl delete drplacementcontrol ledger.*velero restore/,
      ],
    ] as const;
    for (const [replication, steps] of ordered) expect(restoreWith(replication)).toMatch(steps);
  });

  test('has nothing to stop first where backups are all that gets to the other site', () => {
    const replication = Replication.backupRestore({ dataSize: Size.gibibytes(30), throughput: Size.mebibytes(100) });
    expect(restoreWith(replication)).toMatch(/^scale the pods/);
  });

  test('is not undone where there are no backups', () => {
    const waivers = [{ rule: 'BCK-02', reason: 'a test', expires: '2999-12-31' }];
    const plan = strong({ fleet: { backup: undefined }, dr: { waivers } });
    expect(rows(plan, 'operator error')[0]!.human).toBe(
      'there is no backup: make it again from whatever else still has it',
    );
    expect(rows(plan, 'backup store lost')).toEqual([]);
  });
});

test('a bucket that somebody else made is not made again by our stack', () => {
  const backup = Backup.velero({ bucket: 'dr-backups', region: 'eu-central-1', existingBucket: true });
  expect(row(strong({ fleet: { backup } }), 'backup store lost', 'bucket dr-backups').human).toMatch(
    /^make the bucket again/,
  );
});
