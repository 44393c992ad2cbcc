import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** A WorkflowTemplate or CronWorkflow of the output. */
export interface EmittedWorkflow {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [key: string]: unknown;
}

/** What is around the workflow. */
export interface Surroundings {
  /**
   * CLIs in the path of the scripts, each the body of a shell script: `kubectl`, `aws`, ... A file below `$STATE` outlives the call.
   * `kubectl` and `curl` succeed and print nothing unless they are here; `sleep` does not sleep.
   */
  readonly stubs?: Record<string, string>;
  /** Environment of all scripts, for stubs. */
  readonly env?: Record<string, string>;
  /** Contents of files below `$STATE` at the start. */
  readonly state?: Record<string, string>;
  /** False when nobody approves. */
  readonly approved?: boolean;
  /** Seconds after which a script hangs. Default: 20. */
  readonly hangsAfter?: number;
}

/** One call of a CLI. */
export interface Call {
  readonly step: string;
  readonly program: string;
  readonly args: string[];
  /** The arguments, joined by spaces. */
  readonly text: string;
  readonly stdin: string;
  /** Site whose kubeconfig was set; undefined for the workflow's own cluster. */
  readonly cluster?: string;
}

/** How it went. */
export interface WorkflowRun {
  readonly calls: Call[];
  /** 0 when it succeeded, that of the step that failed otherwise; undefined when it waits for an approval. */
  readonly exitCode?: number;
  /** Steps that ran, in order, with those that were tried again once for each attempt. */
  readonly order: string[];
  readonly stdout: string;
  readonly stderr: string;
  /** Files below `$STATE` at the end. */
  readonly state: Record<string, string>;
}

interface Script {
  readonly source: string;
  readonly command: string[];
  readonly env?: { readonly name: string; readonly value?: string }[];
  readonly envFrom?: { readonly secretRef: { readonly name: string } }[];
}

interface Template {
  readonly name: string;
  readonly steps?: { name: string; template: string; continueOn?: { failed?: boolean } }[][];
  readonly suspend?: object;
  readonly script?: Script;
  readonly retryStrategy?: { readonly limit: string };
  readonly volumes?: { readonly name: string; readonly secret?: { readonly secretName: string } }[];
}

interface WorkflowSpec {
  readonly entrypoint: string;
  readonly onExit?: string;
  readonly templates: Template[];
}

