import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IAppHost, RunbookStep } from 'cndr';
import { SERVING_SCRIPT, files } from '../../src/workloads/valkey/scripts';
import { valkeySettings } from '../../src/workloads/valkey/settings';
import { ValkeySteps } from '../../src/workloads/valkey/steps';
import { ValkeySwitch } from '../../src/workloads/valkey/switching';
import { THREE, sites } from '../support/fleet';

const [use1, use2, usw2] = sites(THREE);
const switching = (names: string[]) => {
  const host = {
    dataSites: sites(THREE).filter(({ name }) => names.includes(name)),
    namespace: 'orders',
    fleet: { network: { podAddress: ({ name }: { name: string }) => `leader.${name}` } },
  } as unknown as IAppHost;
  return new ValkeySwitch(host, new ValkeySteps(host, 60));
};
const SCRIPTS = files(valkeySettings({}));

/**
 * A stub of `kubectl` and of `valkey-cli`. Each leader is a file with what `INFO` answers; without the file it does not answer.
 * `FAILOVER` and `REPLICAOF NO ONE` change roles unless STUB_STUCK is set.
 */
const CLI = `#!/bin/sh
at=$LOCAL
while [ $# -gt 0 ]; do
  case "$1" in
  -e | --tls) shift ;;
  --cacert | --cert | --key) shift 2 ;;
  -h) at=$2; shift 2 ;;
  *) break ;;
  esac
done
echo "cli $at: $*" >> "$STUB/calls"
[ -f "$STUB/$at" ] || { echo "Could not connect to Valkey at $at" >&2; exit 1; }
[ -z "$STUB_STUCK" ] || case "$1" in FAILOVER) exit 0 ;; esac
case "$*" in
INFO*) cat "$STUB/$at" ;;
'REPLICAOF NO ONE') printf 'role:master\\r\\n' > "$STUB/$at" ;;
REPLICAOF*) printf 'role:slave\\r\\nmaster_link_status:up\\r\\n' > "$STUB/$at" ;;
FAILOVER*) printf 'role:slave\\r\\n' > "$STUB/$at"; printf 'role:master\\r\\n' > "$STUB/$3" ;;
esac
`;
const KUBECTL = `#!/bin/sh
case "$1" in
exec) shift 6; exec valkey-cli "$@" ;;
delete) echo "kubectl $*" >> "$STUB/calls"; printf 'role:slave\\r\\nmaster_link_status:up\\r\\n' > "$STUB/$LOCAL" ;;
*) echo "kubectl $*" >> "$STUB/calls" ;;
esac
`;
const SERVER = `#!/bin/sh
cat "$1"
`;

const MASTER = 'role:master\r\n';
const CONNECTED = 'role:slave\r\nmaster_link_status:up\r\n';
const CUT_OFF = 'role:slave\r\nmaster_link_status:down\r\n';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: string[];
}

/** Runs shell with the stubs in its path. `leaders`: what `INFO` of each answers. */
function run(script: string, local: string, leaders: Record<string, string>, env: Record<string, string> = {}): Run {
  const stub = mkdtempSync(join(tmpdir(), 'valkey-'));
  try {
    for (const [name, text] of Object.entries({
      'valkey-cli': CLI,
      kubectl: KUBECTL,
      'valkey-server': SERVER,
      sleep: '#!/bin/sh\n',
    })) {
      writeFileSync(join(stub, name), text, { mode: 0o755 });
    }
    for (const [name, info] of Object.entries(leaders)) writeFileSync(join(stub, name), info);
    for (const folder of ['conf', 'run']) mkdirSync(join(stub, folder));
    const placed = (text: string) =>
      text
        .replaceAll('/run/valkey', join(stub, 'run'))
        .replaceAll('/conf/', `${join(stub, 'conf')}/`)
        .replaceAll('/data/', `${join(stub, 'data')}/`);
    if (env['VOLUME'] !== 'empty') mkdirSync(join(stub, 'data', 'appendonlydir'), { recursive: true });
    for (const [name, text] of Object.entries(SCRIPTS)) writeFileSync(join(stub, 'conf', name), placed(text));
    const result = spawnSync('sh', ['-c', `set -eu\n${placed(script)}`], {
      encoding: 'utf8',
      env: { PATH: `${stub}:${process.env.PATH ?? ''}`, STUB: stub, STUB_STUCK: '', LOCAL: local, ...env },
    });
    const calls = existsSync(join(stub, 'calls')) ? readFileSync(join(stub, 'calls'), 'utf8') : '';
    return { ...result, calls: calls.split('\n').filter((line) => line !== '' && !line.includes(': INFO')) };
  } finally {
    rmSync(stub, { recursive: true, force: true });
  }
}

