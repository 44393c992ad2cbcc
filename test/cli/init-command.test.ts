import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import { QUESTIONS } from '../../src/cli/init/choices';
import { Questions } from '../../src/cli/init/questions';
import { settle } from '../../src/cli/init/settle';
import { PLAIN } from '../../src/cli/paint';
import { filesOf } from '../support/examples';
import { made, ROOT, SHAPES } from './init.support';

jest.setTimeout(120_000); // each command is a process of its own

const REGISTER = path.join(ROOT, 'scripts/swc-register.cjs');
let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-init-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Runs the command where nobody can be asked. */
function init(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', REGISTER, path.join(ROOT, 'src/cli/main.ts'), 'init', ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('a new repository gets a project, and keeps what it holds', async () => {
  fs.mkdirSync(path.join(folder, 'orders/.git'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'orders/README.md'), 'mine');
  const { status, stdout, stderr } = init('orders', '--yes');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const expected = new Map((await made({})).map(({ path: name, text }) => [name, text]));
  expect(filesOf(path.join(folder, 'orders'))).toEqual(new Map([...expected, ['README.md', 'mine']].sort() as never));
  expect(stdout).toMatch(/^7 files in orders: /);
  expect(stdout).toContain('cd orders\n  npm install\n  npm run synth');
  expect(stdout).not.toContain('\u001b');
});

test('a folder with anything else in it is refused with the names of what is there, and left alone', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'package.json']) fs.writeFileSync(path.join(folder, name), '{}');
  const { status, stdout, stderr } = init('--yes');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    'cndr: . is not empty: it holds a, b, c, d, e and 1 more; name an empty folder, in which only .git, LICENSE, README.md may be\n',
  );
  expect(fs.readdirSync(folder)).toHaveLength(6);
  expect(init('a', '--yes').stderr).toContain('a cannot be used: ENOTDIR');
  expect(init('a/below', '--yes').stderr).toMatch(/^cndr: a\/below.* cannot be used: ENOTDIR.+\n$/);
});

test('without a terminal nothing is asked: what is missing or does not fit ends with 2, in one line', () => {
  const cases = {
    'give --pattern <pattern>, --workload <workload>, --sites <sites>, or --yes': ['new'],
    'give --sites <sites>, or --yes': ['new', '--pattern', 'strong', '--workload', 'etcd'],
    'postgresql cannot be used with strong': ['new', '--yes', '--pattern', 'strong', '--workload', 'postgresql'],
  };
  for (const [said, args] of Object.entries(cases)) {
    const { status, stdout, stderr } = init(...args);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(stderr).toContain(said);
  }
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('the help has examples, and every choice as a flag', () => {
  const { stdout } = init('--help');
  expect(stdout).toContain('Examples:\n  cndr init orders');
  for (const { flag } of QUESTIONS) expect(stdout).toContain(`--${flag} <`);
});

describe('the tests of a project', () => {
  /** Runs the generated tests of projects in one process, against the sources. */
  function runTests(projects: string[]) {
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const load = projects.map((name) => `require(${JSON.stringify(path.join(folder, name, 'main.test.ts'))});`);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', REGISTER, '-e', load.join('')], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  test('pass for every shape as it is made', async () => {
    for (const [index, shape] of SHAPES.entries()) writeCode(String(index), await made(shape));
    const { status, stdout, stderr } = runTests(SHAPES.map((_, index) => String(index)));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`pass ${3 * SHAPES.length}\n`));
  });

  test('fail when a promise is not kept any more', async () => {
    const files = await made({});
    const broken = files.map(({ path: name, text }) => ({
      path: name,
      text: text.replace('Duration.minutes(3)', 'Duration.seconds(20)'),
    }));
    writeCode('broken', broken);
    const { status, stderr } = runTests(['broken']);
    expect(status).toBe(1);
    expect(stderr).toContain('OBJ-01: rto objective 20 s');
  });

  function writeCode(name: string, files: { path: string; text: string }[]): void {
    fs.mkdirSync(path.join(folder, name));
    for (const { path: file, text } of files.filter((one) => one.path.endsWith('.ts'))) {
      fs.writeFileSync(path.join(folder, name, file), text);
    }
  }
});

describe('questions', () => {
  test('are asked one per choice; Enter takes the default, and what does not fit is asked again', async () => {
    const typed = ['', 'postgresql', 'etcd', '', '', '', '', '', '', '', ''];
    const { output, ask, questions } = terminal(typed);
    const answers = await settle({}, { yes: false, ask });
    questions.close();
    expect(answers).toEqual({
      pattern: 'strong',
      workload: 'etcd',
      sites: 'use1:us-east-1,use2:us-east-2,usw2:us-west-2',
      network: 'submariner',
      rpo: '0s',
      rto: '3m',
      ci: 'none',
    });
    expect(output()).toContain('postgresql cannot be used with strong');
    expect(output()).toContain('hostname [none]: ');
    // Only what fits is offered.
    expect(output()).not.toContain('  mysql');
  });

  test('are not asked for what flags say', async () => {
    const { output, ask, questions } = terminal(['', '', '', '', '', '', '']);
    const flags = { pattern: 'active-passive', workload: 'valkey', sites: 'a:us-east-1,b:us-west-2', ci: 'github' };
    expect(await settle(flags, { yes: false, ask })).toMatchObject({ ...flags, rpo: '5m' });
    questions.close();
    expect(output()).not.toContain('pattern [');
    expect(output()).toContain('hostname [fill in later]: ');
  });

  test('take answers that are pasted all at once', async () => {
    const input = new PassThrough();
    const questions = new Questions(PLAIN, input, new PassThrough());
    input.write('eventual\nkafka\na:us-east-1,b:us-west-2\n\n\n\n\n\n\n\ngithub\n');
    const answers = await settle({}, { yes: false, ask: (...asked) => questions.ask(...asked) });
    questions.close();
    expect(answers).toMatchObject({ pattern: 'eventual', workload: 'kafka', rpo: '15m', ci: 'github' });
  });

  test('that get no answer, as the input ends or at Ctrl-C, end the command', async () => {
    const { ask } = terminal(['']);
    await expect(settle({}, { yes: false, ask })).rejects.toThrow('nothing was written');
  });

  /** Somebody who types these lines, one for each prompt, and then leaves. */
  function terminal(lines: string[]) {
    const input = new PassThrough();
    const output = new PassThrough();
    const shown: string[] = [];
    output.on('data', (chunk: Buffer) => {
      shown.push(chunk.toString());
      if (!/\]: $/.test(chunk.toString())) return;
      const next = lines.shift();
      if (next === undefined) input.end();
      else input.write(`${next}\n`);
    });
    const questions = new Questions(PLAIN, input, output);
    return {
      questions,
      output: () => shown.join(''),
      ask: (...asked: Parameters<Questions['ask']>) => questions.ask(...asked),
    };
  }
});
