import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IAppHost, RunbookStep, SwitchSteps } from 'cndr';
import type { PxcReplicationChannel } from '../../src/kinds/percona-xtradb';
import { fenced, follower, source } from '../../src/workloads/mysql/channels';
import { MysqlCloneSteps } from '../../src/workloads/mysql/clone-steps';
import { MysqlSteps } from '../../src/workloads/mysql/steps';
import { MysqlSwitch } from '../../src/workloads/mysql/switching';
import { THREE, sites } from '../support/fleet';

/** A backup or a restore in a cluster. */
interface Made {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
  readonly spec: { readonly backupSource?: { readonly destination: string; readonly s3: { readonly bucket: string } } };
  readonly status: { readonly state: string; readonly destination?: string };
}

/** What a stub cluster holds. `wrote` counts its transactions; what it has of others is in `has`. */
interface Cluster {
  channels: PxcReplicationChannel[];
  pitr: boolean;
  readOnly: boolean;
  readonly status?: string;
  /** Sets of transactions, as the server prints them: on lines of their own. */
  gtids: string;
  /** Received and not applied, per time that it is asked. */
  readonly pending?: number[];
  /** False when the channel is broken. */
  readonly connected?: boolean;
  /** Nodes that stay as they are. */
  readonly stuck?: boolean;
  readonly backups: Made[];
  readonly restores: Made[];
  readonly made?: string;
}

type World = Record<string, Cluster>;

/** kubectl over one JSON file for each cluster, with an operator that does at once what it is asked for. */
const KUBECTL = `
const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
const site = process.env.KUBECONFIG;
const at = process.env.STUB + '/' + site + '.json';
fs.appendFileSync(process.env.STUB + '/calls', site + ': ' + args.join(' ') + '\\n');
const [verb, kind, name] = args;
if (!fs.existsSync(at)) { console.error('connection refused'); process.exit(1); }
if (verb === 'exec') {
  const rest = args.slice(args.indexOf('--') + 1);
  const { status, stdout } = spawnSync(rest[0], rest.slice(1), { encoding: 'utf8', env: { ...process.env, POD: kind } });
  process.stdout.write(stdout);
  process.exit(status);
}
const state = JSON.parse(fs.readFileSync(at, 'utf8'));
const fieldsOf = () => ({
  '.metadata.uid': 'uid',
  '.spec.pxc.replicationChannels[0].name': state.channels[0].name,
  '.status.pxc.status': state.status ?? 'ready',
  '.status.pxc.ready': state.status === undefined || state.status === 'ready' ? '3' : '0',
});
const path = args.find((arg) => arg.startsWith('jsonpath=')) ?? '';
const made = kind && kind.includes('restores') ? state.restores : state.backups;
if (verb === 'get' && kind.startsWith('perconaxtradbclusters.')) {
  const value = fieldsOf()[/^jsonpath=\\{(.*)\\}$/.exec(path)[1]];
  if (value === undefined) { console.error('no such field: ' + path); process.exit(1); }
  process.stdout.write(value);
} else if (verb === 'get' && kind === 'pods') {
  process.stdout.write('pxc-' + site + '-pxc-1');
} else if (verb === 'get') {
  const label = args.includes('-l') ? args[args.indexOf('-l') + 1].split('=') : undefined;
  const found = label ? made.filter(({ metadata }) => (metadata.labels ?? {})[label[0]] === label[1]) : made.filter((one) => one.metadata.name === name);
  if (path.includes('metadata.name')) process.stdout.write(found.map(({ metadata }) => metadata.name).join(' '));
  else if (path.includes('destination')) for (const { status } of found) process.stdout.write(status.state === 'Succeeded' ? status.destination + '\\n' : '');
  else process.stdout.write(found[0].status.state);
} else if (verb === 'patch') {
  const { spec } = JSON.parse(args[args.indexOf('-p') + 1]);
  state.channels = spec.pxc.replicationChannels;
  state.pitr = spec.backup.pitr.enabled;
  if (!state.stuck) state.readOnly = !state.channels[0].isSource;
} else if (verb === 'create') {
  const object = JSON.parse(fs.readFileSync(0, 'utf8'));
  const restore = object.kind.endsWith('Restore');
  object.status = { state: state.made ?? 'Succeeded', destination: 's3://dr-backups/' + object.metadata.name };
  (restore ? state.restores : state.backups).push(object);
} else if (verb === 'delete') {
  state.backups = state.backups.filter(({ metadata }) => metadata.name !== name);
}
fs.writeFileSync(at, JSON.stringify(state));
`;

