/** `cndr report`: the page that synthesis writes, made again from a plan. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type * as ReportPage from '../report/page';
import type { Plan } from '../synthesis/plan';
import { CliError } from './cli-error';

/** What is printed: the page, or where it was written. */
export function reportCommand(plan: Plan, out: string | undefined): string {
  // Costs 20 ms: only those who ask for a report pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { reportHtml } = require('../report/page') as typeof ReportPage;
  if (out === undefined) return reportHtml(plan).trimEnd();
  const folder = path.dirname(out);
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CliError(`cannot write ${out}: there is no folder ${folder}; make it first, or name another file`);
  }
  if (fs.statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CliError(`cannot write ${out}: it is a folder; name a file, such as ${path.join(out, 'report.html')}`);
  }
  fs.writeFileSync(out, reportHtml(plan));
  return `report written to ${out}`;
}
