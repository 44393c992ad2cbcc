/** `cndr init`: a working project in an empty folder. */
import * as path from 'node:path';
import { type Command, Option } from 'commander';
import type { Terminal } from '../program';
import { type Answers, FLAGS, QUESTIONS } from './choices';
import { filesOf } from './files';
import { WORKLOADS } from './fits';
import { projectOf } from './project';
import { Questions } from './questions';
import { settle } from './settle';
import { summaryText } from './summary';
import { checkEmpty, ownPackage, writeProject } from './write-project';

const EXAMPLES = `
Without a terminal nothing is asked: --pattern, --workload and --sites have to be given, or --yes. What is not known
yet gets a value that synthesizes, and is listed with its line at the end.

Examples:
  cndr init orders
  cndr init orders --yes
  cndr init --pattern active-passive --workload postgresql --sites use1:us-east-1,usw2:us-west-2 --yes
  cndr init --pattern strong --workload cockroachdb --sites a:eu-west-1,b:eu-west-2,c:eu-central-1 \\
    --hostname orders.example.com --zone Z0123456789ABCDEFGHIJ --rpo 0s --rto 3m --ci github`;

/** Adds the command. */
export function addInit(program: Command, { paint, print }: Terminal): void {
  const command = program
    .command('init')
    .description('makes a project in an empty folder: one question per choice, or flags')
    .argument('[folder]', 'where: empty but for .git, LICENSE and README.md, or not there yet', '.');
  for (const { flag, value, asks, options } of QUESTIONS) {
    const names = flag === 'workload' ? WORKLOADS : options?.({});
    const choices = names ? `: ${Object.keys(names).join(', ')}` : '';
    command.addOption(new Option(`--${flag} ${value}`, asks + choices));
  }
  command
    .option('--yes', 'take the defaults for all that is not given, and ask nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, options: Record<string, string | boolean | undefined>) => {
      checkEmpty(folder);
      const answers = await answersFrom(flagsOf(command, options), options.yes === true, paint);
      const project = projectOf(answers, path.basename(path.resolve(folder)));
      const files = writeProject(folder, filesOf(project, ownPackage()));
      print(summaryText(folder, files, paint));
    });
}

function flagsOf(command: Command, options: Record<string, unknown>): Answers {
  const names = new Map(command.options.map((option) => [option.long, option.attributeName()]));
  return Object.fromEntries(FLAGS.map((flag) => [flag, options[names.get(`--${flag}`) ?? '']]));
}

/** Somebody is asked only where somebody sees the question and can answer. */
async function answersFrom(flags: Answers, yes: boolean, paint: Terminal['paint']): Promise<Answers> {
  const someoneIsThere = process.stdin.isTTY && process.stdout.isTTY;
  if (!someoneIsThere || yes) return settle(flags, { yes });
  const questions = new Questions(paint, process.stdin, process.stdout);
  try {
    return await settle(flags, { yes, ask: (question, given) => questions.ask(question, given) });
  } finally {
    questions.close();
  }
}