const runStep = (step: RunbookStep, leaders: Record<string, string>, env: Record<string, string> = {}) =>
  run(step.script, `leader.${step.site.name}`, leaders, env);

const role = (config: object) =>
  `kubectl patch configmap valkey-site --type=merge -p ${JSON.stringify({ data: config })}`;
const PRIMARY = role({ SITE_ROLE: 'primary', UPSTREAM: '' });
const followerOf = (site: string) => role({ SITE_ROLE: 'replica', UPSTREAM: `leader.${site}` });

describe('scripts are POSIX shell', () => {
  const two = switching(['use1', 'usw2']);
  const three = switching(THREE);
  const planned = [two.switchover(use1!, usw2!), three.switchover(usw2!, use1!), three.failover(use1!, use2!)];
  const steps = [
    ...planned.flatMap(({ preflight, fence, promote, start }) => [...preflight, ...fence, ...promote, ...start]),
    ...two.reprotect(usw2!, use1!),
  ];
  test.each([
    ...Object.entries(SCRIPTS).filter(([name]) => name.endsWith('.sh')),
    ['serving', SERVING_SCRIPT],
    ...steps.map((step) => [step.name, step.script]),
  ])('%s', (_, script) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('steps of one switch have names of their own', () => {
    for (const { preflight, fence, promote, start } of planned) {
      const names = [...preflight, ...fence, ...promote, ...start].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('a server starts in the role of its site', () => {
  const start = (env: Record<string, string>, leaders: Record<string, string> = {}) =>
    run(SCRIPTS['start.sh']!, 'localhost', leaders, {
      POD_NAME: 'valkey-0',
      ANNOUNCE: 'leader.use1',
      SITE_ROLE: 'primary',
      UPSTREAM: '',
      SITE_LEADER: 'leader.use1',
      OTHER_LEADERS: 'leader.use2 leader.usw2',
      PASSWORD: 'secret',
      ...env,
    });

  test('the primary follows nobody, also when no other site answers', () => {
    const { status, stdout } = start({});
    expect(status).toBe(0);
    expect(stdout).not.toContain('replicaof');
    expect(stdout).toContain('replica-announce-ip leader.use1');
  });

  test('the leader of a passive site follows the active one, and the others of a site their own leader', () => {
    expect(start({ SITE_ROLE: 'replica', UPSTREAM: 'leader.usw2' }).stdout).toContain('replicaof leader.usw2 6379');
    expect(start({ POD_NAME: 'valkey-1' }).stdout).toContain('replicaof leader.use1 6379');
    expect(start({ POD_NAME: 'valkey-10' }).stdout).toContain('replicaof leader.use1 6379');
  });

  test('a site that was lost does not come back as a second primary', () => {
    const { status, stdout, stderr } = start({}, { 'leader.use2': CONNECTED, 'leader.usw2': MASTER });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/leader.usw2 is the primary already.*run the runbook/);
  });

  test('a primary with an empty volume does not make the copies as empty as it is', () => {
    const holds = 'role:slave\r\nmaster_link_status:down\r\ndb0:keys=7,expires=1,avg_ttl=0\r\n';
    const leaders = { 'leader.use2': CUT_OFF, 'leader.usw2': holds };
    const { status, stdout, stderr } = start({ VOLUME: 'empty' }, leaders);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/volume of this server is empty, and leader.usw2 has data/);
    // With its data it is the primary that it was, and a new application has data nowhere.
    expect(start({}, leaders).status).toBe(0);
    expect(start({ VOLUME: 'empty' }, { 'leader.use2': CUT_OFF, 'leader.usw2': CUT_OFF }).status).toBe(0);
  });

  test('it does start when the others follow', () => {
    expect(start({}, { 'leader.use2': CONNECTED, 'leader.usw2': CUT_OFF }).status).toBe(0);
  });

  test.each(['pa"ss', 'pa\\ss', "pa'ss $HOME", '%s\\n'])('a password %s stays what it is', (password) => {
    const quoted = password.replaceAll(/[\\"]/g, '\\$&');
    expect(start({ PASSWORD: password }).stdout).toContain(`requirepass "${quoted}"\nprimaryauth "${quoted}"\n`);
  });
});

describe('a switchover loses nothing', () => {
  const { preflight, promote } = switching(['use1', 'usw2']).switchover(use1!, usw2!);
  const [handOver, demote] = promote;

  test('the primary waits for the copy and gives its role away; only then the sites are configured so', () => {
    const { status, calls } = runStep(handOver!, { 'leader.use1': MASTER, 'leader.usw2': CONNECTED });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cli leader.use1: FAILOVER TO leader.usw2 6379 TIMEOUT 20000',
      'cli leader.usw2: CONFIG SET min-replicas-to-write 0',
      PRIMARY,
    ]);
    expect(runStep(demote!, { 'leader.use1': CONNECTED, 'leader.usw2': MASTER }).calls).toEqual([
      followerOf('usw2'),
      'cli leader.use1: REPLICAOF leader.usw2 6379',
    ]);
  });

  test('a copy that does not catch up changes nothing, and says who is the primary', () => {
    const { status, stderr, calls } = runStep(
      handOver!,
      { 'leader.use1': MASTER, 'leader.usw2': CONNECTED },
      { STUB_STUCK: 'yes' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/usw2 did not catch up in 20 s, and use1 stays the primary/);
    expect(calls).not.toContain(PRIMARY);
  });

  test('run again after it was done, it hands nothing over', () => {
    const leaders = { 'leader.use1': CONNECTED, 'leader.usw2': MASTER };
    expect(runStep(preflight[0]!, leaders).status).toBe(0);
    expect(runStep(handOver!, leaders).calls.join()).not.toContain('FAILOVER');
  });

  test('a copy that is not connected is no copy to hand over to', () => {
    const { status, stderr } = runStep(preflight[0]!, { 'leader.use1': MASTER, 'leader.usw2': CUT_OFF });
    expect([status, stderr]).toEqual([1, expect.stringContaining('valkey-0 of usw2 is not connected')]);
  });

  test('no site is made to follow one that is no primary', () => {
    const { status, calls } = runStep(demote!, { 'leader.use1': MASTER, 'leader.usw2': CONNECTED });
    expect([status, calls]).toEqual([1, []]);
  });
});

describe('a failover needs nothing of the lost site', () => {
  const { preflight, fence, promote, start } = switching(THREE).failover(use1!, usw2!);

  test('every step in another cluster than that of the promoted site may fail', () => {
    const elsewhere = [...preflight, ...fence, ...promote, ...start].filter(({ site }) => site.name !== 'usw2');
    expect(elsewhere.map(({ name, mayFail }) => [name, mayFail])).toEqual([
      ['fence-valkey-use1', true],
      ['redirect-valkey-use2', true],
    ]);
  });

  test('the promoted site is configured as primary before it is one, so that a restart in between does not undo it', () => {
    const { status, calls } = runStep(promote[0]!, { 'leader.usw2': CUT_OFF });
    expect(status).toBe(0);
    expect(calls.slice(0, 2)).toEqual([PRIMARY, 'cli leader.usw2: REPLICAOF NO ONE']);
  });

  test('a lost site that still answers refuses writes and keeps its data', () => {
    const { status, calls } = runStep(fence[0]!, { 'leader.use1': MASTER });
    expect(status).toBe(0);
    expect(calls).toEqual(['cli leader.use1: CONFIG SET min-replicas-to-write 1000', followerOf('usw2')]);
  });

  test('a site whose server is gone is configured nevertheless', () => {
    const { status, calls } = runStep(fence[0]!, {});
    expect(status).toBe(1);
    expect(calls).toContain(followerOf('usw2'));
  });

  test('a copy that still loads its data is not promoted', () => {
    const { status, stderr } = runStep(preflight[0]!, { 'leader.usw2': 'loading:1\r\n' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('still loads its data')]);
  });
});

describe('a site that came back becomes a copy', () => {
  const [claim, rejoin] = switching(['use1', 'usw2']).reprotect(usw2!, use1!);

  test('first by its configuration, so that no pod starts as a primary meanwhile', () => {
    expect(claim!.site.name).toBe('use1');
    expect(runStep(claim!, {}).calls).toEqual([followerOf('usw2')]);
  });

  test('a second primary follows, and the fence is taken away', () => {
    const { status, calls } = runStep(rejoin!, { 'leader.use1': MASTER, 'leader.usw2': MASTER });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cli leader.use1: PING',
      'cli leader.use1: REPLICAOF leader.usw2 6379',
      'cli leader.use1: CONFIG SET min-replicas-to-write 0',
    ]);
  });

  test('a server that was held back is started again', () => {
    const { status, calls } = runStep(rejoin!, { 'leader.usw2': MASTER });
    expect(status).toBe(0);
    expect(calls).toContain('kubectl delete pod valkey-0 --wait=false');
  });

  test('nothing is discarded for a site that is no primary itself', () => {
    const { status, stderr, calls } = runStep(rejoin!, { 'leader.use1': MASTER, 'leader.usw2': CONNECTED });
    expect([status, stderr]).toEqual([1, expect.stringContaining('usw2 is not the primary: nothing was discarded')]);
    expect(calls.join()).not.toContain('REPLICAOF');
  });
});
