import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunbookStep, SwitchSteps } from 'cndr';
import { PostgresqlSwitch } from '../../src/workloads/postgresql/switching';
import { sites } from '../support/fleet';

/** What a stub cluster holds: values of fields by `<object><path>`; a list gives one value for each time that it is asked. */
type Fields = Record<string, string | string[]>;

/**
 * A stub of kubectl over a JSON file for each cluster. CloudNativePG accepts every token; what GitOps makes of a deleted Cluster is
 * in `remade`.
 */
const KUBECTL = `
const fs = require('node:fs');
const [verb, , ...rest] = process.argv.slice(2);
const name = rest[0];
const at = process.env.STUB + '/' + (process.env.KUBECONFIG || 'own') + '.json';
const state = JSON.parse(fs.readFileSync(at, 'utf8'));
fs.appendFileSync(process.env.STUB + '/calls', (process.env.KUBECONFIG || 'own') + ': ' + process.argv.slice(2).join(' ') + '\\n');
const set = (key, value) => {
  if (value === null) delete state.fields[key]; else state.fields[key] = value;
};
if (verb === 'get') {
  const path = /jsonpath=\\{(.*)\\}$/.exec(rest.find((arg) => arg.startsWith('jsonpath=')))[1];
  const value = state.fields[name + path];
  process.stdout.write((Array.isArray(value) ? (value.length > 1 ? value.shift() : value[0]) : value) ?? '');
} else if (verb === 'patch') {
  const merge = JSON.parse(rest[rest.indexOf('-p') + 1]);
  for (const [key, value] of Object.entries(merge.spec.replica)) set(name + '.spec.replica.' + key, value);
  const token = merge.spec.replica.promotionToken;
  if (token) set(name + '.status.lastPromotionToken', token);
} else if (verb === 'delete') {
  for (const key of Object.keys(state.fields)) if (key.startsWith(name + '.')) delete state.fields[key];
  Object.assign(state.fields, state.remade);
}
fs.writeFileSync(at, JSON.stringify(state));
`;

interface Cluster {
  readonly fields: Fields;
  readonly remade?: Fields;
}

interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly calls: string[];
  readonly fields: Fields;
}

