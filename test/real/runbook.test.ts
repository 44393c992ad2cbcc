import { execFileSync, spawnSync } from 'node:child_process';
import { Trigger } from 'cndr';
import { parseAllDocuments } from 'yaml';
import { orders } from '../runbook/runbook.support';
import { EXAMPLES, runExample } from '../support/examples';
import { type Program, describeWith, missingPrograms } from './support/programs';

const SHELLCHECK: Program = {
  name: 'shellcheck',
  from: 'Debian package shellcheck, or https://www.shellcheck.net/',
  version: ['shellcheck', '--version'],
};

/** Its first line is its name only. */
const version = (): string =>
  /^version: (.*)$/m.exec(execFileSync('shellcheck', ['--version'], { encoding: 'utf8' }))?.[1] ?? '';

interface Workflow {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly templates?: Template[]; readonly workflowSpec?: { readonly templates: Template[] } };
}

interface Template {
  readonly name: string;
  readonly script?: { readonly source: string };
}

/** The scripts of all workflows in a set of files, by where they are. */
function scriptsOf(files: Map<string, string>): [where: string, source: string][] {
  const workflows = [...files]
    .filter(([name]) => name.endsWith('.k8s.yaml'))
    .flatMap(([, content]) => parseAllDocuments(content).map((document) => document.toJS() as Workflow))
    .filter(({ kind }) => kind === 'WorkflowTemplate' || kind === 'CronWorkflow');
  return workflows.flatMap(({ metadata, spec }) =>
    (spec.templates ?? spec.workflowSpec?.templates ?? []).flatMap(({ name, script }): [string, string][] =>
      script ? [[`${metadata.name} ${name}`, script.source]] : [],
    ),
  );
}

const OUTPUTS: [title: string, files: () => Map<string, string>][] = [
  ['an application with a human who decides', () => orders().files],
  ['an application that decides itself', () => orders({ dr: { trigger: Trigger.automatic() } }).files],
  ...EXAMPLES.map((name): [string, () => Map<string, string>] => [`example ${name}`, () => runExample(name).files]),
];

describeWith(
  'shellcheck on the scripts of runbooks',
  missingPrograms([SHELLCHECK]),
  () => [`shellcheck ${version()}`],
  () => {
    test.each(OUTPUTS)('%s', (_, files) => {
      const complaints = scriptsOf(files()).flatMap(([where, source]) => {
        // SC2043: what is looped over is written at synthesis, and may be one volume.
        const { stdout } = spawnSync('shellcheck', ['--shell=dash', '--exclude=SC2043', '--format=gcc', '-'], {
          input: source,
          encoding: 'utf8',
        });
        return stdout === '' ? [] : [`${where}\n${stdout}`];
      });
      expect(complaints).toEqual([]);
    });

    test('there is something to check', () => {
      expect(scriptsOf(orders().files).length).toBeGreaterThan(40);
    });
  },
);
