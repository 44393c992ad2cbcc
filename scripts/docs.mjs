// Writes API.md from the built assembly (.jsii) and RULES.md from the catalogue of rules; with --check only fails when one of
// them is not what would be written.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const { rulesDocument } = require('../lib/cli/rules-document.js');
const docgen = require.resolve('jsii-docgen/package.json');
const folder = mkdtempSync(join(tmpdir(), 'cndr-docs-'));
try {
  const made = join(folder, 'API.md');
  const bin = join(dirname(docgen), 'bin', 'jsii-docgen');
  const { status } = spawnSync(process.execPath, [bin, '-o', made], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`jsii-docgen ended with ${status}`);
  keep('API.md', readFileSync(made, 'utf8'));
  keep('RULES.md', rulesDocument());
} finally {
  rmSync(folder, { recursive: true });
}

function keep(file, text) {
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
    throw new Error(`${file} is not up to date: npm run docs`);
}
