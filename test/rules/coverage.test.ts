import { coverageOf } from '../../src/rules/coverage';
import { BackupMethod, ReplicationMechanism } from '../../src/rules/vocabulary';
import { checkApp } from './check-rule';
import { appFacts, eventualFacts } from './facts-fixture';
import { manifest, quorumOutput, withField, without } from './output-fixture';
import { volumeFacts } from './volume-fixture';

type Evidence = ReturnType<typeof appFacts>;
const coveredBy = (evidence: Evidence, site: string, name: string): string[] | undefined =>
  coverageOf(evidence).find((row) => row.site === site && row.name === name)?.coveredBy;

describe('what brings a claim back', () => {
  test('the quorum, the backup of the engine and that of the volumes', () => {
    expect(coveredBy(appFacts(), 'use1', 'data-etcd-0')).toEqual([
      'replicated by the quorum: 2 of 3 votes are in use2 and usw2',
      'backed up by the engine: orders-use1, orders-use2 and orders-usw2',
      'backed up by Schedule orders-use1',
    ]);
  });

  test('no quorum, where the other sites have no majority', () => {
    const votes = [
      { site: 'use1', votes: 2 },
      { site: 'use2', votes: 1 },
    ];
    expect(coveredBy(appFacts({ votes }), 'use1', 'data-etcd-0')).not.toContainEqual(
      expect.stringContaining('quorum') as string,
    );
  });

  test('no backup of the engine of another site, where each site takes writes of its own', () => {
    expect(coveredBy(eventualFacts(), 'use1', 'data-etcd-0')).toEqual([
      'backed up by the engine: orders-use1',
      'backed up by Schedule orders-use1',
    ]);
  });

  test('the storage, in both directions, and the claims of pods that do not run yet', () => {
    expect(coveredBy(volumeFacts(), 'use1', 'data-workload-0')).toContain('replicated by csi-addons to use2');
    expect(coveredBy(volumeFacts(), 'use2', 'data-workload-0')).toContain('a copy of use1, made by csi-addons');
  });

  test('replication of the engine, and of an operator, whose claims are counted', () => {
    const cluster = manifest('use1', 'postgresql.cnpg.io/v1', 'Cluster', 'pg', {
      spec: { instances: 3, storage: { size: '20Gi' }, walStorage: { size: '5Gi' } },
    });
    const streaming = {
      kind: 'streaming',
      mechanism: ReplicationMechanism.APPLICATION,
      synchronous: false,
      units: ['all databases'],
      consistentGroup: true,
    };
    const evidence = volumeFacts({ output: [cluster], replications: [streaming] });
    for (const claim of ['data', 'wal']) {
      expect(coveredBy(evidence, 'use1', `${claim} of Cluster pg (3)`)).toContain('replicated by streaming to use2');
    }
  });

  test('the claims of Cassandra are in the sites of its datacenters, not where its object is', () => {
    const datacenters = ['use1', 'use2'].map((site) => ({
      k8sContext: site,
      size: 3,
      storageConfig: { cassandraDataVolumeClaimSpec: {} },
    }));
    const cluster = manifest('hub', 'k8ssandra.io/v1alpha1', 'K8ssandraCluster', 'db', {
      spec: { cassandra: { datacenters } },
    });
    const claims = coverageOf(eventualFacts({ output: [cluster] })).filter(({ kind }) => kind.endsWith('Claim'));
    expect(claims.map(({ site, name }) => [site, name])).toEqual([
      ['use1', 'server-data of K8ssandraCluster db (3)'],
      ['use2', 'server-data of K8ssandraCluster db (3)'],
    ]);
  });
});

