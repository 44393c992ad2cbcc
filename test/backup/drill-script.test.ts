import { spawnSync } from 'node:child_process';
import { Synthesized } from 'cndr/testing';
import { deploy } from '../support/fleet';
import { FINE, runDrill } from './drill-cluster';
import { FileStore } from './file-store';

interface DrillCronJob {
  readonly jobTemplate: {
    readonly spec: { readonly template: { readonly spec: { readonly containers: { command: string[] }[] } } };
  };
}

const scriptIn = (output: Synthesized) =>
  (output.object('use2', 'CronJob', 'restore-drill')['spec'] as DrillCronJob).jobTemplate.spec.template.spec
    .containers[0]!.command[2]!;
const volumes = scriptIn(
  Synthesized.of((app) => deploy(app, { dr: { workload: new FileStore(), frontEnd: undefined, hostname: undefined } })),
);
const objectsOnly = scriptIn(Synthesized.of(deploy));

const CLEAN = { claims: [], objects: [], pods: [], volumes: ['pvc-of-somebody-else'] };

test.each([
  ['volumes', volumes],
  ['objects', objectsOnly],
])('the script for %s is one that a shell reads, and that Kubernetes does not change', (_, script) => {
  expect(spawnSync('/bin/sh', ['-n', '-c', script]).status).toBe(0);
  expect(script).not.toMatch(/\$\$|undefined|\[object/);
});

describe('a backup that can be restored', () => {
  const run = runDrill(volumes);

  test('passes, and what was found is written down', () => {
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect(run.result).toMatchObject({
      result: 'passed',
      reason: 'none',
      source: 'use1',
      backup: 'orders-use1-20260301103000',
      'backup-begun': '2026-03-01T10:30:00Z',
      claims: '2',
      files: '12',
      objects: '2',
    });
    expect(Number(run.result['restore-seconds'])).toBeGreaterThan(0);
  });

  test('is the newest one that is complete, of the other site, into a namespace of its own', () => {
    expect(run.created[0]).toMatchObject({
      kind: 'Restore',
      metadata: { generateName: 'orders-use1-drill-', namespace: 'velero' },
      spec: {
        backupName: 'orders-use1-20260301103000',
        includedNamespaces: ['orders'],
        namespaceMapping: { orders: 'orders-drill' },
        existingResourcePolicy: 'none',
        restorePVs: true,
      },
    });
  });

  test('comes without anything that would run, route, replicate or alert a second time', () => {
    expect(run.created[0]!.spec['includedResources']).toEqual([
      'persistentvolumeclaims',
      'persistentvolumes',
      'configmaps',
      'networkpolicies.networking.k8s.io',
    ]);
  });

  test('has a consumer for each claim before its contents are waited for, or storage would wait for one for ever', () => {
    expect(run.created.slice(1).map(({ kind, spec }) => [kind, spec['volumes']])).toEqual(
      FINE.restores.claims.map((claimName) => ['Pod', [{ name: 'restored', persistentVolumeClaim: { claimName } }]]),
    );
  });

  test('leaves nothing behind', () => {
    expect(run.left).toEqual(CLEAN);
  });

  test('touches nothing of the application but the result', () => {
    const elsewhere = run.calls.filter((call) => !/^--namespace=(velero|orders-drill) /.test(call));
    expect(elsewhere.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'get persistentvolumes',
      'apply --server-side',
    ]);
  });
});

describe('what an earlier run left behind when it was killed', () => {
  const leftover = { name: 'data-files-0', restore: 'orders-use1-drill-old', volume: 'pvc-old' };

  test('is removed first: Velero would leave the old claims as they are, and the test would find old contents', () => {
    const run = runDrill(volumes, { claims: [leftover], volumes: ['pvc-old'], pods: [{ phase: 'Running', files: 0 }] });
    expect(run.result).toMatchObject({ result: 'passed', claims: '2' });
    expect(run.left).toEqual({ ...CLEAN, volumes: [] });
    const order = run.calls.map((call) => call.split(' ')[1]);
    expect(order.indexOf('delete')).toBeLessThan(order.indexOf('create'));
  });

  test('fails the test when it cannot be removed, before anything is restored', () => {
    const run = runDrill(volumes, { claims: [leftover], volumes: ['pvc-old'], stuck: true });
    expect(run.status).toBe(1);
    expect(run.result).toMatchObject({
      result: 'failed',
      backup: 'none',
      reason: expect.stringContaining('timed out') as string,
    });
    expect(run.created).toEqual([]);
  });
});

