import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CliError } from '../../src/cli/cli-error';
import { kubectlFor } from '../../src/cli/doctor/kubectl';
import { progressOn } from '../../src/cli/doctor/progress';
import { PLAIN } from '../../src/cli/paint';
import { programFor } from '../../src/cli/program';
import { ENCODED, healthy, planOf, VALUE, type World } from './doctor.support';

jest.setTimeout(60_000); // each question is a process of its own

const ROOT = path.resolve(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-doctor-'));
const state = path.join(folder, 'state.json');
const calls = path.join(folder, 'calls');
const { PATH } = process.env;

beforeAll(() => {
  const script = path.join(__dirname, 'doctor-kubectl.cjs');
  fs.writeFileSync(path.join(folder, 'kubectl'), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, {
    mode: 0o755,
  });
  Object.assign(process.env, { PATH: `${folder}${path.delimiter}${PATH}`, STATE: state, CALLS: calls });
});
afterAll(() => {
  process.env.PATH = PATH;
  fs.rmSync(folder, { recursive: true });
});

interface Run {
  readonly text: string;
  readonly found: boolean;
  readonly calls: string[];
}

/** The whole command, with a kubectl that is a process. */
async function doctor(world: World, args: string[] = ['--context', 'east']): Promise<Run> {
  fs.writeFileSync(state, JSON.stringify({ cluster: healthy(), ...world }));
  fs.writeFileSync(calls, '');
  fs.writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(planOf()));
  const said: string[] = [];
  const run = { found: false };
  const terminal = {
    paint: PLAIN,
    version: '0',
    print: (text: string) => void said.push(text),
    found: () => void (run.found = true),
  };
  await programFor(terminal).parseAsync(['node', 'cndr', 'doctor', folder, '--site', 'use1', ...args]);
  return { text: said.join('\n'), ...run, calls: fs.readFileSync(calls, 'utf8').trim().split('\n') };
}

describe('a cluster that holds everything', () => {
  const secrets = (call: string) => /secrets|configmaps/.test(call);

  test('all is ok but what no API shows, which is listed with its reason', async () => {
    const { text, found, calls } = await doctor({});
    expect(found).toBe(false);
    expect(text.split('\n')[0]).toBe('context east, site use1, Kubernetes v1.32.4');
    expect(text).not.toMatch(/MISSING|OLD|WRONG|REFUSED|UNKNOWN|WARNING/);
    expect(text).toMatch(/BY HAND {2}DNS example\.com\n +delegated to the hosted zone \(for orders\)/);
    expect(text).toMatch(/BY HAND {2}Service monitoring\/ServiceMonitors/);
    expect(calls.length).toBeGreaterThan(10);
  });

  test('nothing but reads is asked, each with its context and an end, and of Secrets the keys alone', async () => {
    const { text, calls } = await doctor({ current: 'laptop' }, ['--json']);
    const [first, ...others] = calls;
    expect(first).toBe('config current-context');
    for (const call of others) {
      expect(call).toMatch(/^(get|version) /);
      expect(call).toContain('--context=laptop --request-timeout=10s');
    }
    expect(others.filter(secrets)).toHaveLength(2);
    for (const call of others.filter(secrets)) {
      expect(call).toMatch(/ --output=go-template=/);
      expect(call).not.toMatch(/\{\{(\$v|\.|\.data|\.binaryData)\}\}/);
    }
    expect(JSON.parse(text)).toMatchObject({ context: 'laptop', site: 'use1', server: 'v1.32.4', warnings: [] });
    expect(text).toContain('cloud');
    for (const value of [VALUE, ENCODED]) expect(text).not.toContain(value);
  });
});

describe('a cluster that cannot be asked', () => {
  const refusal = async (world: World, args?: string[]): Promise<CliError> =>
    doctor(world, args).then(
      () => Promise.reject(new Error('it was asked')),
      (error: unknown) => error as CliError,
    );

  test.each<[string, World, string[] | undefined, RegExp]>([
    [
      'unreachable',
      { error: 'Unable to connect to the server: dial tcp: i/o timeout' },
      undefined,
      /cannot be reached .*i\/o timeout.* check the network/,
    ],
    [
      'not logged in',
      { error: 'error: You must be logged in to the server (Unauthorized)' },
      undefined,
      /does not accept the login .* log in again/,
    ],
    [
      'an unknown context',
      { error: 'error: context "east" does not exist' },
      undefined,
      /knows no context east; `kubectl config get-contexts`/,
    ],
    ['no context at all', {}, [], /no current context; name one with --context/],
    ['an unknown site', {}, ['--site', 'mars'], /no site mars in the plan; there are use1, usw2/],
  ])('%s: one line that says what to do', async (_case, world, args, message) => {
    const error = await refusal(world, args);
    expect(error).toBeInstanceOf(CliError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  test('kubectl that is not there', async () => {
    const before = process.env.PATH;
    process.env.PATH = fs.mkdtempSync(path.join(folder, 'empty-'));
    const error = await refusal({}).finally(() => (process.env.PATH = before));
    expect(error.message).toMatch(/no kubectl on the PATH; install it/);
  });

  test('after the first failure nothing more is asked', async () => {
    await refusal({ error: 'Unable to connect to the server: EOF' });
    expect(fs.readFileSync(calls, 'utf8').trim().split('\n')).toHaveLength(1);
  });
});

test('people who wait see how far it is; files and pipes get nothing of it', () => {
  const writtenTo = (isTTY: boolean): string => {
    const texts: string[] = [];
    const progress = progressOn({ isTTY, write: (text) => texts.push(text) > 0 });
    progress.step(2, 9);
    progress.end();
    return texts.join('');
  };
  expect(writtenTo(true)).toContain('asked the cluster: 2 of 9');
  expect(writtenTo(false)).toBe('');
});

describe('the source', () => {
  test('one file starts a process, and it refuses what is no read', async () => {
    const starts = sourcesOf(path.join(ROOT, 'src/cli')).filter((file) =>
      fs.readFileSync(file, 'utf8').includes('child_process'),
    );
    expect(starts.map((file) => path.relative(ROOT, file))).toEqual(['src/cli/doctor/kubectl.ts']);
    fs.writeFileSync(calls, '');
    for (const args of [['delete', 'ns', 'velero'], ['apply', '-f', 'x'], ['config', 'use-context', 'x'], ['getx']]) {
      await expect(kubectlFor('east')(args)).rejects.toThrow('no read');
    }
    expect(fs.readFileSync(calls, 'utf8')).toBe('');
  });
});

function sourcesOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(folder, file));
}
