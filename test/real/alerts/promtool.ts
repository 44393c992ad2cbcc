import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A unit test of promtool. */
export interface PromtoolTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: { series: string; values: string }[];
  readonly alert_rule_test?: { eval_time: string; alertname: string; exp_alerts: object[] }[];
  readonly promql_expr_test?: { expr: string; eval_time: string; exp_samples: object[] }[];
}

/** Tests of rules, alone. */
export interface PromtoolCase {
  readonly name: string;
  readonly groups: object[];
  readonly tests: PromtoolTest[];
}

/** The real promtool, and a folder for what it reads. */
export class Promtool {
  constructor(private readonly folder: string) {}

  /** What `promtool check rules` says about rules; empty when they are good. */
  public check(groups: object[]): string {
    const file = this.write('checked.rules.json', { groups });
    const { status, output } = this.run('check', 'rules', file);
    return status === 0 ? '' : output;
  }

  /** Failures of tests, by the name of their case; those that pass are not listed. */
  public test(cases: PromtoolCase[]): Map<string, string> {
    // promtool tells the file of a failure, but not the test.
    const files = cases.flatMap(({ name, groups, tests }) => {
      this.write(`${name}.rules.json`, { groups });
      return tests.map((test, index) => {
        const rules = { rule_files: [`${name}.rules.json`], evaluation_interval: test.interval };
        return { name, what: test.name, path: this.write(`${name}-${index}.test.json`, { ...rules, tests: [test] }) };
      });
    });
    const { output } = this.run('test', 'rules', ...files.map(({ path: file }) => file));
    const reports = output.split(/^Unit Testing: +/m).slice(1);
    if (reports.length !== files.length) throw new Error(output);
    const failures = new Map<string, string>();
    files.forEach(({ name, what }, index) => {
      const report = reports[index]!;
      if (!/^\s*SUCCESS\s*$/m.test(report)) failures.set(name, `${failures.get(name) ?? ''}\n${what}: ${report}`);
    });
    return failures;
  }

  /** What goes right is told on stdout, what goes wrong on stderr; in one file they stay in order. */
  private run(...args: string[]): { status: number | null; output: string } {
    const file = path.join(this.folder, 'output');
    const descriptor = fs.openSync(file, 'w');
    try {
      const { status } = spawnSync('promtool', args, { stdio: ['ignore', descriptor, descriptor] });
      return { status, output: fs.readFileSync(file, 'utf8') };
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** JSON is YAML too. */
  private write(name: string, content: object): string {
    const file = path.join(this.folder, name);
    fs.writeFileSync(file, JSON.stringify(content));
    return file;
  }
}
