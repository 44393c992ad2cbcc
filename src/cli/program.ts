/** The commands: what they take, and which pure function answers. */
import { Command, Option } from 'commander';
import { Severity } from '../rules/finding';
import { isDay, today } from '../rules/today';
import type { Plan } from '../synthesis/plan';
import { fails, findingsOn } from './check';
import { checkGithub, checkGitlab, checkText } from './check-formats';
import { CliError } from './cli-error';
import { comparePlans, FailOn, failsOn } from './diff/compare';
import { diffMarkdown } from './diff/diff-markdown';
import { diffText } from './diff/diff-text';
import { addDoctor } from './doctor/command';
import { explain } from './explain';
import { addInit } from './init/command';
import type { Paint } from './paint';
import { planMarkdown } from './plan-markdown';
import { planText } from './plan-text';
import { DEFAULT_PLAN, readPlan, readPlanIfThere } from './read-input';
import { reportCommand } from './report-command';
import { checkSarif } from './sarif';

/** What the commands write to. */
export interface Terminal {
  readonly paint: Paint;
  readonly version: string;
  /** Prints text and a line break. */
  readonly print: (text: string) => void;
  /** Something was found: the command ends with 1. */
  readonly found: () => void;
}

const PLAN_HELP = 'plan.json, or the folder that it is in';
const EXITS = 'Exit codes: 0 all is well, 1 something was found, 2 the command could not be carried out.';

/** The whole command line. */
export function programFor(terminal: Terminal): Command {
  const program = new Command('cndr')
    .description(
      'Begins a project, reads the plan that synthesis writes (what is promised, what breaks it, what a change does to it), and compares it with a live cluster.',
    )
    .version(terminal.version)
    .addHelpText(
      'after',
      `\nExamples:\n  cndr init orders\n  cndr plan\n  cndr check --format github\n  cndr diff main/dist dist --markdown\n  cndr explain OBJ-01\n  cndr doctor --site use1\n\n${EXITS}`,
    );
  addInit(program, terminal);
  addPlan(program, terminal);
  addReport(program, terminal);
  addCheck(program, terminal);
  addDiff(program, terminal);
  addExplain(program, terminal);
  addDoctor(program, terminal);
  return program;
}

function addPlan(program: Command, { print, paint }: Terminal): void {
  program
    .command('plan')
    .description('prints what each application is promised: bounds with their terms, the fault table, prerequisites')
    .argument('[file]', PLAN_HELP, DEFAULT_PLAN)
    .option('--app <name>', 'this application only; may be given again', (name: string, all?: string[]) => [
      ...(all ?? []),
      name,
    ])
    .addOption(new Option('--markdown', 'as Markdown').conflicts('json'))
    .option('--json', 'as JSON, as it is in the file (cndr/plan.schema.json)')
    .addHelpText(
      'after',
      '\nExamples:\n  cndr plan\n  cndr plan --app orders\n  cndr plan dist --markdown >> "$GITHUB_STEP_SUMMARY"\n  cndr plan --json | jq \'.apps[].rto.boundSeconds\'',
    )
    .action((file: string, { app, markdown, json }: { app?: string[]; markdown?: boolean; json?: boolean }) => {
      const plan = only(app, readPlan(file).plan);
      if (json) print(JSON.stringify(plan, undefined, 2));
      else print(markdown ? planMarkdown(plan) : planText(plan, paint));
    });
}

function addReport(program: Command, { print }: Terminal): void {
  program
    .command('report')
    .description('makes the page that synthesis writes to dist/report/index.html again, from a plan')
    .argument('[file]', PLAN_HELP, DEFAULT_PLAN)
    .option('--out <file>', 'where to write it; otherwise it is printed')
    .addHelpText(
      'after',
      '\nExamples:\n  cndr report --out report.html\n  cndr report refused/plan.json --out refused.html',
    )
    .action((file: string, { out }: { out?: string }) => print(reportCommand(readPlan(file).plan, out)));
}

function only(names: string[] | undefined, plan: Plan): Plan {
  if (!names) return plan;
  const known = plan.apps.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new CliError(`no application ${unknown} in the plan; there are ${known.join(', ') || 'none'}`);
  }
  return { ...plan, apps: plan.apps.filter(({ name }) => names.includes(name)) };
}

