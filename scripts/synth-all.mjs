// Runs every example, each in its own folder, where its dist/ and cdktf.out/ land. Needs `compile` and `compile:examples`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const root = new URL('../examples/', import.meta.url);
const names = readdirSync(root).filter((name) => existsSync(new URL(`${name}/main.ts`, root)));
if (names.length === 0) throw new Error('no examples/*/main.ts');
for (const name of names.sort()) {
  console.log(`examples/${name}`);
  const { status } = spawnSync(process.execPath, ['main.js'], { cwd: new URL(`${name}/`, root), stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
