import { CsiAddonsMode, Replication } from 'cndr';
import { checkManifests } from '../conformance/check';
import type { KubeObject } from '../conformance/kube-object';
import { type Answer, GROUP, inOrder, replicated, resourcesOf, run, syntaxErrors } from './volumes.support';

const mirrored = replicated(Replication.csiAddons());
const grouped = replicated(Replication.csiAddons(), { workload: GROUP });
const stretched = replicated(Replication.csiAddons({ mode: CsiAddonsMode.synchronous() }), {
  site: { use1: { rttMillis: { use2: 4 } } },
});

const UNIT = /get volumereplications\S+ data-workload-0 .*observedGeneration/;
const STOPPED: Answer[] = [
  { to: /get statefulset\/workload .*status\.replicas/, says: '4 4 0' },
  { to: /get volumeattachments/, says: 'pvc-other pvc-another' },
];
const CLAIM_NAME = /get persistentvolumeclaim \S+ --ignore-not-found .*metadata\.name/;
const CLAIM_PHASE = /get persistentvolumeclaim \S+ .*status\.phase/;
const VELERO = /get restores?\S*\/\S+ .*\{\.status\.phase\}/;
/** Velero restores in time, after which the claims are there and bound. */
const RESTORES: Answer[] = [
  { to: CLAIM_NAME, after: /create .*Restore/, says: 'there' },
  { to: /restore-name/, says: 'orders-use1-claims-x7k2p' },
  { to: /create .*--filename=-/, says: 'restore.velero.io/orders-use1-claims-x7k2p' },
  { to: /get restore.velero.io.* /, says: 'Completed' },
  { to: CLAIM_PHASE, after: /create .*Restore/, says: 'Bound' },
];
const READY: Answer = { to: /readyReplicas/, says: '1' };

/** Manifests that scripts carry. */
function manifests(from: typeof mirrored): KubeObject[] {
  return inOrder(from.failover()).flatMap(({ script }) =>
    [...script.matchAll(/<<'MANIFEST'\n(.*)\nMANIFEST/g)].map(([, json]) => JSON.parse(json!) as KubeObject),
  );
}

test('an API server accepts the manifests that scripts carry', () => {
  const objects = [...manifests(mirrored), ...manifests(grouped), ...manifests(stretched)].map((object, index) => {
    const { generateName, ...metadata } = object.metadata as Record<string, unknown>;
    return { ...object, metadata: { ...metadata, name: metadata.name ?? `${String(generateName)}${index}` } };
  });
  expect(objects.map(({ kind }) => kind)).toEqual(['Restore', 'Restore', 'NetworkFence', 'Restore']);
  const { problems } = checkManifests([{ path: 'dist/use2/runbook.yaml', objects }], {
    prerequisites: { use2: [{ kind: 'Namespace', name: 'velero' }] },
  });
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([]);
});

describe('every script', () => {
  test.each([
    ['mirrored', mirrored],
    ['grouped', grouped],
    ['stretched', stretched],
  ])('of %s volumes is understood by a shell, has a name of its own and asks for what it uses', (_, from) => {
    for (const steps of [inOrder(from.switchover()), inOrder(from.failover()), from.reprotect()]) {
      expect(steps.map(syntaxErrors)).toEqual(steps.map(() => ''));
      expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      for (const { name, script, permissions, timeoutSeconds } of steps) {
        expect(name).toMatch(/^[a-z][a-z0-9-]{1,40}$/);
        expect(timeoutSeconds).toBeGreaterThan(0);
        for (const [, resource] of script.matchAll(/kubectl (?:get|patch|label|delete) ([a-z]+)[. /]/g)) {
          const asked = resourcesOf([{ permissions } as never]).join(' ');
          expect(`${name}: ${asked}`).toContain(resource);
        }
      }
    }
  });

  test('a lost site is needed by no step of a failover that may not fail', () => {
    for (const from of [mirrored, grouped, stretched]) {
      const needing = inOrder(from.failover()).filter(({ site, mayFail }) => site.name === 'use1' && mayFail !== true);
      expect(needing).toEqual([]);
    }
  });
});

