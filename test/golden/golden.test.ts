import * as fs from 'node:fs';
import * as path from 'node:path';
import { EXAMPLES, filesOf, runExample } from '../support/examples';

/**
 * The full output of every example, byte for byte: what a change does to users' clusters is seen in review, as a diff. After
 * a change that is meant: CNDR_UPDATE_GOLDEN=1 npm test -- test/golden
 */
const update = process.env.CNDR_UPDATE_GOLDEN === '1';

test.each(EXAMPLES)('the output of examples/%s is what was last reviewed', (name) => {
  const folder = path.join(__dirname, name);
  const files = reviewed(runExample(name).files);
  if (update) rewrite(folder, files);
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(filesOf(folder)));
});

/** The report is left out: a pure function of plan.json, which is reviewed here, and tested in test/report. */
function reviewed(files: Map<string, string>): Map<string, string> {
  return new Map([...files].filter(([name]) => name !== 'dist/report/index.html'));
}

function rewrite(folder: string, files: Map<string, string>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
}
