import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  changed,
  type Cluster,
  controller,
  ENCODED,
  gateway,
  healthy,
  object,
  planOf,
  secret,
  storageClass,
  VALUE,
} from '../cli/doctor.support';
import { installKubectl } from './doctor-kubectl';
import { serveApi } from './doctor-server';

const ROOT = path.resolve(__dirname, '../..');

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-doctor-'));
  installKubectl(folder);
  fs.writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(planOf()));
}, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly requests: string[];
}

interface Check {
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly found?: string;
}

/** The command, with the real kubectl, against a server with that cluster. */
async function doctor(cluster: Cluster, args: string[] = [], forbidden: string[] = []): Promise<Run> {
  const server = await serveApi({ ...cluster, forbidden });
  try {
    return { ...(await run(server.url, args)), requests: server.requests };
  } finally {
    await server.close();
  }
}

/** Each run with a home of its own: kubectl keeps what a server told it about its kinds. */
async function run(url: string, args: string[]): Promise<Omit<Run, 'requests'>> {
  const home = fs.mkdtempSync(path.join(folder, 'home-'));
  const kubeconfig = path.join(home, 'config');
  fs.writeFileSync(kubeconfig, JSON.stringify(kubeconfigFor(url)));
  const env = {
    ...process.env,
    HOME: home,
    KUBECONFIG: kubeconfig,
    PATH: `${folder}${path.delimiter}${process.env.PATH}`,
  };
  const load = ['-r', path.join(ROOT, 'scripts/swc-register.cjs'), path.join(ROOT, 'src/cli/main.ts')];
  const command = [...load, 'doctor', path.join(folder, 'plan.json'), '--site', 'use1', ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, command, { env }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

function kubeconfigFor(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'east',
    clusters: [{ name: 'a', cluster: { server } }],
    users: [{ name: 'u', user: { token: 'a-token' } }],
    contexts: [{ name: 'east', context: { cluster: 'a', user: 'u' } }],
  };
}

async function checks(cluster: Cluster, forbidden: string[] = []): Promise<Check[]> {
  const { stdout, stderr } = await doctor(cluster, ['--json'], forbidden);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { checks: Check[] }).checks;
}

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** What the roles of the document admit, one resource in each. */
function rules(): Rule[] {
  const [, yaml] = /```yaml\n([^]*?)```/.exec(fs.readFileSync(path.join(ROOT, 'docs/doctor.md'), 'utf8'))!;
  const roles = parseAllDocuments(yaml!).map((one) => one.toJS() as { rules: Rule[] });
  return roles.flatMap((role) =>
    role.rules.flatMap((rule) => rule.resources.map((one) => ({ ...rule, resources: [one] }))),
  );
}