describe.each([
  ['there is no complete backup', { backups: FINE.backups.slice(2) }, /^there is no complete backup of orders-use1/],
  ['the restore fails', { phases: ['Failed'] }, /^restore orders-use1-drill-x7k2p of \S+103000 ended as Failed/],
  [
    'a part of it fails',
    { phases: ['InProgress', 'WaitingForPluginOperations', 'PartiallyFailed'] },
    /ended as PartiallyFailed/,
  ],
  ['Velero does not begin', { phases: ['New'] }, /^Velero has not restored the objects of \S+ after 600 s/],
  [
    'the contents do not arrive',
    { phases: ['WaitingForPluginOperations'] },
    /is WaitingForPluginOperations after 14400 s/,
  ],
  ['the backup is empty', { restores: { claims: [], objects: [] } }, /brought back no object/],
  ['no volume is in it', { restores: { claims: [], objects: ['configmap/files'] } }, /the backup holds no volumes/],
  ['a volume was skipped by the backup', { contents: 1 }, /has the contents of 1 volumes for 2 claims/],
  ['the volumes are empty', { files: { 'data-files-0': 0, 'data-files-1': 0 } }, /the 2 volumes of \S+ hold no file/],
  ['a volume cannot be attached', { podPhase: 'Pending' }, /are Pending Pending after 1800 s/],
  ['a volume cannot be read', { podPhase: 'Failed' }, /a pod could not look into the volume/],
])('when %s', (_, changes, reason) => {
  const run = runDrill(volumes, changes);

  test('the test fails, loudly, with the reason', () => {
    expect(run.status).toBe(1);
    expect(run.result['result']).toBe('failed');
    expect(run.result['reason']).toMatch(reason);
    expect(run.stderr).toMatch(new RegExp(reason.source.replace('^', ''), 'm'));
  });

  test('it cleans up all the same', () => {
    expect(run.left).toEqual(CLEAN);
  });
});

test('a test that is stopped, as when its node is drained, cleans up and says so', () => {
  const run = runDrill(volumes, { stopped: true, phases: ['InProgress'] });
  expect(run.status).toBe(1);
  expect(run.result).toMatchObject({ result: 'failed', reason: 'it was stopped before it was done' });
  expect(run.left).toEqual(CLEAN);
});

test('storage that keeps volumes without a claim fails the test, since each one would leave a copy', () => {
  const run = runDrill(volumes, { retains: true });
  expect(run.status).toBe(1);
  expect(run.result['reason']).toMatch(/^the volumes pvc-of-data-files-0 pvc-of-data-files-1 of orders-drill outlive/);
});

describe('of a system that writes its own backups', () => {
  const run = runDrill(objectsOnly, { restores: { claims: [], objects: ['networkpolicy/deny-all'] } });

  test('the objects are tested, and nothing is said of volumes', () => {
    expect(run.result).toMatchObject({ result: 'passed', claims: '0', files: '0', objects: '1' });
    expect(run.created).toHaveLength(1);
    expect(run.created[0]!.spec).toMatchObject({
      includedResources: ['configmaps', 'networkpolicies.networking.k8s.io'],
      restorePVs: false,
    });
    expect(run.left).toEqual(CLEAN);
  });

  test('a backup without any fails', () => {
    const empty = runDrill(objectsOnly, { restores: { claims: [], objects: [] } });
    expect(empty.result['reason']).toMatch(/brought back no object/);
  });
});
