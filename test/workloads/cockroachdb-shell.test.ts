import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { RELOAD_SCRIPT, verbatim } from '../../src/workloads/cockroachdb/scripts';
import { THREE } from '../support/fleet';
import {
  at,
  BOTH,
  by,
  cockroach,
  type Container,
  hostile,
  jobContainer,
  jobs,
  nodePods,
  ofKind,
  statements,
  three,
} from './cockroachdb.support';

/** As kubelet fills in `$(NAME)`: k8s.io/kubernetes/third_party/forked/golang/expansion. */
function expand(text: string, env: Record<string, string>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (all, second: string, name: string) =>
    second === '$' ? '$' : (env[name] ?? all),
  );
}

/**
 * A stub of `cockroach`: it writes down its arguments and standard input, answers `init` as STUB_INIT says, and fails where the
 * arguments contain STUB_FAILS. Queries get the rows of STUB_CADENCE and STUB_DESTINATION.
 */
const STUB = `#!/bin/bash
printf '%s\\x1f' "$@" >> "$STUB/calls"
if [ "$1" = sql ] && [[ "$*" != *--execute=* ]]; then cat >> "$STUB/calls"; fi
printf '\\x1e' >> "$STUB/calls"
if [ -n "$STUB_FAILS" ] && [[ "$*" == *"$STUB_FAILS"* ]]; then echo 'ERROR: no' >&2; exit 1; fi
if [ "$1" = init ]; then
  case "$STUB_INIT" in
    new) echo 'Cluster successfully initialized' ;;
    again) printf 'ERROR: cluster has already been initialized\\nHINT: use --join\\n' >&2; exit 1 ;;
    *) echo 'ERROR: cannot dial server' >&2; exit 1 ;;
  esac
fi
case "$*" in
  *array_agg*) printf 'id\\n%s' "$STUB_CADENCE" ;;
  *strpos*) printf 'id\\n%s' "$STUB_DESTINATION" ;;
esac
`;

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  /** Arguments of each call of \`cockroach\`, its standard input last. */
  readonly calls: string[][];
}

/** Runs a container of a Job as kubelet would, with the stub in its path. */
function run(container: Container, environment: Record<string, string> = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  try {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'cockroach'), STUB);
    chmodSync(join(folder, 'bin', 'cockroach'), 0o755);
    const env: Record<string, string> = {};
    for (const { name, value } of container.env) if (value !== undefined) env[name] = expand(value, env);
    const [program, ...args] = [...container.command!, ...(container.args ?? [])].map((each) => expand(each, env));
    const { status, stderr } = spawnSync(program!, args, {
      encoding: 'utf8',
      env: { ...env, PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, STUB: folder, STUB_FAILS: '', ...environment },
    });
    const written = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
    return {
      status,
      stderr,
      calls: written
        .split('\x1e')
        .slice(0, -1)
        .map((call) => call.split('\x1f')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const executed = ({ calls }: Run): string[] =>
  calls.flatMap((call) => call.filter((each) => each.startsWith('--execute=')).map((each) => each.slice(10)));

test('every script of every pod is a script', () => {
  const containers = BOTH.flatMap((vehicle) => [
    ...nodePods(by[vehicle], 'use1').flatMap(({ spec }) => spec.containers),
    ...ofKind(by[vehicle], 'use1', 'Job').flatMap(
      (job) => at(job, 'spec', 'template', 'spec', 'containers') as Container[],
    ),
  ]);
  const scripts = containers.flatMap(({ command }) => (command?.[0] === '/bin/bash' ? [command[2]!] : []));
  expect(scripts).toHaveLength(3 + 2 + 1);
  for (const script of scripts) {
    // Kubelet must leave it alone.
    expect(expand(script, { HOME: 'x', comm: 'x' })).toBe(script);
    expect(spawnSync('/bin/bash', ['-n', '-c', script]).status).toBe(0);
  }
});

test('kubelet hands over what was meant', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(expand(verbatim(text), { HOME: 'x' })).toBe(text);
    }),
  );
});

