import { isBad, reportText } from '../../src/cli/doctor/report';
import { isLaterMajor, isOlder, versionIn } from '../../src/cli/doctor/version';
import { PLAIN } from '../../src/cli/paint';
import {
  changed,
  check,
  controller,
  ENCODED,
  gateway,
  healthy,
  object,
  planOf,
  reportOn,
  secret,
  storageClass,
  withObjects,
  type World,
} from './doctor.support';

/** What is printed, and whether something is bad. */
async function looked(world: World, plan = planOf()): Promise<{ text: string; found: boolean }> {
  const report = await reportOn(world, plan);
  return { text: reportText(report, PLAIN), found: report.verdicts.some(isBad) };
}

describe('what is not as it has to be', () => {
  test.each<[string, string, World, RegExp]>([
    [
      'velero/velero-object-store',
      'no Secret',
      withObjects({ 'Secret velero-object-store': undefined }),
      /^not in namespace velero/,
    ],
    [
      'velero/velero-object-store',
      'no key',
      withObjects({ 'Secret velero-object-store': secret('velero', 'velero-object-store', { other: ENCODED }) }),
      /no key cloud; it has other/,
    ],
    ['gp3', 'no class', withObjects({ 'StorageClass gp3': storageClass('gp2', 'Delete', true) }), /there are: gp2/],
    ['velero', 'no namespace', withObjects({ 'Namespace velero': undefined }), /^not there/],
    [
      'topology.kubernetes.io/zone=us-east-1b',
      'a zone without nodes',
      withObjects({ 'Node node-1': undefined }),
      /no node has it/,
    ],
    ['submariner.io/gateway=true', 'too few nodes', withObjects({ 'Node node-1': undefined }), /1 node of the 2/],
  ])('%s: %s is missing', async (name, _case, world, found) => {
    const { text, found: failed } = await looked(world);
    const line = text.split('\n').find((one) => one.includes(`MISSING  ${name} `))!;
    expect(line.split(name)[1]!.trim()).toMatch(found);
    expect(failed).toBe(true);
  });

  test.each<[string, World, RegExp]>([
    [
      'gp3',
      withObjects({ 'StorageClass gp3': storageClass('gp3', 'Delete', true) }),
      /reclaimPolicy is Delete and must be Retain/,
    ],
    ['public', withObjects({ 'Gateway public': gateway('http') }), /no listener https, but http/],
    ['public', withObjects({ 'Gateway public': gateway('https', 'False') }), /not programmed/],
    [
      'cert-manager',
      withObjects({
        'Deployment cert-manager': controller(
          'Deployment',
          'tools',
          'cert-manager',
          'x/cert-manager-controller:v1.22.0',
        ),
      }),
      /runs in namespace tools; the plan counts on cert-manager/,
    ],
    [
      'cert-manager',
      withObjects({
        'Deployment cert-manager': {
          ...controller('Deployment', 'cert-manager', 'cert-manager', 'x/cert-manager-controller:v1.22.0'),
          status: {},
        },
      }),
      /no pod that is ready/,
    ],
    [
      'submariner.io/gateway=true',
      withObjects({
        'Node node-0': undefined,
        'Node node-2': object(
          'v1',
          'Node',
          {
            name: 'node-2',
            labels: { 'topology.kubernetes.io/zone': 'us-east-1b', 'submariner.io/gateway': 'true' },
          },
          { spec: {} },
        ),
      }),
      /in us-east-1b: they must be in different zones/,
    ],
  ])('%s is wrong', async (name, world, found) => {
    const result = await check(name, world);
    expect(result).toMatchObject({ state: 'wrong' });
    expect(result.found).toMatch(found);
  });

  test('an API in another version, or without a kind, is missing', async () => {
    const { resources, objects } = healthy();
    const older = resources.map((one) => (one.kind === 'Schedule' ? { ...one, apiVersion: 'velero.io/v1beta1' } : one));
    const without = resources.map((one) => (one.kind === 'Schedule' ? { ...one, kind: 'Backup' } : one));
    expect((await check('velero.io/v1', { cluster: { resources: older, objects } })).found).toMatch(
      /knows v1beta1 only/,
    );
    expect((await check('velero.io/v1', { cluster: { resources: without, objects } })).found).toMatch(
      /without Schedule/,
    );
  });
});