/** The client in a pod, which answers from the cluster that the pod is in. */
const MYSQL = `
const fs = require('node:fs');
const at = process.env.STUB + '/' + process.env.KUBECONFIG + '.json';
const state = JSON.parse(fs.readFileSync(at, 'utf8'));
const option = (name) => process.argv.find((arg) => arg.startsWith('--' + name + '=')).slice(name.length + 3);
const statement = option('execute');
if (process.env.MYSQL_PWD !== 'the-password' || option('user') !== 'monitor') process.exit(1);
if (!option('host').startsWith('127.') && option('ssl-mode') !== 'VERIFY_IDENTITY') process.exit(1);
const answer = () => {
  if (statement === 'select @@global.read_only') return state.readOnly ? '1' : '0';
  if (statement === 'select @@global.gtid_executed') return state.gtids;
  const subset = /gtid_subset\\('([^']*)'/.exec(statement);
  if (subset) return subset[1].split(',').every((part) => state.gtids.replace(/\\n/g, '').split(',').includes(part)) ? '1' : '0';
  if (statement.includes('received_transaction_set')) {
    const left = state.pending ?? [0];
    const now = left.length > 1 ? left.shift() : left[0];
    fs.writeFileSync(at, JSON.stringify(state));
    return String(now);
  }
  if (statement.includes('service_state')) {
    const channel = /channel_name = '([^']*)'/.exec(statement)[1];
    const follows = state.connected !== false && !state.channels[0].isSource && state.channels[0].name === channel;
    return follows && process.env.POD.endsWith('-1') ? 'ON,ON' : 'NULL';
  }
  throw new Error(statement);
};
process.stdout.write(answer() + '\\n');
`;

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly calls: string[];
  readonly world: World;
}

/** Runs steps in order with dash, until one fails that must not, and a clock that only moves when something sleeps. */
function run(steps: RunbookStep[], world: World): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const stub = (name: string, text: string) => {
      writeFileSync(join(bin, name), text);
      chmodSync(join(bin, name), 0o755);
    };
    stub('kubectl', `#!${process.execPath}\n${KUBECTL}`);
    stub('mysql', `#!${process.execPath}\n${MYSQL}`);
    stub(
      'cat',
      '#!/bin/sh\ncase "$1" in /etc/mysql/mysql-users-secret/monitor) echo the-password ;; *) exec /bin/cat "$@" ;; esac\n',
    );
    stub('sleep', '#!/bin/sh\necho $(($(cat "$STUB/clock") + 30 * $1)) > "$STUB/clock"\n');
    stub('date', '#!/bin/sh\ncat "$STUB/clock"\n');
    writeFileSync(join(folder, 'clock'), '1000');
    for (const [name, cluster] of Object.entries(world)) {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(cluster));
    }
    let [status, stderr]: [number | null, string] = [0, ''];
    for (const step of steps) {
      const done = spawnSync('dash', ['-c', `set -eu\n${step.script}\n`], {
        encoding: 'utf8',
        env: {
          PATH: `${bin}:/usr/bin:/bin`,
          STUB: folder,
          KUBECONFIG: step.site.name,
          ...(step.otherSite && { OTHER_KUBECONFIG: step.otherSite.name }),
        },
      });
      stderr += done.stderr;
      status = done.status;
      if (status !== 0 && step.mayFail !== true) break;
    }
    const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
    const after = Object.keys(world).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Cluster,
    ]);
    return { status, stderr, calls: calls.split('\n').slice(0, -1), world: Object.fromEntries(after) as World };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const all = sites(THREE);
