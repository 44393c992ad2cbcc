import { checkApp } from './check-rule';
import { appFacts, eventualFacts } from './facts-fixture';
import { manifest, quorumOutput, withField, without } from './output-fixture';

const output = quorumOutput();

describe('QRM-07: the quorum is not the one that was promised', () => {
  test('an override took a member away', () => {
    expect(
      checkApp('QRM-07', { output: withField(output, ['StatefulSet etcd', 'use2'], '/spec/replicas', 0) }),
    ).toEqual([
      'site use2 runs 0 members of etcd, and its votes were counted from 1; change the props of the workload instead of the output',
    ]);
  });

  test('members that an operator makes are counted by region, and by datacenter', () => {
    const regions = appFacts().sites.map(({ region }) => ({ code: region, nodes: 1 }));
    const crdb = ['use1', 'use2', 'usw2'].map((site) =>
      manifest(site, 'crdb.cockroachlabs.com/v1beta1', 'CrdbCluster', 'db', { spec: { regions } }),
    );
    expect(checkApp('QRM-07', { output: crdb })).toEqual([]);
    const datacenters = ['use1', 'use2', 'usw2'].map((k8sContext) => ({ k8sContext, size: 1 }));
    const cassandra = manifest('use1', 'k8ssandra.io/v1alpha1', 'K8ssandraCluster', 'db', {
      spec: { cassandra: { datacenters } },
    });
    expect(checkApp('QRM-07', { output: [cassandra] })).toEqual([]);
    expect(checkApp('QRM-07', { output: [cassandra, ...crdb] })).toHaveLength(3);
  });

  test('where nothing votes, or no member is in the output, nothing is judged', () => {
    expect(checkApp('QRM-07', eventualFacts())).toBeUndefined();
    expect(checkApp('QRM-07', { output: [] })).toBeUndefined();
  });
});

