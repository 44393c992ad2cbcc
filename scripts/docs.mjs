// Writes API.md from the built assembly (.jsii); with --check only fails when API.md is not what would be written.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const docgen = createRequire(import.meta.url).resolve('jsii-docgen/package.json');
const folder = mkdtempSync(join(tmpdir(), 'cndr-docs-'));
try {
  const made = join(folder, 'API.md');
  const bin = join(dirname(docgen), 'bin', 'jsii-docgen');
  const { status } = spawnSync(process.execPath, [bin, '-o', made], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`jsii-docgen ended with ${status}`);
  const text = readFileSync(made, 'utf8');
  if (!process.argv.includes('--check')) writeFileSync('API.md', text);
  else if (readFileSync('API.md', 'utf8') !== text) throw new Error('API.md is not up to date: npm run docs');
} finally {
  rmSync(folder, { recursive: true });
}