const site = (name: string) => all.find((each) => each.name === name)!;
const host = {
  dataSites: all,
  namespace: 'orders',
  fleet: { network: { serviceAddress: (name: string) => `${name}.example` } },
} as unknown as IAppHost;
const store = { bucket: 'dr-backups', region: 'eu-central-1', prefix: 'orders', credentialsSecret: 'backup' };
const archive = { store, names: {} } as unknown as ConstructorParameters<typeof MysqlCloneSteps>[1];
const switching = new MysqlSwitch(all, new MysqlSteps(host), new MysqlCloneSteps(host, archive, 3600));

const stepsOf = ({ preflight, fence, promote, start }: SwitchSteps) => [...preflight, ...fence, ...promote, ...start];

const cluster = (name: string, changes: Partial<Cluster> = {}): Cluster => ({
  channels: source(site(name)),
  pitr: true,
  readOnly: false,
  gtids: 'a:1-5,\nb:1-2',
  backups: [],
  restores: [],
  ...changes,
});
const copy = (name: string, of: string, changes: Partial<Cluster> = {}): Cluster =>
  cluster(name, { channels: follower(host, site(of)), pitr: false, readOnly: true, ...changes });

describe.each([
  ['use1', 'usw2'],
  ['usw2', 'use1'],
])('from %s to %s', (from, to) => {
  const planned = switching.switchover(site(from), site(to));
  const forced = switching.failover(site(from), site(to));
  const again = switching.reprotect(site(to), site(from));
  const world = (changes: World = {}): World => ({
    [from]: cluster(from),
    [to]: copy(to, from),
    use2: copy('use2', from),
    ...changes,
  });

  test('every step is a script with a name of its own, and changes no cluster but by name', () => {
    for (const steps of [stepsOf(planned), stepsOf(forced), again]) {
      expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      for (const step of steps) {
        expect(spawnSync('dash', ['-n', '-c', step.script]).status).toBe(0);
        expect(step.name.length).toBeLessThanOrEqual(63);
        const clusters = step.permissions.filter(({ resources }) => resources.includes('perconaxtradbclusters'));
        expect(clusters.every(({ names }) => names?.join() === `pxc-${step.site.name}`)).toBe(true);
        expect(step.permissions.some(({ resources }) => resources.includes('secrets'))).toBe(false);
      }
    }
  });

  test('no step of a failover needs the lost site', () => {
    const needed = stepsOf(forced).filter((step) => step.mayFail !== true);
    expect(needed.map((step) => step.site.name)).toEqual(needed.map(() => to));
    expect(needed.some(({ otherSite }) => otherSite !== undefined)).toBe(false);
  });

  test('checks change nothing', () => {
    const done = run([...planned.preflight, ...forced.preflight], world());
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.calls.filter((call) => !/^\w+: (get|exec) /.test(call))).toEqual([]);
  });

  test('a switchover makes one side read-only before the other takes writes, and a third site follows', () => {
    const done = run(stepsOf(planned), world());
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.world[from]).toMatchObject({ channels: fenced(), readOnly: true, pitr: false });
    expect(done.world[to]).toMatchObject({ channels: source(site(to)), readOnly: false, pitr: true });
    expect(done.world['use2']).toMatchObject({ channels: follower(host, site(to)), readOnly: true });
    const patches = done.calls.filter((call) => call.includes(': patch'));
    expect(patches.map((call) => call.split(':')[0])).toEqual([from, to, 'use2']);
  });

  test('a switchover that is run again ends the same', () => {
    const done = run([...stepsOf(planned), ...stepsOf(planned)], world());
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.world[to]).toMatchObject({ readOnly: false });
  });

  test('nothing is promoted while the copy lacks a transaction, and the way back is said', () => {
    const done = run(stepsOf(planned), world({ [to]: copy(to, from, { gtids: 'a:1-4,\nb:1-2' }) }));
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(new RegExp(`lacks transactions of pxc-${from}.*back to name from-${from}`));
    expect(done.world[to]).toMatchObject({ readOnly: true });
  });

  test('nothing is promoted while a node of the other side takes writes', () => {
    const done = run(stepsOf(planned), world({ [from]: cluster(from, { stuck: true }) }));
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(/still takes writes.*ends the switchover/);
    expect(done.world[to]).toMatchObject({ readOnly: true });
  });

  test.each<[string, World, RegExp]>([
    ['whose channel is broken', { [to]: copy(to, from, { connected: false }) }, /does not follow/],
    ['of another site', { [to]: copy(to, 'use2') }, /has channel 'from-use2'/],
    ['whose nodes are not ready', { [to]: copy(to, from, { status: 'initializing' }) }, /too few ready nodes/],
    ['while the active site is not whole', { [from]: cluster(from, { status: 'error' }) }, /is not ready/],
    ['while another site is active', { [from]: copy(from, 'use2') }, /is not the active site/],
  ])('a copy %s is not switched to', (_, changes, message) => {
    const done = run(planned.preflight, world(changes));
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(message);
  });

  test('a failover needs nothing of the lost site, and applies what was received first', () => {
    const { [from]: _, ...rest } = world({ [to]: copy(to, from, { pending: [1, 1, 0] }) });
    const done = run(stepsOf(forced), rest);
    expect(done.status).toBe(0);
    expect(done.world[to]).toMatchObject({ channels: source(site(to)), readOnly: false, pending: [0] });
    expect(done.world['use2']).toMatchObject({ channels: follower(host, site(to)) });
  });

  test('a copy that has stopped applying is promoted all the same, and what that costs is said', () => {
    const { [from]: _, ...rest } = world({ [to]: copy(to, from, { pending: [7] }) });
    const done = run(stepsOf(forced), rest);
    expect(done.world[to]).toMatchObject({ readOnly: false });
    expect(done.stderr).toMatch(/did not apply all that it received/);
  });

  test('a lost site that still answers takes no more writes', () => {
    expect(run(stepsOf(forced), world()).world[from]).toMatchObject({ channels: fenced(), readOnly: true });
  });

  describe('a site that came back', () => {
    const after = (changes: World = {}) => world({ [to]: cluster(to), [from]: cluster(from), ...changes });

    test('is read-only at once, restored from a new backup of the active one, follows it, and the backup goes', () => {
      const done = run(again, after());
      expect([done.status, done.stderr]).toEqual([0, '']);
      const { restores, channels } = done.world[from]!;
      expect(channels).toEqual(follower(host, site(to)));
      expect(restores).toHaveLength(1);
      expect(restores[0]!.spec.backupSource).toEqual({
        destination: `s3://dr-backups/clone-for-${from}-1000`,
        s3: { bucket: 'dr-backups', region: 'eu-central-1', credentialsSecret: 'backup' },
        verifyTLS: true,
      });
      expect(done.world[to]).toMatchObject({ backups: [], readOnly: false, channels: source(site(to)) });
      const order = done.calls.filter((call) => /: (patch|create|delete)/.test(call));
      expect(order.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
        `${from}: patch`,
        `${to}: create`,
        `${from}: create`,
        `${from}: patch`,
        `${to}: delete`,
      ]);
    });

    test('does not follow a site before it has its data: a restore that fails leaves it fenced', () => {
      const done = run(again, after({ [from]: cluster(from, { made: 'Failed' }) }));
      expect(done.status).toBe(1);
      expect(done.stderr).toMatch(/restore clone-of-\w+-1000 of pxc-\w+ failed/);
      expect(done.world[from]!.channels).toEqual(fenced());
    });

    test('is not restored without a backup, nor from a site that is not active', () => {
      const failed = run(again, after({ [to]: cluster(to, { made: 'Failed' }) }));
      expect(failed.stderr).toMatch(/backup clone-for-\w+-1000 of pxc-\w+ failed/);
      expect(failed.world[from]!.restores).toEqual([]);
      const wrong = run(again, after({ [to]: copy(to, from) }));
      expect(wrong.stderr).toMatch(/is not the active one/);
      expect(wrong.world[from]!.restores).toEqual([]);
    });
  });
});
