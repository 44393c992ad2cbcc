import * as fs from 'node:fs';
import * as path from 'node:path';
import { expectationsOf } from '../../src/cli/doctor/expectations';
import { signOf } from '../../src/cli/doctor/operators';
import { check, object, planOf, storageClass, withObjects } from './doctor.support';
import { EXAMPLES, goldenPlan } from './support';

const SOURCES = path.resolve(__dirname, '../../src');

describe('what a plan expects', () => {
  const wanted = (example: string, site: string) => expectationsOf(goldenPlan(example), site).wanted;

  test('details that prerequisites state in prose are read from there', () => {
    const named = Object.fromEntries(wanted('active-passive-volumes', 'use1').map((one) => [one.name, one]));
    const fieldsOf = (name: string) => (named[name] as { fields?: object }).fields;
    expect(fieldsOf('rook-ceph-block')).toEqual([
      { field: 'reclaimPolicy', value: 'Retain' },
      { field: 'volumeBindingMode', value: 'WaitForFirstConsumer' },
      { field: 'provisioner', value: 'rook-ceph.rbd.csi.ceph.com' },
    ]);
    expect(fieldsOf('volsync-copies')).toEqual([{ field: 'reclaimPolicy', value: 'Delete' }]);
    expect(named.public).toMatchObject({ type: 'Gateway', listener: 'https' });
    expect(named['submariner.io/gateway=true']).toMatchObject({ nodes: 2, apart: true });
  });

  test('every prerequisite and every emitted kind of the site is looked for, and nothing of another one', () => {
    for (const example of EXAMPLES) {
      const plan = goldenPlan(example);
      const [site] = plan.fleets[0]!.facts.sites;
      const names = wanted(example, site!.name).map(({ name }) => name);
      const parts = [...plan.fleets, ...plan.apps];
      const needed = parts.flatMap((part) => part.prerequisites.filter((one) => one.site === site!.name));
      const objects = parts
        .flatMap((part) => part.clusters.filter((one) => one.cluster === site!.name))
        .flatMap((one) => one.objects);
      expect(names).toEqual(expect.arrayContaining(needed.map(({ name }) => name)));
      expect(names).toEqual(expect.arrayContaining(objects.map(({ apiVersion }) => apiVersion)));
    }
    expect(wanted('active-passive-backup', 'use1').map(({ name }) => name)).not.toContain('broker-secret-usw2');
  });

  test('a cluster that is no site has prerequisites, and no zones', () => {
    const { zones, wanted } = expectationsOf(goldenPlan('strong-consistency'), 'broker');
    expect(zones).toEqual([]);
    expect(wanted.map(({ name }) => name)).toContain('submariner-operator');
  });

  test('volumes that name no class need a default one', async () => {
    const plan = planOf([{ kind: 'Namespace', name: 'velero', why: 'x' }]);
    const name = 'the default class';
    expect(await check(name, {}, plan)).toMatchObject({ state: 'ok' });
    const none = withObjects({ 'StorageClass gp3': storageClass('gp3', 'Retain', false) });
    expect(await check(name, none, plan)).toMatchObject({
      state: 'missing',
      found: 'no class is the default; there are: gp3',
    });
  });

  test('a label without a value is for every node that takes any pod', async () => {
    const plan = planOf([{ kind: 'node label', name: 'topology.kubernetes.io/zone', why: 'rack of a broker' }]);
    expect(await check('topology.kubernetes.io/zone', {}, plan)).toMatchObject({ state: 'ok' });
    const bare = withObjects({ 'Node bare': object('v1', 'Node', { name: 'bare' }, { spec: {} }) });
    expect(await check('topology.kubernetes.io/zone', bare, plan)).toMatchObject({ state: 'wrong' });
  });

  test('every operator that a part of the library asks for can be recognized', () => {
    const names = sourcesOf(SOURCES).flatMap((file) =>
      [...fs.readFileSync(file, 'utf8').matchAll(/PrerequisiteKind\.OPERATOR,\s+name: '([^']+)'/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => signOf(name) === undefined)).toEqual([]);
  });
});

function sourcesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
}
