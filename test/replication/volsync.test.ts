import { Duration, Size } from 'cdk8s';
import { Basis, Replication, type VolSyncProps } from 'cndr';
import type { ManifestObject, Synthesized } from 'cndr/testing';
import { checkOutput } from '../support/conformance';
import { sites } from '../support/fleet';
import { CLAIM, type Changes, DATA, leaves, refused, synthesize } from './active-passive';

const PROPS: VolSyncProps = { schedule: '*/10 * * * *' };
const LOGS = { name: 'logs', mountPath: '/logs', size: Size.gibibytes(5) };

const synthesized = (props: Partial<VolSyncProps> = {}, changes: Changes = {}) =>
  synthesize(Replication.volSync({ ...PROPS, ...props }), changes);
const ofKind = (output: Synthesized, site: string, kind: string): ManifestObject[] =>
  output.objects(site, 'orders').filter((object) => object.kind === kind);
const names = (output: Synthesized, site: string, kind: string) =>
  ofKind(output, site, kind).map(({ metadata }) => metadata.name);
const rsync = (object: ManifestObject) => (object['spec'] as { rsyncTLS: Record<string, unknown> }).rsyncTLS;

const { output, binding } = synthesized();
const [source] = ofKind(output, 'use1', 'ReplicationSource');
const [destination] = ofKind(output, 'usw2', 'ReplicationDestination');

describe('the roles of the sites', () => {
  test('the active site copies each volume to each passive site, and receives nothing', () => {
    const three = synthesized(
      {},
      { sites: sites(['use1', 'use2', 'usw2']), volumes: [DATA, LOGS], dr: { waivers: skewWaived } },
    ).output;
    const pairs = ['use2', 'usw2'].flatMap((site) => [`data-workload-0-${site}`, `logs-workload-0-${site}`]);
    expect(names(three, 'use1', 'ReplicationSource')).toEqual(expect.arrayContaining(pairs));
    expect(names(three, 'use1', 'ReplicationDestination')).toEqual([]);
    for (const site of ['use2', 'usw2']) {
      expect(names(three, site, 'ReplicationSource')).toEqual([]);
      expect(names(three, site, 'ReplicationDestination')).toEqual(pairs.filter((name) => name.endsWith(site)));
    }
  });

  test('swap with activeSite alone, so that GitOps removes what the old ones had', () => {
    const swapped = synthesized({}, { dr: { activeSite: 'usw2' } }).output;
    expect(names(swapped, 'usw2', 'ReplicationSource')).toEqual([`${CLAIM}-use1`]);
    expect(names(swapped, 'usw2', 'ReplicationDestination')).toEqual([]);
    expect(names(swapped, 'use1', 'ReplicationDestination')).toEqual([`${CLAIM}-use1`]);
    expect(names(swapped, 'use1', 'ReplicationSource')).toEqual([]);
  });
});

const skewWaived = [{ rule: 'STO-07', reason: 'logs may be older than data', expires: '2030-01-01' }];

describe('the ends of a copy', () => {
  test('agree on the key, the user of the files and the room for them', () => {
    const [from, to] = [rsync(source!), rsync(destination!)];
    expect(from['keySecret']).toBe(to['keySecret']);
    expect(from['moverSecurityContext']).toEqual(to['moverSecurityContext']);
    expect(to).toMatchObject({ capacity: '20Gi', accessModes: ['ReadWriteOnce'], copyMethod: 'Snapshot' });
  });

  test('find each other by a name that no other site exports', () => {
    const service = `volsync-${CLAIM}-usw2`;
    expect(rsync(source!)['address']).toBe(`${service}.orders.svc.clusterset.local`);
    expect(names(output, 'usw2', 'ServiceExport')).toEqual([service]);
    expect(names(output, 'use1', 'ServiceExport')).toEqual([]);
    // Pod addresses cross every network, those of Services some.
    expect(output.object('usw2', 'Service', service)['spec']).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { 'app.kubernetes.io/name': `dst-${CLAIM}-usw2`, 'app.kubernetes.io/component': 'rsync-tls-mover' },
      ports: [{ port: 8000 }],
    });
    expect(rsync(source!)['port']).toBe(8000);
  });

  test('run as pods that the namespace admits', () => {
    expect(rsync(destination!)['moverSecurityContext']).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('leave no volume behind: those that VolSync makes for itself are not kept as those of the workload are', () => {
    for (const object of [source!, destination!]) expect(rsync(object)['storageClassName']).toBe('volsync-copies');
    const required = output.plan.apps[0]!.prerequisites.filter(({ name }) => name === 'volsync-copies');
    expect(required.map(({ site, kind }) => [site, kind])).toEqual([
      ['use1', 'StorageClass'],
      ['usw2', 'StorageClass'],
    ]);
    expect(required[0]!.why).toMatch(/StorageClass gp3, but reclaimPolicy Delete/);
  });

  test('reach each other and nobody else', () => {
    const policy = (site: string) => output.object(site, 'NetworkPolicy', 'volsync')['spec'];
    expect(policy('usw2')).toMatchObject({
      ingress: [{ from: [{ ipBlock: { cidr: '10.10.0.0/16' } }], ports: [{ protocol: 'TCP', port: 8000 }] }],
      egress: [],
    });
    expect(policy('use1')).toMatchObject({
      ingress: [],
      egress: [{ to: [{ ipBlock: { cidr: '10.30.0.0/16' } }], ports: [{ protocol: 'TCP', port: 8000 }] }, {}],
    });
  });

  test('need a Secret with the key that they share, and VolSync with its metrics, in every site', () => {
    const { prerequisites } = output.plan.apps[0]!;
    for (const site of ['use1', 'usw2']) {
      const own = prerequisites.filter((one) => one.site === site);
      expect(own).toContainEqual(
        expect.objectContaining({ kind: 'Secret', name: 'volsync-key', namespace: 'orders', keys: ['psk.txt'] }),
      );
      expect(own.find(({ name }) => name === 'volsync')).toMatchObject({ version: '0.16.0' });
    }
  });
});