function admits({ apiGroups, resources, resourceNames, verbs }: Rule, requested: string): boolean {
  const [, group = '', rest] = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)(.*)$/.exec(requested)!;
  const [, resource, name] = /^(?:\/namespaces\/[^/]+(?=\/.*\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(rest!)!;
  const isNamed = resourceNames === undefined || (name !== undefined && resourceNames.includes(name));
  return apiGroups.includes(group) && resources.includes(resource!) && verbs.includes(name ? 'get' : 'list') && isNamed;
}

test('a cluster that holds everything ends with 0, and nothing but reads reaches it', async () => {
  const { status, stdout, stderr, requests } = await doctor(healthy());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('context east (the current one of kubectl), site use1, Kubernetes v1.32.4');
  expect(stdout).not.toMatch(/MISSING|WRONG|OLD|REFUSED|UNKNOWN|WARNING/);
  expect(requests.length).toBeGreaterThan(10);
  expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

test('the roles of the document admit what is read, and nothing beyond', async () => {
  const { requests } = await doctor(healthy());
  const discovery = /^\/(version|api|apis)$|^\/api\/v1$|^\/apis\/[^/]+\/[^/]+$/;
  const read = requests.map((request) => request.replace('GET ', '')).filter((one) => !discovery.test(one));
  const used = rules().filter((rule) => read.some((one) => admits(rule, one)));
  expect(read.filter((one) => !rules().some((rule) => admits(rule, one)))).toEqual([]);
  expect(used).toEqual(rules());
});

test('no value of a Secret, a ConfigMap or an environment gets out of kubectl, not even where its template fails', async () => {
  const broken = changed(healthy(), { 'Secret velero-object-store': secret('velero', 'velero-object-store', ENCODED) });
  const runs = [await doctor(healthy()), await doctor(healthy(), ['--json']), await doctor(broken)];
  expect(runs.map(({ status }) => status)).toEqual([0, 0, 2]);
  expect(runs[2]!.stderr).toMatch(/^cndr: kubectl get secrets\/velero-object-store failed .*\n$/);
  for (const { stdout, stderr } of runs) {
    for (const value of [VALUE, ENCODED, 'a-token']) expect(stdout + stderr).not.toContain(value);
  }
});

test('what is missing, old or different is told apart', async () => {
  const cluster = changed(healthy(), {
    'Secret velero-object-store': secret('velero', 'velero-object-store', { other: ENCODED }),
    'ConfigMap fleet-ca': object(
      'v1',
      'ConfigMap',
      { name: 'fleet-ca', namespace: 'orders' },
      { binaryData: { 'ca.crt': ENCODED } },
    ),
    'Namespace velero': undefined,
    'StorageClass gp3': storageClass('gp3', 'Delete', false),
    'Gateway public': gateway('https', 'False'),
    'Deployment velero': controller('Deployment', 'velero', 'velero', 'mirror.example.com:5000/velero/velero:v1.17.0'),
    'Deployment cert-manager': undefined,
    'Node node-1': undefined,
  });
  const found = Object.fromEntries((await checks(cluster)).map(({ kind, name, state }) => [`${kind} ${name}`, state]));
  expect(found).toMatchObject({
    'Secret velero-object-store': 'missing',
    'ConfigMap fleet-ca': 'ok',
    'Namespace velero': 'missing',
    'StorageClass gp3': 'wrong',
    'Gateway public': 'wrong',
    'operator velero': 'old',
    'operator velero-plugin-for-aws': 'missing',
    'operator velero-node-agent': 'ok',
    'operator cert-manager': 'unknown',
    'node label topology.kubernetes.io/zone=us-east-1a': 'ok',
    'node label topology.kubernetes.io/zone=us-east-1b': 'missing',
    'node label submariner.io/gateway=true': 'missing',
  });
});

test('an API that the server does not know is missing, also for the objects of it that are looked up', async () => {
  const { resources, objects } = healthy();
  const without = resources.filter(({ apiVersion }) => !/^(velero|gateway)/.test(apiVersion));
  const found = await checks({ resources: without, objects });
  expect(found.find(({ name }) => name === 'velero.io/v1')).toMatchObject({ kind: 'API', state: 'missing' });
  expect(found.find(({ kind }) => kind === 'Gateway')).toMatchObject({ state: 'missing' });
});

test('what the login may not read is no finding about the cluster', async () => {
  const paths = ['/api/v1/namespaces/velero/secrets/velero-object-store', '/api/v1/nodes', '/apis/apps/v1/deployments'];
  const found = (await checks(healthy(), paths)).filter(({ state }) => state === 'refused');
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['velero-object-store', 'velero', 'cert-manager', 'submariner.io/gateway=true']),
  );
  expect(found.find(({ kind }) => kind === 'Secret')!.found).toContain(
    'kubectl auth can-i get secrets/velero-object-store --namespace=velero --context=east',
  );
});

test('a server that is not there, and a context that nobody knows, end with 2 and one line', async () => {
  const server = await serveApi(healthy());
  await server.close();
  const gone = await run(server.url, []);
  const unknown = await run(server.url, ['--context', 'west']);
  expect([gone.status, unknown.status]).toEqual([2, 2]);
  expect(gone.stderr).toMatch(/^cndr: the server of context east cannot be reached .*\n$/);
  expect(unknown.stderr).toMatch(/^cndr: kubectl knows no context west.*\n$/);
});