describe('NET-05: a NetworkPolicy cuts the sites off from each other', () => {
  const POLICY = ['NetworkPolicy etcd', 'use1'] as const;

  test('it lets nobody in on the port', () => {
    const ports = [{ port: 2379, protocol: 'TCP' }];
    const message = (site: string, range: string) =>
      `pods of site ${site} dial Service etcd of site use1, and no NetworkPolicy of use1 lets ${range} in to port 2380; admit ${range} there`;
    expect(checkApp('NET-05', { output: withField(output, POLICY, '/spec/ingress/0/ports', ports) })).toEqual([
      message('use2', '10.20.0.0/16'),
      message('usw2', '10.30.0.0/16'),
    ]);
  });

  test('it lets the pods of one site out to half of the range of another one', () => {
    const to = [{ ipBlock: { cidr: '10.20.0.0/17' } }, { ipBlock: { cidr: '10.30.0.0/16' } }];
    expect(checkApp('NET-05', { output: withField(output, POLICY, '/spec/egress/0/to', to) })).toEqual([
      'pods of site use1 dial Service etcd of site use2, and no NetworkPolicy of use1 lets pods out to 10.20.0.0/16 on port 2380; admit it there',
    ]);
  });

  test('a policy for other pods admits nobody to these', () => {
    const other = withField(output, POLICY, '/spec/podSelector/matchLabels', { app: 'other' });
    const deny = manifest('use1', 'networking.k8s.io/v1', 'NetworkPolicy', 'deny-all', {
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    expect(checkApp('NET-05', { output: [...other, deny] })).toHaveLength(2);
    // Without any policy for them pods take every connection.
    expect(checkApp('NET-05', { output: other })).toEqual([]);
  });

  test.each([
    ['all ports', '/spec/ingress/0/ports', []],
    ['a range of ports', '/spec/ingress/0/ports', [{ port: 2300, endPort: 2400 }]],
    ['a larger range of addresses', '/spec/ingress/0/from', [{ ipBlock: { cidr: '10.0.0.0/8' } }]],
    ['everybody', '/spec/ingress/0/from', []],
  ])('%s is enough', (_, pointer, value) => {
    expect(checkApp('NET-05', { output: withField(output, POLICY, pointer, value) })).toEqual([]);
  });

  test('the port of the pods counts, not that of the Service', () => {
    const ports = [{ name: 'peer', port: 2380, targetPort: 12380 }];
    expect(
      checkApp('NET-05', { output: withField(output, ['Service etcd', 'use1'], '/spec/ports', ports) }),
    ).toContainEqual(expect.stringContaining('in to port 12380'));
  });

  test('of pods that an operator makes one policy that admits the port is enough', () => {
    expect(checkApp('NET-05', { output: without(without(output, 'Service etcd'), 'StatefulSet etcd') })).toEqual([]);
  });

  test('where the network translates addresses any range will do', () => {
    const facts = appFacts();
    const fleet = { ...facts.fleet, network: { ...facts.fleet.network, translatesAddresses: true } };
    const from = [{ ipBlock: { cidr: '242.0.0.0/16' } }];
    expect(checkApp('NET-05', { fleet, output: withField(output, POLICY, '/spec/ingress/0/from', from) })).toEqual([]);
  });
});

describe('NET-14: certificates end unseen', () => {
  test('no alert of the site reads when they end', () => {
    expect(checkApp('NET-14', { output: without(output, 'PrometheusRule orders-alerts', 'usw2') })).toEqual([
      'site usw2 has certificates, and no alert of its PrometheusRules reads certmanager_certificate_expiration_timestamp_seconds; add one that fires before they end',
    ]);
  });

  test('without certificates nothing ends', () => {
    expect(checkApp('NET-14', { output: [] })).toBeUndefined();
  });
});

describe('GLB-12: the firewall shuts the health checkers out', () => {
  test('nobody asked it to let them in', () => {
    const prerequisites = appFacts().prerequisites.filter(({ kind, site }) => kind !== 'firewall' || site !== 'use2');
    expect(checkApp('GLB-12', { prerequisites })).toEqual([
      'health checkers dial site use2, and no prerequisite asks its firewall to admit them; state the ranges of the checkers as one',
    ]);
  });

  test('without health checks nobody dials', () => {
    expect(checkApp('GLB-12', { healthChecks: [] })).toBeUndefined();
  });
});

describe('Schedules of Velero', () => {
  const SCHEDULE = ['Schedule orders-use1'] as const;
  const check = (id: string, pointer: string, value: unknown) =>
    checkApp(id, { output: withField(output, SCHEDULE, pointer, value) });
  const HOOK = '/spec/template/hooks/resources/0/pre/0/exec';

  test('BCK-03: snapshots stay in the site', () => {
    expect(check('BCK-03', '/spec/template/snapshotMoveData', undefined)).toEqual([
      'in use1 Schedule orders-use1 takes snapshots and leaves them in use1; set snapshotMoveData, or defaultVolumesToFsBackup',
    ]);
    expect(check('BCK-03', '/spec/template/snapshotVolumes', false)).toEqual([]);
  });

  test('BCK-07: backups go with their Schedule', () => {
    expect(check('BCK-07', '/spec/useOwnerReferencesInBackup', true)).toEqual([
      'in use1 Schedule orders-use1 has useOwnerReferencesInBackup, so that its backups go with it; set it to false',
    ]);
  });

  describe('beside a Schedule that keeps the same', () => {
    const own = (spec: { template?: object; useOwnerReferencesInBackup?: boolean }) => {
      const template = { includedNamespaces: ['orders'], snapshotVolumes: true, ...spec.template };
      return manifest('use1', 'velero.io/v1', 'Schedule', 'hourly', { spec: { ...spec, template } });
    };
    const MOVED = '/spec/template/snapshotMoveData';
    const apart = { pattern: 'StrongConsistencyDR', backups: [] };

    test('BCK-03: snapshots that somebody adds for a quick way back may stay in the site', () => {
      expect(checkApp('BCK-03', { ...apart, output: [...output, own({})] })).toEqual([]);
    });

    test('BCK-03: not when that one is paused, leaves them in the site as well, or is of another namespace', () => {
      const besides = (pointer: string, value: unknown) =>
        checkApp('BCK-03', { ...apart, output: [...withField(output, SCHEDULE, pointer, value), own({})] });
      const STAYS = expect.stringContaining('Schedule hourly takes snapshots and leaves them in use1') as string;
      expect(besides('/spec/paused', true)).toEqual([STAYS]);
      expect(besides(MOVED, false)).toHaveLength(2);
      expect(besides('/spec/template/includedNamespaces', ['shop'])).toEqual([STAYS]);
    });

    test('BCK-03: the backups of the engine are enough for what somebody adds, not for what the fleet promised', () => {
      const native = withField(output, SCHEDULE, '/spec/template/snapshotVolumes', false);
      expect(checkApp('BCK-03', { output: [...native, own({})] })).toEqual([]);
      expect(check('BCK-03', MOVED, false)).toHaveLength(1);
    });

    test('BCK-07: backups that go with their Schedule are kept by another one', () => {
      const owning = own({ useOwnerReferencesInBackup: true, template: { snapshotMoveData: true } });
      expect(checkApp('BCK-07', { ...apart, output: [...output, owning] })).toEqual([]);
      const noSecrets = withField(output, SCHEDULE, '/spec/template/excludedResources', ['secrets']);
      expect(checkApp('BCK-07', { ...apart, output: [...noSecrets, owning] })).toEqual([
        expect.stringContaining('Schedule hourly has useOwnerReferencesInBackup'),
      ]);
    });
  });

  test('BCK-08: a backup of an engine that did not hold still counts', () => {
    expect(check('BCK-08', `${HOOK}/onError`, 'Continue')).toEqual([
      'the hook "/bin/quiesce" of Schedule orders-use1 in use1 lets the backup go on when it fails; set onError to Fail',
    ]);
    expect(check('BCK-08', `${HOOK}/timeout`, undefined)).toEqual([
      'the hook "/bin/quiesce" of Schedule orders-use1 in use1 states no timeout, and is given 30 s; state how long it may take',
    ]);
  });

  test.each(['BCK-03', 'BCK-07', 'BCK-08'])('%s: as they should be, and without any', (id) => {
    expect(checkApp(id)).toEqual([]);
    expect(checkApp(id, { output: [] })).toBeUndefined();
  });
});