describe('cockroach init', () => {
  const container = jobContainer(three, 'init');
  const servers = [createServer(), createServer()];
  let peers: string[] = [];

  beforeAll(async () => {
    for (const server of servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    peers = servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  const init = (environment: Record<string, string>, args = peers) => run({ ...container, args }, environment);
  const inits = ({ calls }: Run) => calls.filter(([command]) => command === 'init');

  const founder = 'cockroachdb-us-east-2a-0.use2.cockroachdb.orders.svc.clusterset.local:26258';

  test('asks the first node of every site before it founds a cluster', () => {
    expect(container.args).toEqual([
      'cockroachdb-us-east-1a-0.use1.cockroachdb.orders.svc.clusterset.local:26258',
      founder,
      'cockroachdb-us-west-2a-0.usw2.cockroachdb.orders.svc.clusterset.local:26258',
    ]);
  });

  test('founds it in another site: empty nodes of a rebuilt site would agree to a second cluster', () => {
    for (const primarySite of [undefined, ...THREE]) {
      const from = cockroach({ primarySite });
      const owners = THREE.filter((site) => jobs(from, site, 'init').length > 0);
      expect(owners).toEqual(['use1']);
      const address = jobContainer(from, 'init').env.find(({ name }) => name === 'INIT_ADDRESS');
      expect(address?.value).toBe(founder);
    }
  });

  test('GIVEN a new cluster THEN it is initialised, at one node', () => {
    const result = init({ STUB_FAILS: 'SELECT 1', STUB_INIT: 'new' });
    expect(result.status).toBe(0);
    expect(inits(result)).toEqual([['init', '--certs-dir=/certs', `--host=${founder}`, '']]);
  });

  test('GIVEN a cluster that says it was initialised THEN all is well', () => {
    expect(init({ STUB_FAILS: 'SELECT 1', STUB_INIT: 'again' }).status).toBe(0);
  });

  test('GIVEN any other error THEN the Job tries again', () => {
    const result = init({ STUB_FAILS: 'SELECT 1', STUB_INIT: 'broken' });
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('cannot dial server');
  });

  test('GIVEN a cluster that answers SQL THEN no node is initialised, not even one that lost its volume', () => {
    const result = init({ STUB_INIT: 'new' });
    expect(result.status).toBe(0);
    expect(inits(result)).toEqual([]);
  });

  test('GIVEN a site that cannot be reached THEN no node is initialised, as it may hold the cluster', () => {
    const result = init({ STUB_FAILS: 'SELECT 1', STUB_INIT: 'new' }, [...peers, '127.0.0.1:1']);
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('127.0.0.1:1 cannot be reached');
    expect(inits(result)).toEqual([]);
  });
});

describe('SQL of the Job', () => {
  const container = jobContainer(three, 'sql');
  const rows = { STUB_CADENCE: '', STUB_DESTINATION: '' };

  test('runs every statement by itself and in order, and again the same', () => {
    for (const result of [run(container, rows), run(container, rows)]) {
      expect(result.status).toBe(0);
      expect(executed(result).slice(0, statements(three).length)).toEqual(statements(three));
      expect(executed(result).filter((each) => each.startsWith('ALTER BACKUP'))).toEqual([]);
      expect(
        result.calls.every((call) => call.includes('--host=cockroachdb-public.orders.svc.cluster.local:26257')),
      ).toBe(true);
    }
  });

  test('GIVEN a region without nodes THEN it stops there and fails, to be run again', () => {
    const result = run(container, { ...rows, STUB_FAILS: 'ADD REGION IF NOT EXISTS "us-west-2"' });
    expect(result.status).not.toBe(0);
    expect(executed(result).at(-1)).toContain('us-west-2');
    expect(executed(result).join()).not.toContain('SURVIVE');
  });

  test('GIVEN a schedule of another cadence THEN it is altered, and stays where it is', () => {
    const result = run(container, { ...rows, STUB_CADENCE: '814155335856521217\n' });
    expect(result.status).toBe(0);
    expect(executed(result).filter((each) => each.startsWith('ALTER BACKUP'))).toEqual([
      "ALTER BACKUP SCHEDULE 814155335856521217 SET FULL BACKUP '@daily', SET RECURRING '*/30 * * * *'",
    ]);
  });

  test('GIVEN a schedule of another destination THEN it is moved', () => {
    const result = run(container, { ...rows, STUB_DESTINATION: '814155335856521217\n' });
    expect(executed(result).filter((each) => each.startsWith('ALTER BACKUP'))).toEqual([
      expect.stringMatching(/^ALTER BACKUP SCHEDULE 814155335856521217 SET INTO 'external:\/\/cndr_backup_\w+'$/),
    ]);
  });

  test('GIVEN a query that fails THEN the Job fails', () => {
    expect(run(container, { ...rows, STUB_FAILS: 'array_agg' }).status).not.toBe(0);
  });

  test('GIVEN hostile statements THEN no shell takes part in them', () => {
    const args = ["SELECT '$(HOME) $HOME `id` \\ $$'", 'SELECT "a b"; --'];
    const result = run({ ...container, args: args.map(verbatim) }, rows);
    expect(executed(result).slice(0, 2)).toEqual(args);
  });

  test('GIVEN a licence THEN it is set, and no argument has it', () => {
    const result = run(container, { ...rows, LICENSE: 'crl-0-abc', ORGANIZATION: 'Acme' });
    expect(result.status).toBe(0);
    expect(result.calls.slice(0, 2).map((call) => call.at(-1))).toEqual([
      "SET CLUSTER SETTING cluster.organization = 'Acme';\n",
      "SET CLUSTER SETTING enterprise.license = 'crl-0-abc';\n",
    ]);
    expect(result.calls.flatMap((call) => call.slice(0, -1)).join()).not.toContain('crl-0-abc');
  });
});

test('the reloader signals the node of its pod, and nobody else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  const written = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const node = (name: string) => {
    const file = join(folder, name);
    writeFileSync(
      file,
      `#!/bin/bash
trap 'echo ${name} >> ${folder}/signalled' HUP
echo ${name} >> ${folder}/started
while :; do sleep 0.05; done
`,
    );
    chmodSync(file, 0o755);
    return spawn(file, { stdio: 'ignore' });
  };
  const children = [node('cockroach'), node('cockpit')];
  try {
    await until(() => written('started').split('\n').length > 2);
    children.push(spawn('/bin/bash', ['-c', RELOAD_SCRIPT, 'certificate-reloader', '0.2'], { stdio: 'ignore' }));
    await until(() => written('signalled').includes('\n'));
    expect(new Set(written('signalled').trim().split('\n'))).toEqual(new Set(['cockroach']));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 30_000);
