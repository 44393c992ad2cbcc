import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AppPlan, Plan, PlannedBound } from '../../src/synthesis/plan';
import { EXAMPLES, runExample } from '../support/examples';

const readme = fs.readFileSync(path.resolve(__dirname, '../../README.md'), 'utf8');

/** A table row without the padding that Prettier adds. */
const plain = (line: string) => line.replace(/ +/g, ' ').trim();
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map(plain);

const apps = EXAMPLES.flatMap((example) => {
  const plan = JSON.parse(runExample(example).files.get('dist/plan.json')!) as Plan;
  return plan.apps.map((app) => ({ example, app }));
});

test.each(apps.map((one) => [one.app.name, one] as const))(
  'the README says what the configuration of %s really gives',
  (_, { example, app }) => {
    const cells = [`\`${example}\`: ${app.name}`, how(app), bound(app.rpo), bound(app.rto)];
    expect(rows).toContain(`| ${cells.join(' | ')} |`);
  },
);

function how({ pattern, workload, activePassive }: AppPlan): string {
  return [pattern, workload.system, ...(activePassive ? [activePassive.replication] : [])].join(', ');
}

function bound({ boundSeconds = 0, verdict }: PlannedBound): string {
  return `${boundSeconds} s ${verdict}`;
}

test('the README shows what a change of activeSite changes in the active cluster', () => {
  const clusterOf = (activeSite: string) => {
    const { files } = runExample('active-passive-postgres', { ACTIVE_SITE: activeSite });
    return files.get('dist/use1/ledger.k8s.yaml')!.split('\n');
  };
  const [before, after] = [clusterOf('use1'), clusterOf('usw2')];
  const [, shown = ''] = /```diff\n([^]*?)```/.exec(readme) ?? [];
  const lines = (sign: string) =>
    shown
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1));
  expect(lines('-').length).toBeGreaterThan(2);
  for (const line of lines('-')) expect(before).toContain(line);
  for (const line of lines('+')) expect(after).toContain(line);
  const gone = before.filter((line) => !after.includes(line));
  expect(lines('-')).toEqual(expect.arrayContaining(gone));
});