describe('what brings configuration back', () => {
  test('Git, the issuer, the platform, and the backup of the objects', () => {
    expect(coveredBy(appFacts(), 'use2', 'site-health')).toEqual(['in Git', 'backed up by Schedule orders-use2']);
    expect(coveredBy(appFacts(), 'use2', 'etcd-peer')).toEqual([
      'issued again by ClusterIssuer fleet-ca',
      'backed up by Schedule orders-use2',
    ]);
    expect(coveredBy(appFacts(), 'use2', 'object-store')).toEqual([
      'provided by the platform',
      'backed up by Schedule orders-use2',
    ]);
  });

  test('the operator that makes a Secret', () => {
    const objects = [
      manifest('use1', 'postgresql.cnpg.io/v1', 'Cluster', 'pg', { spec: {} }),
      manifest('use1', 'apps/v1', 'Deployment', 'reader', {
        spec: { template: { spec: { containers: [{ envFrom: [{ secretRef: { name: 'pg-app' } }] }] } } },
      }),
    ];
    expect(coveredBy(appFacts({ output: objects }), 'use1', 'pg-app')).toEqual([
      'made again by the operator of Cluster pg',
    ]);
  });

  test.each([
    ['chooses other resources', '/spec/template/includedResources', ['persistentvolumeclaims']],
    ['is of another namespace', '/spec/template/includedNamespaces', ['shop']],
    ['leaves the namespace out', '/spec/template/excludedNamespaces', ['orders']],
    ['chooses by labels', '/spec/template/labelSelector', { matchLabels: { keep: 'yes' } }],
    ['chooses by one of several labels', '/spec/template/orLabelSelectors', [{ matchLabels: { keep: 'yes' } }]],
    [
      'leaves out by labels that anybody sets',
      '/spec/template/labelSelector',
      { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['cache'] }] },
    ],
    ['is paused', '/spec/paused', true],
    ['leaves the resource out', '/spec/template/excludedResources', ['configmaps']],
    ['leaves it out by its short name', '/spec/template/excludedResources', ['cm']],
    ['leaves out all that has a namespace', '/spec/template/excludedNamespaceScopedResources', ['*']],
    ['chooses others that have a namespace', '/spec/template/includedNamespaceScopedResources', ['secrets']],
  ])('not a Schedule that %s', (_, pointer, value) => {
    const output = withField(quorumOutput(), ['Schedule orders-use1'], pointer, value);
    expect(coveredBy(appFacts({ output }), 'use1', 'site-health')).toEqual(['in Git']);
  });
});

describe('what a Schedule that leaves something out still keeps', () => {
  const scheduled = (pointer: string, value: unknown): Evidence =>
    appFacts({ output: withField(quorumOutput(), ['Schedule orders-use1'], pointer, value) });
  const KEPT = 'backed up by Schedule orders-use1';

  test('configuration but no Secrets, and volumes', () => {
    const evidence = scheduled('/spec/template/excludedResources', ['secrets']);
    expect(coveredBy(evidence, 'use1', 'etcd-peer')).not.toContain(KEPT);
    expect(coveredBy(evidence, 'use1', 'site-health')).toContain(KEPT);
    expect(coveredBy(evidence, 'use1', 'data-etcd-0')).toContain(KEPT);
  });

  test.each([
    ['claims are left out', '/spec/template/excludedResources', ['pvc']],
    ['it is paused', '/spec/paused', true],
  ])('no volumes when %s', (_, pointer, value) => {
    expect(coveredBy(scheduled(pointer, value), 'use1', 'data-etcd-0')).not.toContain(KEPT);
  });

  test('all but the copies that VolSync makes, where it leaves out those', () => {
    const matchExpressions = [{ key: 'app.kubernetes.io/created-by', operator: 'NotIn', values: ['volsync'] }];
    const evidence = scheduled('/spec/template/labelSelector', { matchExpressions });
    expect(coveredBy(evidence, 'use1', 'data-etcd-0')).toContain(KEPT);
  });
});

