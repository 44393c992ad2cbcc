// Sums the totals of several jest runs: files of `jest --json --outputFile`, or of scripts/results-reporter.cjs.
//   node scripts/test-summary.mjs [--no-pending] [--failed-stages N] FILE|FOLDER...
// The last line is `N passed, N failed`. Exit 1 on a failure, on no test at all, and with --no-pending on a skipped test.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-pending': { type: 'boolean' }, 'failed-stages': { type: 'string', default: '0' } },
});
const files = positionals
  .filter((path) => existsSync(path))
  .flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]));

let passed = 0;
let failed = Number(values['failed-stages']);
let pending = [];
for (const file of files) {
  const run = JSON.parse(readFileSync(file, 'utf8'));
  passed += run.numPassedTests;
  failed += run.numFailedTests + (run.numRuntimeErrorTestSuites ?? 0);
  pending = pending.concat(run.pending ?? Array(run.numPendingTests).fill(file));
}
if (values['no-pending']) {
  for (const name of pending) console.log(`skipped, but nothing may be skipped here: ${name}`);
  failed += pending.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
