import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { goldenPlan, planFile, withTtl, written } from './support';

jest.setTimeout(60_000); // each command is a process of its own

const ROOT = path.resolve(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-command-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs the command as a process of its own, without a build. */
function cndr(...args: string[]) {
  const load = ['-r', path.join(ROOT, 'scripts/swc-register.cjs'), path.join(ROOT, 'src/cli/main.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...load, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const strong = planFile('strong-consistency');

test('help has examples for every command, and the exit codes', () => {
  const { status, stdout } = cndr('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('Exit codes: 0');
  for (const command of ['init', 'plan', 'report', 'check', 'diff', 'explain', 'doctor']) {
    expect(stdout).toContain(`  ${command} `);
    expect(cndr(command, '--help').stdout).toMatch(new RegExp(`Examples:\n  cndr ${command}`));
  }
});

test('a plan is printed from its file or its folder, whole as JSON, and for one application', () => {
  expect(cndr('plan', path.dirname(strong)).stdout).toMatch(/^APP +PATTERN/);
  expect(JSON.parse(cndr('plan', strong, '--json').stdout)).toEqual(goldenPlan('strong-consistency'));
  expect(cndr('plan', strong, '--markdown').stdout).toContain('# Disaster recovery plan');
  const one = cndr('plan', '--app', 'wiki', planFile('active-passive-volumes')).stdout;
  expect(one).toContain('APP wiki');
  expect(one).not.toContain('APP search');
});

test('what cannot be done ends with 2 and one line that says what to do', () => {
  fs.writeFileSync(path.join(folder, 'old.json'), JSON.stringify({ version: 'cndr/plan/v0', apps: [], fleets: [] }));
  fs.writeFileSync(path.join(folder, 'broken.json'), '{');
  const cases = {
    'npm run synth': ['plan'],
    'cndr/plan/v0': ['check', 'old.json'],
    'no JSON': ['plan', 'broken.json'],
    'no plan': ['diff', 'nowhere', strong],
    'did you mean OBJ-01': ['explain', 'obj-'],
    'no application x': ['plan', strong, '--app', 'x'],
  };
  for (const [said, args] of Object.entries(cases)) {
    const { status, stdout, stderr } = cndr(...args);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(stderr).toContain(said);
  }
  expect(cndr('check', strong, '--format', 'xml').status).toBe(2);
});

test('check ends with 1 when an objective is not met, in every format', () => {
  const plan = structuredClone(goldenPlan('strong-consistency'));
  Object.assign(plan.apps[0]!.rto, { met: false, objectiveSeconds: 60 });
  fs.writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  for (const format of ['text', 'github', 'gitlab', 'sarif']) {
    const { status, stdout } = cndr('check', '--format', format, '.');
    expect(status).toBe(1);
    expect(stdout).toContain('OBJ-01');
  }
  expect(cndr('check', strong)).toEqual({ status: 0, stdout: '0 errors, 0 warnings, 0 waived\n', stderr: '' });
});

test('a diff of two outputs shows 30 seconds more, and fails where it is asked to', () => {
  const [before, after] = [written(withTtl(30).files), written(withTtl(60).files)];
  const { status, stdout } = cndr('diff', before, after);
  expect(status).toBe(0);
  expect(stdout).toContain('RTO 168 s → 198 s (+30 s)');
  expect(stdout).toContain('ttl: 30 → 60');
  expect(cndr('diff', before, after, '--fail-on', 'worse').status).toBe(1);
  expect(JSON.parse(cndr('diff', before, after, '--json').stdout)).toMatchObject({ effect: 'worse' });
  const strict = JSON.parse(fs.readFileSync(path.join(after, 'dist/plan.json'), 'utf8')) as ReturnType<
    typeof goldenPlan
  >;
  Object.assign(strict.apps[0]!.rto, { met: false, objectiveSeconds: 180 });
  fs.writeFileSync(path.join(after, 'dist/plan.json'), JSON.stringify(strict));
  expect(cndr('diff', before, after).status).toBe(1);
  for (const output of [before, after]) fs.rmSync(output, { recursive: true });
});

test('the command starts without the libraries that make the output', () => {
  const code = `
    require(${JSON.stringify(path.join(ROOT, 'scripts/swc-register.cjs'))});
    process.argv = ['node', 'cndr', 'plan', ${JSON.stringify(strong)}];
    require(${JSON.stringify(path.join(ROOT, 'src/cli/main.ts'))});
    process.stderr.write(Object.keys(require.cache).join('\\n'));`;
  const { stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  expect(stderr).toContain('src/cli/program.ts');
  expect(stderr).not.toMatch(/node_modules\/(cdk8s|cdktf|constructs|@cdktf|croner)\//);
});