describe('the recovery point', () => {
  test('is the largest gap between copies and a copy, which may take until the next one', () => {
    expect(binding.lag.seconds).toBe(600 + 600);
    expect(binding.lag.basis).toBe(Basis.ASSUMED);
  });

  test('is shorter where a copy is known to take less', () => {
    expect(synthesized({ transfer: Duration.minutes(2) }).binding.lag.seconds).toBe(600 + 120);
  });

  test('counts the night that a schedule of office hours leaves', () => {
    // Last at 17:50, next at 08:00: 14 h 10 min; a copy may take until the next one, 10 min.
    const { lag } = synthesized({ schedule: '*/10 8-17 * * *' }).binding;
    expect(lag.seconds).toBe(14 * 3600 + 600 + 600);
  });

  test('counts the month that has no 31st', () => {
    // 0 0 31 * *: largest from 31 March to 31 May and the like, 61 days; a copy is taken to need no more than a day.
    const { lag } = synthesized({ schedule: '0 0 31 * *' }, { dr: { objectives: years } }).binding;
    expect(lag.seconds).toBe(61 * 86_400 + 86_400);
  });

  test('is held by alerts where the copies start, which fire when VolSync is silent too', () => {
    const [overdue, slow] = binding.alerts;
    expect(overdue).toMatchObject({ name: 'VolumeCopyOverdue', objective: 'rpo', sites: ['use1'] });
    expect(overdue!.expr).toBe(
      'max by (obj_name) (volsync_volume_out_of_sync{obj_namespace="orders",role="source",method="rsync-tls"}) == 1',
    );
    expect(overdue!.absentSeries).toContain('volsync_volume_out_of_sync');
    expect(slow!.expr).toContain('> 600');
    expect(leaves(binding.lag)).toEqual([
      ['largest gap between two copies', 600],
      ['duration of a copy', 600],
    ]);
  });

  test('is refused where the objective is shorter than the interval', () => {
    const objectives = { rpo: Duration.minutes(5), rto: Duration.hours(2) };
    expect(refused(Replication.volSync(PROPS), { dr: { objectives } }).map((line) => line.slice(0, 6))).toContain(
      'STO-11',
    );
  });
});

const years = { rpo: Duration.days(3650), rto: Duration.days(3650) };

describe('the recovery time', () => {
  test('is the time to look at the copies, to give up on the lost site, to make volumes, and to start', () => {
    const own = leaves(binding.promotion).slice(0, 3);
    expect(own).toEqual([
      ['copies are looked at, and no more are taken', 120],
      ['lost site is given up on', 60],
      ['volumes are made of the newest copies', 120],
    ]);
  });

  test('of a switchover loses nothing, at the price of three more copies', () => {
    expect(binding.switchoverLag.seconds).toBe(0);
    expect(leaves(binding.switchoverGap)).toContainEqual(['3 last copies', 1800]);
  });
});

