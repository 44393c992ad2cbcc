import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { App, Aspects, TerraformStack } from 'cdktf';
import { Fleet, FleetApp, StrongConsistencyDR, StatefulWorkload } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { Duration } from 'cdk8s';
import { deploy, fleetProps } from '../support/fleet';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

const newApp = () =>
  new FleetApp({ outdir: path.join(folder, 'cdktf.out'), manifestOutdir: path.join(folder, 'dist'), summary: false });
const written = (root = folder): Record<string, string> =>
  Object.fromEntries(
    fs
      .readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(root, name)).isFile())
      .sort()
      .map((name) => [name, fs.readFileSync(path.join(root, name), 'utf8')]),
  );

test('one folder a cluster, one file a stack, the plan and the report beside them', () => {
  const app = newApp();
  deploy(app);
  app.synth();
  expect(Object.keys(written(path.join(folder, 'dist')))).toEqual([
    'broker/prod.k8s.yaml',
    'plan.json',
    'report/index.html',
    'use1/orders.k8s.yaml',
    'use1/prod.k8s.yaml',
    'use2/orders.k8s.yaml',
    'use2/prod.k8s.yaml',
    'usw2/orders.k8s.yaml',
    'usw2/prod.k8s.yaml',
  ]);
});

test('two runs give the same bytes', () => {
  const first = Synthesized.of(deploy).files;
  const second = Synthesized.of(deploy).files;
  expect([...second]).toEqual([...first]);
});

test('a stock cdktf App as root gives the same bytes', () => {
  // GIVEN the output under a FleetApp
  const expected = Synthesized.of(deploy).files;

  // WHEN a stock App is the root, with the folders where the CLIs put them
  process.env.CDK8S_OUTDIR = path.join(folder, 'dist');
  try {
    const app = new App({ outdir: path.join(folder, 'cdktf.out') });
    deploy(app);
    app.synth();
  } finally {
    delete process.env.CDK8S_OUTDIR;
  }

  // THEN
  expect(written()).toEqual(Object.fromEntries(expected));
});

test('manifests that are no longer made are removed, files of others stay', () => {
  // GIVEN an output with two applications, and a file of somebody else
  const before = newApp();
  const fleet = new Fleet(before, 'prod', fleetProps());
  const objectives = { rpo: Duration.seconds(0), rto: Duration.minutes(3) };
  new StrongConsistencyDR(before, 'old', { fleet, workload: StatefulWorkload.etcd(), objectives });
  new StrongConsistencyDR(before, 'kept', { fleet, workload: StatefulWorkload.etcd(), objectives });
  before.synth();
  fs.writeFileSync(path.join(folder, 'dist/use1/by-hand.k8s.yaml'), 'kind: ConfigMap\n');

  // WHEN one of them is gone
  const after = newApp();
  new StrongConsistencyDR(after, 'kept', {
    fleet: new Fleet(after, 'prod', fleetProps()),
    workload: StatefulWorkload.etcd(),
    objectives,
  });
  after.synth();

  // THEN
  expect(fs.readdirSync(path.join(folder, 'dist/use1')).sort()).toEqual([
    'by-hand.k8s.yaml',
    'kept.k8s.yaml',
    'prod.k8s.yaml',
  ]);
});

test('nothing is removed but manifests in folders of clusters', () => {
  // GIVEN files of ours deeper down, where another project may have its own output, and an empty folder
  const app = newApp();
  deploy(app);
  app.synth();
  const other = path.join(folder, 'dist/other-team/dist/use1');
  fs.mkdirSync(other, { recursive: true });
  fs.copyFileSync(path.join(folder, 'dist/use1/orders.k8s.yaml'), path.join(other, 'billing.k8s.yaml'));
  fs.mkdirSync(path.join(folder, 'dist/empty'));

  // WHEN
  app.synth();

  // THEN
  expect(fs.existsSync(path.join(other, 'billing.k8s.yaml'))).toBe(true);
  expect(fs.existsSync(path.join(folder, 'dist/empty'))).toBe(true);
});

test('an aspect that breaks a manifest is refused, and no manifest is written', () => {
  const app = newApp();
  const dr = deploy(app);
  Aspects.of(dr).add({
    visit: (node) => {
      if (ApiObject.isApiObject(node) && node.kind === 'Deployment')
        node.metadata.addAnnotation('id', '${TfToken[TOKEN.1]}');
    },
  });
  expect(() => app.synth()).toThrow(/TOK-01/);
  expect(fs.existsSync(path.join(folder, 'dist'))).toBe(false);
});

test('no date, no path of the machine and no working directory gets into the output', () => {
  for (const [name, content] of Synthesized.of(deploy).files) {
    expect([name, content.match(/\/tmp\/cndr-[^\s"]*|\b20\d\d-\d\d-\d\dT/)?.[0]]).toEqual([name, undefined]);
    expect([name, content.includes(process.cwd())]).toEqual([name, false]);
  }
});

test('the provider index is never loaded: it would cost 3.4 s and 550 MB in every process', () => {
  const script = `require('@swc/core'); require('./scripts/swc-register.cjs'); require('./src/index.ts');
    console.log(Object.keys(require.cache).filter((file) => /provider-aws[\\\\/]lib[\\\\/]index\\.js$/.test(file)).length, Object.keys(require.cache).filter((file) => file.includes('provider-aws')).length)`;
  const [index, all] = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    .trim()
    .split(' ')
    .map(Number);
  expect(index).toBe(0);
  expect(all).toBeLessThan(80);
});

test('aspects that change objects during synthesis reach the manifests', () => {
  const { files } = Synthesized.of((app) => {
    const dr = deploy(app);
    Aspects.of(dr).add({
      visit: (node) => {
        if (ApiObject.isApiObject(node) && node.kind === 'Deployment') node.metadata.addAnnotation('team', 'orders');
      },
    });
  });
  expect(files.get('dist/use1/orders.k8s.yaml')).toContain('team: orders');
});

test("users' own charts and stacks are written beside those of the library", () => {
  const { files } = Synthesized.of((app) => {
    const dr = deploy(app);
    new ApiObject(dr.chart('use1'), 'extra', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'extra' } });
    new ApiObject(new Chart(app, 'tools'), 'tool', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tool' } });
    new TerraformStack(app, 'other');
  });
  expect(files.get('dist/use1/orders.k8s.yaml')).toContain('name: extra');
  expect(files.get('dist/tools.k8s.yaml')).toContain('name: tool');
  expect([...files.keys()]).toContain('cdktf.out/stacks/other/cdk.tf.json');
});

test('a synth after a refused one of the same tree validates again', () => {
  const app = newApp();
  const dr = deploy(app);
  const bad = new ApiObject(dr.chart('use1'), 'bad', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bad' },
    data: { a: 'Yg==' },
  });
  expect(() => app.synth()).toThrow('SEC-01');
  dr.chart('use1').node.tryRemoveChild(bad.node.id);
  app.synth();
  expect(fs.existsSync(path.join(folder, 'dist/use1/orders.k8s.yaml'))).toBe(true);
});
