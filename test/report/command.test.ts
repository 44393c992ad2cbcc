import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { CliError } from '../../src/cli/cli-error';
import { reportCommand } from '../../src/cli/report-command';
import { reportHtml } from '../../src/report/page';
import { quorumPlan } from './plans';

const plan = quorumPlan();
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-report-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

test('the report is printed, or written where it is asked for, and is the one of synthesis', () => {
  const file = path.join(folder, 'page.html');
  expect(`${reportCommand(plan, undefined)}\n`).toBe(reportHtml(plan));
  expect(reportCommand(plan, file)).toBe(`report written to ${file}`);
  expect(fs.readFileSync(file, 'utf8')).toBe(reportHtml(plan));
});

test('a place that cannot be written to is refused with what to do', () => {
  const file = path.join(folder, 'missing', 'page.html');
  expect(() => reportCommand(plan, file)).toThrow(CliError);
  expect(() => reportCommand(plan, file)).toThrow(/there is no folder .*missing; make it first/);
  expect(() => reportCommand(plan, folder)).toThrow(/it is a folder; name a file/);
});