/** Runs a step with dash, and a clock that only moves when it sleeps, eight times as far as it is told. */
function run(step: RunbookStep, own: Cluster, other: Cluster = { fields: {} }): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cndr-'));
  try {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const stub = (name: string, text: string) => {
      writeFileSync(join(bin, name), text);
      chmodSync(join(bin, name), 0o755);
    };
    stub('kubectl', `#!${process.execPath}\n${KUBECTL}`);
    stub('sleep', '#!/bin/sh\necho $(($(cat "$STUB/clock") + 8 * $1)) > "$STUB/clock"\n');
    stub('date', '#!/bin/sh\ncat "$STUB/clock"\n');
    writeFileSync(join(folder, 'clock'), '1000');
    writeFileSync(join(folder, 'own.json'), JSON.stringify(own));
    writeFileSync(join(folder, 'other.json'), JSON.stringify(other));
    const { status, stderr } = spawnSync('dash', ['-c', `set -eu\n${step.script}\n`], {
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin`, STUB: folder, ...(step.otherSite && { OTHER_KUBECONFIG: 'other' }) },
    });
    const calls = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
    const after = JSON.parse(readFileSync(join(folder, 'own.json'), 'utf8')) as Cluster;
    return { status, stderr, calls: calls.split('\n').slice(0, -1), fields: after.fields };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const HEALTHY = 'Cluster in healthy state';
const all = sites(['use1', 'use2', 'usw2']);
const site = (name: string) => all.find((each) => each.name === name)!;
const switching = new PostgresqlSwitch({
  sites: all,
  instances: 3,
  healthDeployment: 'data-health',
  cloneSeconds: 600,
});

const DIRECTIONS = [
  ['use1', 'usw2'],
  ['usw2', 'use1'],
] as const;

const stepsOf = ({ preflight, fence, promote, start }: SwitchSteps) => [...preflight, ...fence, ...promote, ...start];
const writes = ({ calls }: Run) => calls.filter((call) => !/^\w+: get /.test(call));

describe.each(DIRECTIONS)('from %s to %s', (from, to) => {
  const planned = switching.switchover(site(from), site(to));
  const forced = switching.failover(site(from), site(to));
  const again = switching.reprotect(site(to), site(from));

  test('every step is a script, has a name of its own and asks for no more than its Cluster', () => {
    for (const steps of [stepsOf(planned), stepsOf(forced), again]) {
      expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      for (const step of steps) {
        expect(spawnSync('dash', ['-n', '-c', step.script]).status).toBe(0);
        expect(step.permissions.every(({ names }) => names?.length === 1)).toBe(true);
        expect(step.name.length).toBeLessThanOrEqual(63);
      }
    }
  });

  test('no step of a failover needs the lost site', () => {
    const needed = stepsOf(forced).filter((step) => step.mayFail !== true);
    expect(needed.map((step) => step.site.name)).toEqual(needed.map(() => to));
    expect(needed.some(({ otherSite }) => otherSite !== undefined)).toBe(false);
  });

  describe('the site that gives up', () => {
    const demote = planned.fence[0]!;

    test('hands over a token only when it has stopped changing, and forgets the one it was promoted with', () => {
      const done = run(demote, {
        fields: {
          [`pg-${from}.spec.replica.promotionToken`]: 'old',
          [`pg-${from}.status.demotionToken`]: ['', 'first', '', 'token', 'token'],
          [`pg-${from}.status.phase`]: HEALTHY,
        },
      });
      expect([done.status, done.stderr]).toEqual([0, '']);
      expect(done.fields).not.toHaveProperty([`pg-${from}.spec.replica.promotionToken`]);
      expect(done.fields[`pg-${from}.spec.replica.primary`]).toBe(`pg-${to}`);
      expect(done.fields[`pg-${from}.spec.replica.source`]).toBe(`pg-${to}`);
      expect(done.fields[`pg-${from}.status.demotionToken`]).toEqual(['token']);
    });

    test('says how to go back when no token comes', () => {
      const late = run(demote, { fields: { [`pg-${from}.status.phase`]: HEALTHY } });
      expect(late.status).toBe(1);
      expect(late.stderr).toMatch(/made no demotion token.*ends the switchover/);
    });

    test('must be active and archive its log', () => {
      const check = planned.preflight[0]!;
      const fields = {
        [`pg-${from}.spec.replica.primary`]: `pg-${from}`,
        [`pg-${from}.status.phase`]: HEALTHY,
      };
      const archiving = `pg-${from}.status.conditions[?(@.type=="ContinuousArchiving")].status`;
      expect(run(check, { fields: { ...fields, [archiving]: 'True' } }).status).toBe(0);
      expect(run(check, { fields: { ...fields, [archiving]: 'False' } }).stderr).toMatch(/does not archive its log/);
      const copy = run(check, { fields: { ...fields, [`pg-${from}.spec.replica.primary`]: 'pg-use2' } });
      expect(copy.stderr).toMatch(new RegExp(`${from} is not the active site`));
    });
  });

  describe('the site that takes over', () => {
    const promote = planned.promote[0]!;
    const copy = { [`pg-${to}.spec.replica.primary`]: `pg-${from}`, [`pg-${to}.status.phase`]: HEALTHY };
    const token = { fields: { [`pg-${from}.status.demotionToken`]: 'dG9rZW4=' } };

    test('gets the token of the other one, and role and token in one change', () => {
      const done = run(promote, { fields: copy }, token);
      expect([done.status, done.stderr]).toEqual([0, '']);
      expect(writes(done)).toEqual([
        `own: patch clusters.postgresql.cnpg.io pg-${to} --type=merge -p {"spec":{"replica":{"primary":"pg-${to}","source":"pg-${from}","promotionToken":"dG9rZW4="}}}`,
      ]);
      expect(promote.otherSite?.name).toBe(from);
      expect(promote.otherPermissions).toEqual([
        { apiGroup: 'postgresql.cnpg.io', resources: ['clusters'], verbs: ['get'], names: [`pg-${from}`] },
      ]);
    });

    test('changes nothing when it is run again', () => {
      const once = run(promote, { fields: copy }, token);
      expect(writes(run(promote, { fields: once.fields }, token))).toEqual([]);
    });

    test('is not promoted without a token', () => {
      const none = run(promote, { fields: copy });
      expect(none.stderr).toMatch(/has no demotion token/);
      expect(writes(none)).toEqual([]);
    });

    test('is left alone when it was promoted without one before', () => {
      const alone = { ...copy, [`pg-${to}.spec.replica.primary`]: `pg-${to}` };
      const stopped = run(promote, { fields: alone }, token);
      expect(stopped.stderr).toMatch(/is a primary already/);
      expect(writes(stopped)).toEqual([]);
    });

    test('is promoted with what it has when the other one is lost, once', () => {
      const step = forced.promote[0]!;
      const done = run(step, { fields: copy });
      expect([done.status, done.fields[`pg-${to}.spec.replica.primary`]]).toEqual([0, `pg-${to}`]);
      expect(writes(run(step, { fields: done.fields }))).toEqual([]);
    });

    test('is let go when an earlier failover stopped it, or it would never be healthy', () => {
      const annotation = `pg-${to}.metadata.annotations.cnpg\\.io/fencedInstances`;
      const stopped = { ...copy, [annotation]: '["*"]', [`pg-${to}.spec.replica.primary`]: `pg-${to}` };
      expect(run(forced.preflight[0]!, { fields: stopped }).status).toBe(0);
      expect(writes(run(forced.promote[0]!, { fields: stopped }))).toContain(
        `own: annotate clusters.postgresql.cnpg.io pg-${to} cnpg.io/fencedInstances-`,
      );
    });

    test('must have been a copy of the other one', () => {
      const check = forced.preflight[0]!;
      const ready = { [`pg-${to}.status.readyInstances`]: '1' };
      expect(run(check, { fields: { ...copy, ...ready } }).status).toBe(0);
      expect(run(check, { fields: copy }).stderr).toMatch(/fewer than 1 ready instances/);
      const stranger = { ...copy, ...ready, [`pg-${to}.spec.replica.primary`]: 'pg-use2' };
      expect(run(check, { fields: stranger }).stderr).toMatch(/has no copy of/);
      expect(run(planned.preflight[1]!, { fields: { ...copy, ...ready } }).stderr).toMatch(/fewer than 3/);
    });

    test('serves when its database takes writes, and not before', () => {
      const serve = planned.start[0]!;
      expect(run(serve, { fields: { 'data-health.status.readyReplicas': ['', '', '2'] } }).status).toBe(0);
      expect(run(serve, { fields: {} }).stderr).toMatch(/finds no database that takes writes/);
    });
  });

  describe('the site that comes back', () => {
    const step = again[0]!;
    const primary = {
      [`pg-${from}.metadata.name`]: `pg-${from}`,
      [`pg-${from}.spec.replica.primary`]: `pg-${from}`,
      [`pg-${from}.status.phase`]: HEALTHY,
    };
    const clone = {
      [`pg-${from}.metadata.name`]: `pg-${from}`,
      [`pg-${from}.spec.replica.primary`]: `pg-${to}`,
      [`pg-${from}.status.phase`]: HEALTHY,
    };
    const git = (active: string) => ({ [`pg-${from}.metadata.annotations.cndr/active-site`]: active });

    test('is deleted and cloned when Git names the new active site', () => {
      const done = run(step, {
        fields: { ...primary, ...git(to) },
        remade: clone,
      });
      expect([done.status, done.stderr]).toEqual([0, '']);
      expect(writes(done)).toEqual([
        `own: delete clusters.postgresql.cnpg.io pg-${from} --cascade=foreground --timeout=300s`,
      ]);
    });

    test('is not deleted while Git would make it a second primary', () => {
      const stopped = run(step, { fields: { ...primary, ...git(from) } });
      expect(stopped.stderr).toMatch(new RegExp(`Git says that ${from} is active: set activeSite to ${to}`));
      expect(writes(stopped)).toEqual([]);
    });

    test('is not deleted a second time', () => {
      expect(writes(run(step, { fields: clone }))).toEqual([]);
    });

    test('is waited for where it was made from nothing', () => {
      const gone = run(step, { fields: {} });
      expect(gone.stderr).toMatch(/is not there as a copy/);
      expect(writes(gone)).toEqual([]);
    });
  });

  test('a third site follows the new one, and its failure stops nothing', () => {
    const follow = planned.start.find((step) => step.site.name === 'use2')!;
    expect(follow.mayFail).toBe(true);
    const done = run(follow, { fields: { 'pg-use2.spec.replica.primary': `pg-${from}` } });
    expect(done.fields['pg-use2.spec.replica.primary']).toBe(`pg-${to}`);
  });

  test('a lost site that still answers is stopped', () => {
    const fence = forced.fence[0]!;
    expect(fence.mayFail).toBe(true);
    expect(writes(run(fence, { fields: {} }))).toEqual([
      `own: annotate clusters.postgresql.cnpg.io pg-${from} --overwrite cnpg.io/fencedInstances=["*"]`,
    ]);
  });
});
