/** `cndr doctor`: the cluster of a site against the plan. */
import type { Command } from 'commander';
import type { Terminal } from '../program';
import { DEFAULT_PLAN, readPlan } from '../read-input';
import { diagnose } from './diagnose';
import { expectationsOf } from './expectations';
import { currentContext, kubectlFor } from './kubectl';
import { progressOn } from './progress';
import { isBad, type Report, reportJson, reportText } from './report';

const HELP = `
It only reads, with your own kubectl: every login that kubectl knows works. Of Secrets it sees the names of keys, never values.

Examples:
  cndr doctor --site use1
  cndr doctor --context prod-use1 --site use1
  cndr doctor dist --context prod-use1 --site use1 --json

Exit codes: 0 all that can be seen is there, 1 something is missing, old, wrong or not shown to this login, 2 the cluster could not be read.`;

interface Options {
  readonly site: string;
  readonly context?: string;
  readonly json?: boolean;
}

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('looks at the live cluster of a site: what the output needs there, and what is missing')
    .argument('[file]', 'plan.json, or the folder that it is in', DEFAULT_PLAN)
    .requiredOption('--site <name>', 'site of the plan, or a cluster that is no site, such as the broker')
    .option('--context <name>', 'context of kubectl (default: the current one)')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: Options) => {
      const report = await examine(file, options);
      terminal.print(options.json ? reportJson(report) : reportText(report, terminal.paint));
      if (report.verdicts.some(isBad)) terminal.found();
    });
}

async function examine(file: string, { site, context }: Options): Promise<Report> {
  const expected = expectationsOf(readPlan(file).plan, site);
  const name = context ?? (await currentContext());
  const progress = progressOn(process.stderr);
  try {
    const diagnosis = await diagnose(expected, name, kubectlFor(name), progress.step);
    return { context: name, isCurrent: context === undefined, site, ...diagnosis };
  } finally {
    progress.end();
  }
}
