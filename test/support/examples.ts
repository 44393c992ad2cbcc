import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** Names of the shipped examples. */
export const EXAMPLES = fs
  .readdirSync(path.join(ROOT, 'examples'))
  .filter((name) => fs.existsSync(path.join(ROOT, 'examples', name, 'main.ts')))
  .sort();

/** What an example prints, and every file that it writes, by path with slashes. */
export interface ExampleRun {
  readonly stdout: string;
  readonly files: Map<string, string>;
}

/** Runs an example as users do, as a process of its own in an empty folder; without a build. */
export function runExample(name: string, environment: Record<string, string> = {}): ExampleRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-example-'));
  try {
    const script = [path.join(ROOT, 'scripts/swc-register.cjs'), path.join(ROOT, 'examples', name, 'main.ts')];
    const load = `require(${JSON.stringify(script[0])}); require(${JSON.stringify(script[1])})`;
    const stdout = execFileSync(process.execPath, ['-e', load], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
    return { stdout, files: filesOf(folder) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Contents of all files below a folder. */
export function filesOf(folder: string): Map<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return new Map(
    files.map((name) => [name.split(path.sep).join('/'), fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}