describe('what is said', () => {
  test('several volumes are of different moments, which has to be waived', () => {
    const replication = Replication.volSync(PROPS);
    expect(refused(replication, { volumes: [DATA, LOGS] }).join('\n')).toMatch(
      /STO-07: volsync copies data-workload-0/,
    );
  });

  test('fields that runbooks change are not changed back by GitOps', () => {
    const { ignoreDifferences } = output.plan.apps[0]!.activePassive!;
    expect(ignoreDifferences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ site: 'usw2', kind: 'ReplicationDestination', jsonPointers: ['/spec/paused'] }),
        expect.objectContaining({ site: 'use1', kind: 'ReplicationSource', jsonPointers: ['/spec/trigger/manual'] }),
        expect.objectContaining({ site: 'usw2', kind: 'StatefulSet', jsonPointers: ['/spec/replicas'] }),
      ]),
    );
  });

  test('nothing fences the lost site', () => {
    expect(binding.fencing).toBeUndefined();
    expect(binding.onHeal).toContain('discarded');
  });
});

describe('restic', () => {
  const archived = synthesized({ restic: {} }, { dr: { activeSite: 'usw2' } }).output;

  test('copies the active site to the object store', () => {
    const restic = ofKind(archived, 'usw2', 'ReplicationSource').find(({ metadata }) =>
      metadata.name.endsWith('restic'),
    );
    expect(restic?.['spec']).toMatchObject({
      sourcePVC: CLAIM,
      trigger: { schedule: '7 * * * *' },
      restic: { repository: `restic-${CLAIM}`, copyMethod: 'Snapshot', retain: { hourly: 24, daily: 14, weekly: 8 } },
    });
    expect(names(archived, 'use1', 'ReplicationSource')).toEqual([]);
  });

  test('has a repository of its own for each claim and site, where no lifecycle removes parts of it', () => {
    const repositories = archived.plan.apps[0]!.prerequisites.filter(({ name }) => name === `restic-${CLAIM}`).map(
      ({ why }) => /RESTIC_REPOSITORY is ([^,]+),/.exec(why)?.[1],
    );
    expect(repositories).toEqual([
      `s3:https://s3.eu-central-1.amazonaws.com/dr-backups/restic/prod/orders/use1/${CLAIM}`,
      `s3:https://s3.eu-central-1.amazonaws.com/dr-backups/restic/prod/orders/usw2/${CLAIM}`,
    ]);
  });

  test('needs a store', () => {
    const replication = Replication.volSync({ ...PROPS, restic: {} });
    expect(refused(replication, { fleet: { backup: undefined } }).join('\n')).toContain('the fleet has no backup');
  });
});

describe('refused are', () => {
  test.each<[string, Partial<VolSyncProps>, RegExp]>([
    [
      'names of days',
      { schedule: '0 3 * * MON' },
      /schedule is "0 3 \* \* MON", which the CRDs of VolSync do not take/,
    ],
    ['@every', { schedule: '@every 5m' }, /write MON as 1/],
    ['a day that no year has', { schedule: '0 3 30 2 *' }, /never fires/],
    ['a minute that no hour has', { schedule: '60 * * * *' }, /volSync schedule: /],
    ['copies that run into each other', { transfer: Duration.minutes(11) }, /transfer is 660 s.*as soon as 600 s/],
    ['a copy in no time', { transfer: Duration.seconds(0) }, /transfer is 0 s/],
    ['a Secret that cannot be', { keySecret: 'Key!' }, /keySecret is "Key!"/],
    ['a restic schedule that cannot be', { restic: { schedule: 'often' } }, /restic\.schedule is "often"/],
  ])('%s', (_, props, message) => {
    expect(refused(Replication.volSync({ ...PROPS, ...props })).join('\n')).toMatch(message);
  });

  test('names that VolSync makes no Service of', () => {
    const volumes = [{ ...DATA, name: 'a-volume-with-quite-a-long-name' }];
    expect(refused(Replication.volSync(PROPS), { volumes }).join('\n')).toMatch(/has 47 characters; 41 are allowed/);
  });

  test('with all that is wrong at once', () => {
    const replication = Replication.volSync({ schedule: 'x', keySecret: '!', restic: { schedule: 'y' } });
    expect(refused(replication).filter((line) => line.includes('volSync'))).toHaveLength(3);
  });
});

describe('an API server accepts it', () => {
  test.each<[string, Partial<VolSyncProps>, Changes]>([
    ['as it is by default', {}, {}],
    ['with the roles swapped', {}, { dr: { activeSite: 'usw2' } }],
    [
      'with everything set, in three sites',
      {
        transfer: Duration.minutes(3),
        volumeSnapshotClass: 'fast-snap',
        keySecret: 'psk',
        restic: { schedule: '@daily' },
      },
      { sites: sites(['use1', 'use2', 'usw2']), volumes: [DATA, LOGS], dr: { waivers: skewWaived } },
    ],
  ])('%s', (_, props, changes) => {
    expect(checkOutput(synthesized(props, changes).output)).toEqual([]);
  });
});