describe('a planned switchover', () => {
  const { preflight, fence, promote } = mirrored.switchover();

  test('does not begin while the copy is broken', () => {
    const { status, stderr } = run(preflight, [{ to: UNIT, says: '3=3 Primary/True/False' }]);
    expect(status).toBe(1);
    expect(stderr).toContain('fix the mirroring before a switchover');
  });

  test('does not begin when the other site could not get the claims', () => {
    const { status, stderr } = run(preflight, [
      { to: UNIT, says: '3=3 Primary/False/False' },
      { to: /lastSyncTime/, says: '2026-03-01T11:55:00Z' },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain('use2 lacks the claims data-workload-0 and knows no completed backup');
  });

  test('stops the pods, waits for the volumes, demotes, and waits for the last write', () => {
    const { status, calls } = run(fence, [
      ...STOPPED,
      { to: UNIT, after: /"replicationState":"secondary"/, says: '3=3 Secondary/False/False' },
      { to: UNIT, says: '2=2 Primary/False/False' },
    ]);
    expect(status).toBe(0);
    const at = (text: string) => calls.findIndex((call) => call.includes(text));
    expect(at('scale statefulset/workload --replicas=0')).toBe(0);
    expect(at('"replicationState":"secondary"')).toBeGreaterThan(at('get volumeattachments'));
  });

  test('ends where a volume is still attached', () => {
    const { status, stderr, calls } = run(fence, [
      { to: /get statefulset\/workload/, says: '4 4 0' },
      { to: /volumeName/, says: 'pvc-1' },
      { to: /get volumeattachments/, says: 'pvc-0 pvc-1' },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain('volume of claim data-workload-0 is still attached to a node of use1');
    expect(calls.join('\n')).not.toContain('replicationState');
  });

  test('ends where the last write is not copied, and says how to stay', () => {
    const { status, stderr } = run(fence, [...STOPPED, { to: UNIT, says: '3=3 Secondary/True/False' }]);
    expect(status).toBe(1);
    expect(stderr).toContain('to stay in use1 set its replicationState to primary');
  });

  test('figures of the state before the change are not taken for it', () => {
    const { status } = run(fence, [...STOPPED, { to: UNIT, says: '3=2 Secondary/False/False' }]);
    expect(status).toBe(1);
  });

  test('promotes nothing when a claim of the other site has a volume of its own', () => {
    const { status, stderr, calls } = run(promote, [{ to: CLAIM_NAME, says: 'there' }]);
    expect(status).toBe(1);
    expect(stderr).toContain('claim data-workload-0 of use2 has a volume of its own');
    expect(calls.join('\n')).not.toContain('patch');
  });
});

describe('a failover', () => {
  const { preflight, promote, start } = mirrored.failover();
  const promoted: Answer = { to: UNIT, after: /"replicationState":"primary"/, says: '5=5 Primary/False/False' };
  const world = [...RESTORES, promoted, READY];

  test('makes the claims of the lost site, promotes, and starts', () => {
    const { status, calls } = run([...promote, ...start], world);
    expect(status).toBe(0);
    const created = calls.find((call) => call.startsWith('create'))!;
    expect(JSON.parse(created.split(' <<< ')[1]!)).toMatchObject({
      kind: 'Restore',
      metadata: { generateName: 'orders-use1-claims-', namespace: 'velero' },
      spec: {
        scheduleName: 'orders-use1-claims',
        includedResources: ['persistentvolumeclaims', 'persistentvolumes'],
        existingResourcePolicy: 'none',
      },
    });
    const at = (text: string) => calls.findIndex((call) => call.includes(text));
    expect(at('"replicationState":"primary"')).toBeGreaterThan(at('create'));
    expect(at('--replicas=1')).toBeGreaterThan(at('"replicationState":"primary"'));
  });

  test('a second run restores nothing again', () => {
    const { status, calls } = run([...promote, ...start, ...promote, ...start], world);
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
  });

  test('promotes nothing when Velero could not restore', () => {
    const { status, stderr, calls } = run(promote, [
      { to: /create/, says: 'restore.velero.io/orders-use1-claims-x7k2p' },
      { to: /validationErrors/, says: 'FailedValidation  ["no completed backups found for schedule"]' },
      { to: VELERO, says: 'FailedValidation' },
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain('no completed backups found for schedule');
    expect(calls.join('\n')).not.toContain('replicationState');
  });

  test('goes on without a backup when the site has had the claims before', () => {
    const { status } = run(preflight, [
      { to: CLAIM_NAME, says: 'there' },
      { to: /cndr\/replicated/, says: 'true' },
    ]);
    expect(status).toBe(0);
  });

  test('takes the content of a group along, which has its handle in the storage', () => {
    const { promote: steps } = grouped.failover();
    expect(steps[0]!.script).toContain('volumegroupreplicationcontents.replication.storage.openshift.io');
    expect(steps[0]!.script).toContain('"includeClusterResources":true');
    expect(steps[1]!.script).toContain('kubectl patch volumegroupreplications.replication.storage.openshift.io orders');
  });
});

describe('a site that came back', () => {
  const steps = mirrored.reprotect();
  const world = [
    { to: /readyReplicas/, says: '1' },
    ...STOPPED,
    { to: UNIT, says: '7=7 Secondary/True/True' },
    { to: /lastSyncTime/, says: '2026-03-01T12:00:07Z' },
  ];

  test('gives up what it wrote and copies everything, until the copy is newer than that', () => {
    const { status, calls } = run(steps, world);
    expect(status).toBe(0);
    expect(calls.flatMap((call) => /"replicationState":"(\w+)"/.exec(call)?.[1] ?? [])).toEqual([
      'secondary',
      'resync',
      'secondary',
    ]);
  });

  test('is asked for nothing while the active site does not serve', () => {
    const { status, stderr, calls } = run(steps, [{ to: /readyReplicas/, says: '' }]);
    expect(status).toBe(1);
    expect(stderr).toContain('0 of 1 pods of workload are ready in use2');
    expect(calls).toHaveLength(1);
  });

  test('is not protected by a copy from before', () => {
    const waits = steps.filter(({ name }) => name === 'copied-to-use1');
    expect(waits[0]!.site.name).toBe('use2');
    const { status, stderr } = run(
      [{ ...waits[0]!, script: waits[0]!.script.replace('86400', '600') }],
      [{ to: /lastSyncTime/, says: '2026-03-01T11:59:59Z' }],
    );
    expect(status).toBe(1);
    expect(stderr).toContain('no copy that is newer than 2026-03-01T12:00:00Z');
  });
});

describe('one storage over both sites', () => {
  test('is fenced from the site that survives before anything of it is used there', () => {
    const { fence, promote } = stretched.failover();
    expect(fence[0]).toMatchObject({ name: 'fence-use1', site: { name: 'use2' } });
    expect(fence[0]!.mayFail).toBeUndefined();
    const { status, calls } = run(fence, [{ to: /get networkfence fence-use1/, says: 'Succeeded' }]);
    expect(status).toBe(0);
    expect(JSON.parse(calls[0]!.split(' <<< ')[1]!)).toEqual({
      apiVersion: 'csiaddons.openshift.io/v1alpha1',
      kind: 'NetworkFence',
      metadata: { name: 'fence-use1', labels: { 'fenced.cndr/orders': 'true' } },
      spec: {
        driver: 'rook-ceph.rbd.csi.ceph.com',
        secret: { name: 'rook-csi-rbd-provisioner', namespace: 'rook-ceph' },
        parameters: { clusterID: 'rook-ceph' },
        cidrs: ['10.200.1.0/24'],
        fenceState: 'Fenced',
      },
    });
    expect(promote.map(({ name }) => name)).toEqual(['restore-claims-use2']);
  });

  test('nothing is promoted while the storage has not fenced', () => {
    const { status, stderr } = run(stretched.failover().fence, [{ to: /get networkfence/, says: 'Failed' }]);
    expect(status).toBe(1);
    expect(stderr).toContain('promote nothing before it is');
  });

  test('the fence is lifted when its last application is protected again, and only then', () => {
    const lift = stretched.reprotect().slice(-1);
    const found: Answer = {
      to: /get networkfence fence-use1 --ignore-not-found -o name/,
      says: 'networkfence/fence-use1',
    };
    const others = run(lift, [found, { to: /jsonpath/, says: '{"fenced.cndr/ledger":"true"}' }]);
    expect(others.status).toBe(0);
    expect(others.calls.join('\n')).not.toContain('delete');
    const last = run(lift, [found, { to: /jsonpath/, says: '{"team":"a"}' }]);
    expect(last.calls.at(-1)).toContain('delete networkfence fence-use1');
    expect(run(lift, []).calls).toHaveLength(1);
  });

  test('is not there for storage of its own in each site', () => {
    expect(inOrder(mirrored.failover()).some(({ name }) => name.startsWith('fence'))).toBe(false);
  });
});
