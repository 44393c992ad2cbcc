import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { BACKUP_AGE_SCRIPT } from '../../src/workloads/cassandra/backup-age';
import { HEALTH_SCRIPT, SETUP_SCRIPT } from '../../src/workloads/cassandra/scripts';
import { at, eventual, setupJob } from './cassandra.support';

interface Container {
  readonly command: string[];
  readonly args: string[];
  readonly env: { name: string; value?: string }[];
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: string[][];
  readonly left: boolean;
}

/** Runs a program with stubs of the tools that it calls; each stub writes its arguments down. */
function run(program: string[], env: Record<string, string>, stubs: Record<string, string>): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  try {
    mkdirSync(join(folder, 'bin'));
    for (const [name, body] of Object.entries(stubs)) {
      const stub = `#!/bin/sh\nprintf '%s\\037' "$@" >> "$STUB/calls"\nprintf '\\036' >> "$STUB/calls"\n${body}\n`;
      writeFileSync(join(folder, 'bin', name), stub);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    const [name, ...args] = program;
    const { status, stdout, stderr } = spawnSync(name!, args, {
      encoding: 'utf8',
      env: { ...env, HOME: folder, STUB: folder, PATH: `${join(folder, 'bin')}:/usr/bin:/bin` },
    });
    const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
    return {
      status,
      stdout,
      stderr,
      calls: calls
        .split('\x1e')
        .slice(0, -1)
        .map((call) => call.split('\x1f').slice(0, -1)),
      left: existsSync(join(folder, 'role.cql')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['setup', SETUP_SCRIPT],
  ['health', HEALTH_SCRIPT],
  ['backup age', BACKUP_AGE_SCRIPT],
])('the shell of %s is valid', (_, script) => {
  expect(spawnSync('sh', ['-n', '-c', script]).status).toBe(0);
});

describe('the Job that makes the keyspace', () => {
  const container = at(setupJob(eventual()), 'spec', 'template', 'spec', 'containers', 0) as Container;
  const values = Object.fromEntries(container.env.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
  const secrets = {
    SUPERUSER: 'super',
    SUPERUSER_PASSWORD: 'sup3r secret',
    APPLICATION: 'orders',
    APPLICATION_PASSWORD: 'app secret',
  };
  const REPLICATED = "{'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', 'use1': '3', 'usw2': '3'}";
  const cqlsh = (replication: string) => `case "$*" in
  *"SELECT replication"*) cat <<'EOF'
 replication
-------------
 ${replication}
EOF
  ;;
  *--file=*) cat "$HOME/role.cql" ;;
esac`;
  const setUp = (replication = REPLICATED, change: Record<string, string> = {}, stub = cqlsh(replication)) =>
    run([...container.command, ...container.args], { ...values, ...secrets, ...change }, { cqlsh: stub });

  test('makes the keyspace, looks at its replication, and gives the role its rights', () => {
    const { status, stdout, calls, left } = setUp();
    expect(status).toBe(0);
    expect(calls.map((call) => call[4]!.split(' ')[0])).toEqual([
      '--execute=CREATE',
      '--execute=SELECT',
      expect.stringMatching(/^--file=.*role\.cql$/),
    ]);
    for (const call of calls) {
      expect(call.slice(0, 4)).toEqual(['--ssl', '--no-color', '--username=super', '--password=sup3r secret']);
      expect(call.slice(5)).toEqual(['cassandra.orders.svc.cluster.local', '9042']);
    }
    expect(stdout.split('\n').filter(Boolean)).toEqual([
      "CREATE ROLE IF NOT EXISTS 'orders' WITH LOGIN = true AND PASSWORD = 'app secret';",
      "ALTER ROLE 'orders' WITH PASSWORD = 'app secret';",
      ...['SELECT', 'MODIFY', 'CREATE', 'ALTER', 'DROP'].map((right) => `GRANT ${right} ON KEYSPACE app TO 'orders';`),
    ]);
    expect(left).toBe(false);
  });

  test('the password of the application is in no argument', () => {
    expect(JSON.stringify(setUp().calls)).not.toContain('app secret');
  });

  test.each([
    ['a site without replicas', "{'class': 'NetworkTopologyStrategy', 'use1': '3'}"],
    ['fewer replicas', "{'class': 'NetworkTopologyStrategy', 'use1': '3', 'usw2': '1'}"],
    ['SimpleStrategy', "{'class': 'SimpleStrategy', 'replication_factor': '3'}"],
    ['no keyspace', '(0 rows)'],
  ])('GIVEN %s THEN it fails and says what to do, and makes no role', (_, replication) => {
    const { status, stderr, calls } = setUp(replication);
    expect(status).toBe(1);
    expect(stderr).toContain('ALTER KEYSPACE, then rebuild the site');
    expect(calls).toHaveLength(2);
  });

  test('GIVEN a site that has not joined THEN Cassandra refuses the keyspace, and the Job fails to be tried again', () => {
    const { status, calls } = setUp(REPLICATED, {}, 'echo "Unrecognized strategy option {usw2}" >&2; exit 2');
    expect(status).not.toBe(0);
    expect(calls).toHaveLength(1);
  });

  test('no password can end the string that it is in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', ';', '%', 's', ' ', '-', 'a'), minLength: 1 }),
        (password) => {
          const { status, stdout } = setUp(REPLICATED, { APPLICATION_PASSWORD: password });
          expect(status).toBe(0);
          expect(stdout.split('\n')[1]).toBe(
            `ALTER ROLE 'orders' WITH PASSWORD = '${password.replaceAll("'", "''")}';`,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('the health of a site', () => {
  const ask = (stub: string) =>
    run(
      ['sh', '-c', HEALTH_SCRIPT],
      { URL: 'http://cassandra:8080/api/v0/probes/cluster?a=b&c=d', MAX_SECONDS: '2' },
      { curl: stub },
    );

  test('is asked with a limit, and fails with the answer', () => {
    const { status, calls } = ask('exit 0');
    expect(status).toBe(0);
    expect(calls[0]).toEqual(
      expect.arrayContaining(['--fail', '--max-time', '2', 'http://cassandra:8080/api/v0/probes/cluster?a=b&c=d']),
    );
    expect(ask('exit 22').status).toBe(22);
  });
});

describe('the age of the newest backup', () => {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const look = (backups: string[], code = 0) =>
    run(
      ['sh', '-c', BACKUP_AGE_SCRIPT],
      { LIMIT: '2700', NAMESPACE: 'orders', SCHEDULE: 'cassandra-backup-use1' },
      { kubectl: `cat <<'EOF'\n${backups.join('\n')}\nEOF\nexit ${code}` },
    );

  test.each([
    ['one that is new enough', [`cassandra-backup-use1-1790000000 ${ago(60)}`], 0],
    ['an old and a new one', [`cassandra-backup-use1-2 ${ago(60)}`, `cassandra-backup-use1-1 ${ago(9000)}`], 0],
    ['an old one only', [`cassandra-backup-use1-1 ${ago(9000)}`], 1],
    ['a new one of another site, listed by a purge', [`cassandra-backup-usw2-1 ${ago(60)}`], 1],
    ['a new one that somebody took by hand', [`before-the-upgrade ${ago(60)}`], 1],
    ['none', [], 1],
  ] as [string, string[], number][])('GIVEN %s', (_, backups, status) => {
    expect(look(backups).status).toBe(status);
  });

  test('GIVEN an API server that does not answer THEN it fails', () => {
    expect(look([`cassandra-backup-use1-1 ${ago(60)}`], 1).status).not.toBe(0);
  });

  test('only complete backups are asked for', () => {
    expect(look([]).calls[0]!.join(' ')).toContain('@.status.status=="SUCCESS"');
  });
});