function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('prints findings and objectives that are not met, for people and for pipelines')
    .argument('[file]', PLAN_HELP, DEFAULT_PLAN)
    .addOption(new Option('--format <format>', 'how').choices(['text', 'github', 'gitlab', 'sarif']).default('text'))
    .addOption(
      new Option('--severity <severity>', 'the least that makes the command fail')
        .choices(Object.values(Severity))
        .default(Severity.ERROR),
    )
    .addOption(
      new Option('--on <day>', 'judge waivers as of this day, such as 2027-03-31').default(today(), 'today, UTC'),
    )
    .addHelpText(
      'after',
      `\nExamples:\n  cndr check\n  cndr check --severity warning\n  cndr check --on "$(date -u -d '+14 days' +%F)"\n  cndr check --format github\n  cndr check --format sarif > cndr.sarif\n  cndr check --format gitlab > gl-code-quality-report.json\n\n${EXITS}`,
    )
    .action((file: string, { format, severity, on }: { format: string; severity: Severity; on: string }) => {
      const { plan, ...input } = readPlan(file);
      if (!isDay(on)) throw new CliError(`--on is "${on}", which is no day; give one such as 2027-03-31`);
      const findings = findingsOn(on, plan);
      const text = checkAs(format, { ...input, findings }, terminal);
      if (text !== '') terminal.print(text);
      if (fails(findings, severity)) terminal.found();
    });
}

function checkAs(format: string, checked: Parameters<typeof checkText>[0], { paint, version }: Terminal): string {
  if (format === 'github') return checkGithub(checked);
  if (format === 'gitlab') return checkGitlab(checked);
  return format === 'sarif' ? checkSarif(checked, version) : checkText(checked, paint);
}

function addDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff')
    .description('prints what a change does to RPO, RTO, faults, findings, prerequisites and objects')
    .argument('<old>', `${PLAN_HELP}, before`)
    .argument('<new>', `${PLAN_HELP}, after`)
    .addOption(new Option('--markdown', 'as the comment of a pull request').conflicts('json'))
    .option('--json', 'as JSON')
    .addOption(
      new Option(
        '--fail-on <level>',
        'objective: a promise is no longer kept, a fault newly loses data or service, or there is a new error; worse: also everything that got longer, was asked for less strictly, or is newly found',
      )
        .choices(Object.values(FailOn))
        .default(FailOn.OBJECTIVE),
    )
    .addHelpText(
      'after',
      `\nManifests beside the plans, and cdktf.out beside their folders, are compared too when both sides have them.\n\nExamples:\n  cndr diff main/dist dist\n  cndr diff old-plan.json dist/plan.json --fail-on worse\n  cndr diff main/dist dist --markdown > comment.md\n\n${EXITS}`,
    )
    .action(
      (
        before: string,
        after: string,
        { markdown, json, failOn }: { markdown?: boolean; json?: boolean; failOn: FailOn },
      ) => {
        const change = comparePlans(readPlan(before), readPlan(after));
        if (json) terminal.print(JSON.stringify(change, undefined, 2));
        else terminal.print(markdown ? diffMarkdown(change) : diffText(change, terminal.paint));
        if (failsOn(change, failOn)) terminal.found();
      },
    );
}

function addExplain(program: Command, { print, paint }: Terminal): void {
  program
    .command('explain')
    .description('prints what a rule demands and why, or what a term of a bound is')
    .argument('<name...>', 'id of a rule, name of a term, or a word of the plan')
    .option('--plan <file>', `${PLAN_HELP}: where the term gets its numbers`)
    .addHelpText(
      'after',
      "\nExamples:\n  cndr explain QRM-01\n  cndr explain record TTL\n  cndr explain 'human decision' --plan dist/plan.json",
    )
    .action((name: string[], { plan }: { plan?: string }) => {
      const input = plan === undefined ? readPlanIfThere(DEFAULT_PLAN) : readPlan(plan);
      print(explain(name.join(' '), input?.plan, paint));
    });
}