describe('operators', () => {
  const velero = (image: string, name = 'velero', labels: Record<string, string> = {}): World => {
    const workload = controller('Deployment', 'velero', name, image);
    return withObjects({ 'Deployment velero': { ...workload, metadata: { ...workload.metadata, labels } } });
  };

  test.each<[string, World, string, RegExp]>([
    ['an older tag', velero('velero/velero:v1.18.0'), 'old', /^1\.18\.0, .* checked against 1\.18\.1$/],
    [
      'a mirror with a port, and a digest after the tag',
      velero('r.example.com:5000/m/velero/velero:v1.18.1@sha256:00'),
      'ok',
      /^1\.18\.1/,
    ],
    ['another name with the image', velero('velero/velero:v1.19.0', 'backup'), 'ok', /velero\/backup$/],
    ['a later major', velero('velero/velero:v2.0.0'), 'ok', /checked against 1\.18\.1$/],
    [
      'a digest alone, with a label',
      velero('velero/velero@sha256:00', 'velero', { 'app.kubernetes.io/version': '1.17.2' }),
      'old',
      /^1\.17\.2/,
    ],
    ['the label of OLM', velero('velero@sha256:00', 'velero', { 'olm.owner': 'oadp.v1.18.4' }), 'ok', /^1\.18\.4/],
    ['no version anywhere', velero('velero/velero:latest'), 'unknown', /does not say its version/],
    [
      'nothing that looks like it, but its API',
      withObjects({ 'Deployment velero': undefined }),
      'unknown',
      /looked for Deployment velero/,
    ],
  ])('%s', async (_case, world, expected, found) => {
    const result = await check(
      'velero',
      world,
      planOf([{ kind: 'operator', name: 'velero', namespace: 'velero', version: '1.18.1', why: 'x' }]),
    );
    expect(result.state).toBe(expected);
    expect(result.found).toMatch(found);
  });

  test('without its API it is missing, and a part of it where it runs without', async () => {
    const { resources, objects } = changed(healthy(), {
      'Deployment velero': undefined,
      'DaemonSet node-agent': undefined,
    });
    const bare = {
      cluster: { objects, resources: resources.filter(({ apiVersion }) => apiVersion !== 'velero.io/v1') },
    };
    const plan = planOf([{ kind: 'operator', name: 'velero', why: 'x' }]);
    expect(await check('velero', bare, plan)).toMatchObject({ state: 'missing' });
    const agent = await check('velero-node-agent', withObjects({ 'DaemonSet node-agent': undefined }));
    expect(agent).toMatchObject({ state: 'missing' });
    expect(agent.found).toContain('velero runs without it');
  });

  test('one that nobody told the command about is left to the user, and fails nothing', async () => {
    const { text, found } = await looked({}, planOf([{ kind: 'operator', name: 'acme', why: 'x' }]));
    expect(text).toMatch(/UNKNOWN +acme +this command does not know how to recognize it/);
    expect(found).toBe(false);
  });

  test('versions are compared by their numbers, and a preview is before its release', () => {
    expect(['v1.18.1', '1.30', 'latest', 'v2', 'main-1.2'].map(versionIn)).toEqual([
      '1.18.1',
      '1.30',
      undefined,
      undefined,
      undefined,
    ]);
    const older: [string, string][] = [
      ['1.9.0', '1.10.0'],
      ['1.0.0-rc.2', '1.0.0'],
      ['0.1.0-rc1', '0.1.0-rc2'],
      ['1.13', '1.14'],
    ];
    const fine: [string, string][] = [
      ['1.10.0', '1.9.0'],
      ['1.14.2', '1.14'],
      ['1.18', '1.18.1'],
      ['1.18.1-debian-12-r3', '1.18.1'],
      ['1.0.0', '1.0.0-rc1'],
    ];
    for (const [found, wanted] of older) expect([found, isOlder(found, wanted)]).toEqual([found, true]);
    for (const [found, wanted] of fine) expect([found, isOlder(found, wanted)]).toEqual([found, false]);
    expect(isLaterMajor('2.0.0', '1.9')).toBe(true);
  });
});

describe('what the login may not read', () => {
  test('is its own state, with the command that asks for the permission', async () => {
    const refused = ['secrets/velero-object-store', 'deployments.apps', 'nodes'];
    const { text, found } = await looked({ refused });
    expect(text).toMatch(/REFUSED {2}velero\/velero-object-store/);
    expect(text).toContain('kubectl auth can-i get secrets/velero-object-store --namespace=velero --context=east');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'kubectl auth can-i list deployments.apps --all-namespaces --context=east',
    );
    expect(text).toMatch(/REFUSED {2}topology\.kubernetes\.io\/zone=us-east-1a/);
    expect(text).toMatch(/ok {7}velero-node-agent/);
    expect(text).not.toContain('MISSING');
    expect(found).toBe(true);
  });
});

describe('the cluster of another site', () => {
  test('is noticed by the zones of its nodes', async () => {
    const { text, found } = await looked({ cluster: healthy('usw2') });
    expect(text).toContain(
      'WARNING the nodes are in us-west-2a and us-west-2b: this looks like site usw2, not like site use1, which has us-east-1a and us-east-1b',
    );
    expect(found).toBe(true);
  });

  test('one zone too many is no other site', async () => {
    const extra = object(
      'v1',
      'Node',
      { name: 'x', labels: { 'topology.kubernetes.io/zone': 'us-east-1c' } },
      { spec: {} },
    );
    const { text } = await looked(withObjects({ 'Node x': extra }));
    expect(text).toContain('WARNING nodes are in us-east-1c too, which site use1 does not have in the plan');
  });
});
