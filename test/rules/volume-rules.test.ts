import type { OutputObject } from '../../src/recovery/trace';
import { bytesOf } from '../../src/rules/quantity';
import { checkApp } from './check-rule';
import { appFacts } from './facts-fixture';
import { manifest, withField, without } from './output-fixture';
import { volumeFacts } from './volume-fixture';

const { output, prerequisites } = volumeFacts();
const check = (id: string, changed: OutputObject[] = output) => checkApp(id, volumeFacts({ output: changed }));
const COPY = 'data-workload-0-use2';
const TEMPLATE = '/spec/volumeClaimTemplates/0/spec';

test.each(['STO-01', 'STO-02', 'STO-03', 'STO-04', 'STO-05', 'STO-08'])(
  'without copies nothing is judged: %s',
  (id) => {
    expect(checkApp(id, appFacts())).toBeUndefined();
  },
);

test.each(['STO-01', 'STO-02', 'STO-03', 'STO-04', 'STO-05', 'STO-08'])('both ends as they should be: %s', (id) => {
  expect(check(id)).toEqual([]);
});

describe('STO-01: the other site has no such storage', () => {
  test('another class under the same claim', () => {
    expect(
      check('STO-01', withField(output, ['StatefulSet workload', 'use2'], `${TEMPLATE}/storageClassName`, 'gp3')),
    ).toEqual([
      'claim data-workload-0 is copied between sites and asks for StorageClass replicated in use1 and gp3 in use2; make a class of one name, driver and parameters in every site, and give it as storageClass of each',
    ]);
  });

  test('another driver behind the same class: sites of two clouds', () => {
    const object = ['VolumeReplicationClass orders-10m', 'use2'] as const;
    expect(check('STO-01', withField(output, object, '/spec/provisioner', 'disk.csi.azure.com'))).toEqual([
      'the provisioner of VolumeReplicationClass orders-10m is rook-ceph.rbd.csi.ceph.com in use1 and disk.csi.azure.com in use2; both ends of a copy are of one driver: replicate with Replication.volSync, which copies files, or use the same storage in every site',
    ]);
  });
});

test('STO-05: the interval of a class was changed under its name', () => {
  const object = ['VolumeReplicationClass orders-10m', 'use1'] as const;
  expect(check('STO-05', withField(output, object, '/spec/parameters/schedulingInterval', '5m'))).toEqual([
    'in use1 VolumeReplicationClass orders-10m copies every 5m, which its name does not say; change the interval by the prop of the replication, which makes a class of another name',
  ]);
});

test('STO-08: nobody asks for reclaimPolicy Retain', () => {
  const silent = prerequisites.map((one) => (one.kind === 'StorageClass' ? { ...one, why: 'volumes of orders' } : one));
  expect(checkApp('STO-08', volumeFacts({ prerequisites: silent }))).toEqual(
    ['use1', 'use2'].map(
      (site) =>
        `volumes of StorageClass replicated are replicated, and nothing asks site ${site} for reclaimPolicy Retain of it; state the class as a prerequisite with reclaimPolicy Retain`,
    ),
  );
});

describe('STO-02: the destination cannot take what the source has', () => {
  const destination = (pointer: string, value: unknown) =>
    check('STO-02', withField(output, [`ReplicationDestination ${COPY}`], `/spec/rsyncTLS/${pointer}`, value));

  test('less room', () => {
    expect(destination('capacity', '20G')).toEqual([
      `the capacity of ReplicationDestination ${COPY} of use2 is 20G, and its source claims 20Gi; give it the size of the claim`,
    ]);
  });

  test('more room is fine', () => {
    expect(destination('capacity', '1Ti')).toEqual([]);
  });

  test('another access mode', () => {
    expect(destination('accessModes', ['ReadWriteMany'])).toEqual([
      `the accessModes of ReplicationDestination ${COPY} of use2 are ReadWriteMany, and those of its source ReadWriteOnce; give it those of the claim`,
    ]);
  });

  test('files of another user', () => {
    expect(destination('moverSecurityContext', { runAsUser: 0, runAsGroup: 1000, fsGroup: 1000 })).toEqual([
      `the mover of ReplicationDestination ${COPY} of use2 writes files as 0:1000:1000 (user, group, fsGroup), and its source reads them as 1000:1000:1000; give both the same moverSecurityContext`,
    ]);
  });
});

describe('STO-03: the source dials nobody', () => {
  test.each(['Service', 'ServiceExport'])('no %s of that name', (kind) => {
    expect(check('STO-03', without(output, `${kind} volsync-${COPY}`))).toEqual([
      `in use1 ReplicationSource ${COPY} dials volsync-${COPY}.orders.svc.clusterset.local, and use2 has no ${kind} of that name; correct the address, or emit the ${kind} there`,
    ]);
  });

  test('no destination at all', () => {
    expect(check('STO-03', without(output, `ReplicationDestination ${COPY}`))).toEqual([
      `in use1 ReplicationSource ${COPY} has no ReplicationDestination of its name in another site; emit one in the site that it copies to`,
    ]);
  });

  test('on a network without exports a Service is enough', () => {
    const address = `volsync-${COPY}.orders.svc.use2.example`;
    const routed = withField(output, [`ReplicationSource ${COPY}`], '/spec/rsyncTLS/address', address);
    expect(check('STO-03', without(routed, `ServiceExport volsync-${COPY}`))).toEqual([]);
  });
});

test('STO-04: two claims share a restic repository', () => {
  const second = manifest('use1', 'volsync.backube/v1alpha1', 'ReplicationSource', 'index-restic', {
    spec: { sourcePVC: 'index-workload-0', restic: { repository: 'restic-data' } },
  });
  expect(check('STO-04', [...output, second])).toEqual([
    'in use1 ReplicationSources data-restic and index-restic use one repository, Secret restic-data; give each claim a Secret with a RESTIC_REPOSITORY of its own',
  ]);
});

test.each([
  ['20Gi', 20 * 2 ** 30],
  ['20G', 20e9],
  ['1.5Ti', 1.5 * 2 ** 40],
  ['1024', 1024],
  ['much', undefined],
  ['1X', undefined],
])('%s in bytes', (quantity, bytes) => {
  expect(bytesOf(quantity)).toBe(bytes);
});