describe('what copies data has to be there, and run', () => {
  const copied = (kind: string, output: Evidence['output']): string[] | undefined => {
    const replications = volumeFacts().replications.map((fact) => ({ ...fact, kind }));
    return coveredBy(volumeFacts({ output, replications }), 'use1', 'data-workload-0');
  };
  const { output } = volumeFacts();
  const SOURCE = 'ReplicationSource data-workload-0-use2';

  test('the ReplicationSource of VolSync', () => {
    expect(copied('volsync', output)).toContain('replicated by volsync to use2');
    // What restic copies is in the object store.
    expect(copied('volsync', without(output, SOURCE))).not.toContain('replicated by volsync to use2');
    expect(copied('volsync', withField(output, [SOURCE], '/spec/paused', true))).not.toContain(
      'replicated by volsync to use2',
    );
  });

  test('the VolumeReplication of the claim, or a group', () => {
    const none = without(output, 'VolumeReplication data-workload-0');
    const group = manifest('use1', 'replication.storage.openshift.io/v1alpha1', 'VolumeGroupReplication', 'orders', {
      spec: { replicationState: 'primary' },
    });
    expect(copied('csi-addons', none)).not.toContain('replicated by csi-addons to use2');
    expect(copied('csi-addons', [...none, group])).toContain('replicated by csi-addons to use2');
    const idle = withField(output, ['VolumeReplication data-workload-0'], '/spec/replicationState', 'secondary');
    expect(copied('csi-addons', idle)).not.toContain('replicated by csi-addons to use2');
  });

  test('the DRPlacementControl of Ramen; and replication of a kind that is not known is believed', () => {
    expect(copied('ramen', output)).toContain('replicated by ramen to use2');
    expect(copied('ramen', without(output, 'DRPlacementControl orders'))).not.toContain('replicated by ramen to use2');
    expect(copied('array', output)).toContain('replicated by array to use2');
  });

  test.each([
    ['batch/v1', 'CronJob', 'orders', 'suspend'],
    ['postgresql.cnpg.io/v1', 'ScheduledBackup', 'orders-use1', 'suspend'],
    ['medusa.k8ssandra.io/v1alpha1', 'MedusaBackupSchedule', 'orders-use1', 'disabled'],
  ])('the %s %s that takes the backup', (apiVersion, kind, name, field) => {
    const native = (stopped: boolean): string[] | undefined => {
      const taking = manifest('use1', apiVersion, kind, name, { spec: { [field]: stopped } });
      return coveredBy(appFacts({ output: [...quorumOutput(), taking] }), 'use1', 'data-etcd-0');
    };
    expect(native(false)).toContain('backed up by the engine: orders-use1, orders-use2 and orders-usw2');
    // Those of the other sites hold the same.
    expect(native(true)).toContain('backed up by the engine: orders-use2 and orders-usw2');
  });
});

describe('COV-01: something is lost with its site for good', () => {
  const ownClaim = manifest('use1', 'v1', 'PersistentVolumeClaim', 'uploads', { spec: {} });

  test('a claim that somebody added is in no backup: the message says which, where and what to do', () => {
    const output = [...without(quorumOutput(), 'Schedule orders-use1'), ownClaim];
    expect(checkApp('COV-01', { output })).toEqual([
      'nothing brings claim uploads of site use1 back: it is not replicated, not backed up, and not made again; the backups of etcd hold what etcd stores, and must not be stopped; for any other volume let a Schedule of Velero that runs in use1 keep it (snapshotMoveData, or defaultVolumesToFsBackup), or waive COV-01 and say why it may be lost',
    ]);
  });

  test('a fleet without a backup is told to have one, and a fleet with one is not', () => {
    const output = [...without(quorumOutput(), 'Schedule orders-use1'), ownClaim];
    expect(checkApp('COV-01', { output, backups: [] })).toEqual([
      expect.stringContaining('; give the fleet a backup and set protection.volumeSnapshots, or waive'),
    ]);
    const backups = appFacts().backups.map((backup) => ({ ...backup, method: BackupMethod.OBJECTS }));
    expect(checkApp('COV-01', { output, backups })).toEqual([
      expect.stringContaining('; let a Schedule of Velero that runs in use1 keep it (snapshotMoveData'),
    ]);
  });

  test('what the engine replicates is not what is on volumes of others', () => {
    const stray = withField(quorumOutput(), ['StatefulSet etcd', 'use1'], '/spec/template/metadata/labels', {
      app: 'x',
    });
    const output = without(stray, 'Schedule orders-use1');
    expect(checkApp('COV-01', { output })).toEqual([
      expect.stringMatching(/^nothing brings claim data-etcd-0 of site use1 back/),
    ]);
  });

  test('snapshots that stay in the site do not count', () => {
    const kept = withField(quorumOutput(), ['Schedule orders-use1'], '/spec/template/snapshotMoveData', false);
    expect(checkApp('COV-01', { output: [...kept, ownClaim] })).toHaveLength(1);
  });

  test('a Secret that nobody makes', () => {
    const output = without(without(quorumOutput(), 'Certificate etcd-peer', 'usw2'), 'Schedule orders-usw2');
    expect(checkApp('COV-01', { output })).toEqual([
      expect.stringMatching(/^nothing brings Secret etcd-peer of site usw2 back: .* let a Certificate/),
    ]);
  });

  test('a claim in a backup is fine', () => {
    expect(checkApp('COV-01', { output: [...quorumOutput(), ownClaim] })).toEqual([]);
  });

  test('an output that is not whole is not judged', () => {
    expect(checkApp('COV-01', { complete: false, output: [ownClaim] })).toBeUndefined();
  });
});