/** Runs an emitted workflow as Argo would, step by step, with dash and stubs. Knows the features of Argo that runbooks use. */
export function run(workflow: EmittedWorkflow, surroundings: Surroundings = {}): WorkflowRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-workflow-'));
  try {
    return new Runner(workflow, surroundings, folder).run();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What each stub does first: it writes down the call, with its standard input where the arguments say that it is read. */
const RECORD = [
  '#!/bin/sh',
  'case " $* " in *" - "*|*"=- "*|*" -i "*|*" --stdin "*) INPUT=$(cat) ;; *) INPUT= ;; esac; export INPUT',
  // The kubeconfig says which cluster is meant; without one it is the workflow's own.
  'case "${KUBECONFIG:-}" in "") CLUSTER=;; *) CLUSTER=$(cat "$CNDR_CLUSTERS/$(dirname "$KUBECONFIG" | tr -d /)" 2>/dev/null || echo "?");; esac',
  '{ printf "%s\\037%s\\037%s\\037%s" "$CNDR_STEP" "$CLUSTER" "${0##*/}" "$INPUT"; printf "\\037%s" "$@"; printf "\\036"; } >> "$CNDR_CALLS"',
  '',
].join('\n');

/** The commands of kubectl that work without a cluster, and that scripts pipe into each other. */
const LOCAL = 'case "$1 $2 $*" in "create configmap "*--dry-run*) echo "$*";; "label --local "*) echo "$INPUT";; esac';

const DEFAULT_STUBS: Record<string, string> = { kubectl: LOCAL, curl: '', sleep: '' };

class Runner {
  private readonly spec: WorkflowSpec;
  private readonly order: string[] = [];
  private stdout = '';
  private stderr = '';
  private status = 'Succeeded';

  constructor(
    private readonly workflow: EmittedWorkflow,
    private readonly surroundings: Surroundings,
    private readonly folder: string,
  ) {
    const spec = workflow.spec as WorkflowSpec & { workflowSpec?: WorkflowSpec };
    this.spec = workflow.kind === 'CronWorkflow' ? spec.workflowSpec! : spec;
    for (const name of ['bin', 'state']) fs.mkdirSync(path.join(folder, name));
    const stubs = { ...DEFAULT_STUBS, ...surroundings.stubs };
    for (const [name, body] of Object.entries(stubs)) {
      fs.writeFileSync(path.join(folder, 'bin', name), `${RECORD}${body}\n`, { mode: 0o755 });
    }
    for (const [name, content] of Object.entries(surroundings.state ?? {})) {
      fs.writeFileSync(path.join(folder, 'state', name), content);
    }
  }

  public run(): WorkflowRun {
    const exitCode = this.execute(this.template(this.spec.entrypoint));
    if (exitCode !== undefined && exitCode !== 0) this.status = 'Failed';
    // Argo runs the exit handler whatever happened, but not while the workflow waits.
    if (exitCode !== undefined && this.spec.onExit !== undefined) this.execute(this.template(this.spec.onExit));
    const state = path.join(this.folder, 'state');
    return {
      calls: this.calls(),
      exitCode,
      order: this.order,
      stdout: this.stdout,
      stderr: this.stderr,
      state: Object.fromEntries(
        fs.readdirSync(state).map((name) => [name, fs.readFileSync(path.join(state, name), 'utf8')]),
      ),
    };
  }

  private template(name: string): Template {
    const found = this.spec.templates.find((template) => template.name === name);
    if (!found) throw new Error(`workflow ${this.workflow.metadata.name} has no template "${name}"`);
    return found;
  }

  private execute(template: Template): number | undefined {
    if (template.steps) return this.steps(template.steps);
    if (template.suspend) return this.suspend(template);
    if (template.script) return this.attempts(template, template.script);
    throw new Error(`template "${template.name}" is of a kind that this runner does not know`);
  }

  private steps(groups: NonNullable<Template['steps']>): number | undefined {
    for (const step of groups.flat()) {
      const exitCode = this.execute(this.template(step.template));
      if (exitCode === undefined) return undefined;
      if (exitCode !== 0 && step.continueOn?.failed !== true) return exitCode;
    }
    return 0;
  }

  private suspend({ name }: Template): number | undefined {
    this.order.push(name);
    return this.surroundings.approved === false ? undefined : 0;
  }

  private attempts(template: Template, script: Script): number {
    const retries = Number(template.retryStrategy?.limit ?? 0);
    for (let attempt = 0; ; attempt += 1) {
      const exitCode = this.script(template, script);
      if (exitCode === 0 || attempt === retries) return exitCode;
    }
  }

  private script(template: Template, { source, command, env = [] }: Script): number {
    this.order.push(template.name);
    const file = path.join(this.folder, 'script');
    fs.writeFileSync(file, this.substitute(source));
    const own = Object.fromEntries(env.map(({ name, value }) => [name, this.substitute(value ?? '')]));
    const clusters = path.join(this.folder, 'clusters');
    fs.rmSync(clusters, { recursive: true, force: true });
    fs.mkdirSync(clusters);
    for (const { name, secret } of template.volumes ?? []) {
      if (secret) fs.writeFileSync(path.join(clusters, name), secret.secretName.slice('runbook-'.length));
    }
    const shell = command[0] === 'sh' && fs.existsSync('/bin/dash') ? '/bin/dash' : command[0]!;
    const { status, signal, stdout, stderr } = spawnSync(shell, [...command.slice(1), file], {
      cwd: this.folder,
      encoding: 'utf8',
      timeout: (this.surroundings.hangsAfter ?? 20) * 1000,
      env: {
        ...this.surroundings.env,
        ...own,
        HOME: this.folder,
        PATH: `${path.join(this.folder, 'bin')}:/usr/bin:/bin`,
        STATE: path.join(this.folder, 'state'),
        CNDR_CALLS: path.join(this.folder, 'calls'),
        CNDR_STEP: template.name,
        CNDR_CLUSTERS: clusters,
      },
    });
    this.stdout += stdout;
    this.stderr += signal === null ? stderr : `${stderr}${template.name}: killed, it hangs\n`;
    return status ?? 137;
  }

  private substitute(text: string): string {
    const known: Record<string, string> = {
      'workflow.name': `${this.workflow.metadata.name}-x1y2z`,
      'workflow.uid': '0a1b2c3d-0000-4000-8000-000000000001',
      'workflow.creationTimestamp.RFC3339': '2026-03-01T12:00:00Z',
      'workflow.labels.json': '{"workflows.argoproj.io/creator":"jane"}',
      'workflow.parameters.reason': 'a drill, on "Monday"',
      'workflow.status': this.status,
      'workflow.failures': this.status === 'Failed' ? '[{"displayName":"a step"}]' : '[]',
    };
    return text.replace(/\{\{([^}]*)\}\}/g, (tag, name: string) => {
      const value = known[name.trim()];
      if (value === undefined) throw new Error(`Argo knows no variable ${tag}, or this runner does not`);
      return value;
    });
  }

  private calls(): Call[] {
    const file = path.join(this.folder, 'calls');
    const records = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\x1e').slice(0, -1) : [];
    return records.map((record) => {
      const [step = '', cluster = '', program = '', stdin = '', ...args] = record.split('\x1f');
      const where = cluster === '' ? {} : { cluster };
      return { step, program, args, text: args.join(' '), stdin, ...where };
    });
  }
}
