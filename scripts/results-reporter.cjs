'use strict';

const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');

/**
 * Jest reporter: leaves this run's totals in a file under $CNDR_RESULTS, for scripts/test-summary.mjs. `pending` names the
 * skipped tests but those under $CNDR_MAY_SKIP.
 */
module.exports = class ResultsReporter {
  onRunComplete(_contexts, { testResults, ...totals }) {
    const mayBeSkipped = process.env.CNDR_MAY_SKIP;
    const pending = testResults
      .map((file) => ({ path: relative(process.cwd(), file.testFilePath).split(sep).join('/'), file }))
      .filter(({ path }) => !mayBeSkipped || !path.startsWith(mayBeSkipped))
      .flatMap(({ path, file }) =>
        file.testResults.filter(({ status }) => status === 'pending').map(({ fullName }) => `${path}: ${fullName}`),
      );
    mkdirSync(process.env.CNDR_RESULTS, { recursive: true });
    writeFileSync(join(process.env.CNDR_RESULTS, `${process.pid}.json`), JSON.stringify({ ...totals, pending }));
  }
};
