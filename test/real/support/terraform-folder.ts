import * as fs from 'node:fs';
import * as path from 'node:path';
import { unknownAttribute } from './terraform-newer';
import { type Override, type Stack, overrideOf } from './terraform-override';
import type { Ended, Processes } from './terraform-process';
import { AWS_PROVIDER } from './terraform-programs';

/** What Terraform would do to a resource. */
export interface PlannedChange {
  readonly address: string;
  /** Such as `create`, or `delete` and `create` in that order. */
  readonly actions: string[];
}

/** Problem that `terraform validate` found. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly context?: string };
}

/** Whether a stack is one that Terraform and the installed provider take. */
export interface Validation {
  /** Attributes that the installed provider does not know; the folder is without them from now on. */
  readonly unknown: string[];
  /** What is wrong with the rest, warnings included. */
  readonly diagnostics: Diagnostic[];
}

interface Line {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
}

/** A stack in a folder of its own, below the same path as in a project, and the real Terraform that works in it. */
export class TerraformFolder {
  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;
  private stack: Stack = {};

  /**
   * @param project folder that an app would run in; the default backend keeps its state there
   * @param environment added to that of Terraform
   */
  constructor(
    private readonly processes: Processes,
    project: string,
    name: string,
    environment: Record<string, string> = {},
  ) {
    this.folder = path.join(project, 'cdktf.out/stacks', name);
    fs.mkdirSync(this.folder, { recursive: true });
    const configuration = path.join(project, 'terraform.rc');
    const mirror = JSON.stringify(AWS_PROVIDER?.mirror ?? '');
    fs.writeFileSync(configuration, `provider_installation { filesystem_mirror { path = ${mirror} } }\n`);
    this.env = {
      PATH: process.env.PATH,
      HOME: project,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      // The provider reads the schemas of all of AWS at each start: a third of the time goes to collecting garbage.
      GOGC: '400',
      ...environment,
    };
  }

  /** Writes the stack as it was synthesized. */
  public write(content: string): void {
    this.stack = JSON.parse(content) as Stack;
    fs.writeFileSync(this.file, content);
  }

  /** Writes what the tests change in it. */
  public override(override: Omit<Override, 'providerVersion'>): void {
    const content = overrideOf(this.stack, { providerVersion: AWS_PROVIDER?.version ?? '', ...override });
    fs.writeFileSync(path.join(this.folder, 'cndr_override.tf.json'), JSON.stringify(content));
  }

  public async init(...options: string[]): Promise<void> {
    await this.must('init', '-input=false', ...options);
  }

  /** Takes out what the installed provider does not know; Terraform reports one attribute at a time. */
  public async validate(): Promise<Validation> {
    const unknown: string[] = [];
    for (;;) {
      const { stdout } = await this.run('validate', '-json');
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
      const content = fs.readFileSync(this.file, 'utf8');
      const [found] = diagnostics.flatMap((diagnostic) => unknownAttribute(content, diagnostic) ?? []);
      if (found === undefined) return { unknown, diagnostics };
      unknown.push(found.name);
      fs.writeFileSync(this.file, found.without);
    }
  }

  /** What would change, by address. */
  public async plan(): Promise<Record<string, string>> {
    const output = await this.must('plan', '-input=false', '-json');
    const lines = output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
    const changes = lines.flatMap(({ type, change }) => (type === 'planned_change' && change ? [change] : []));
    return Object.fromEntries(changes.map(({ resource, action }) => [resource.addr, action]));
  }

  /** What would change, with the order in which a resource is replaced. */
  public async planInOrder(): Promise<PlannedChange[]> {
    await this.must('plan', '-input=false', '-out=ordered.tfplan');
    const plan = JSON.parse(await this.must('show', '-json', 'ordered.tfplan')) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const changes = (plan.resource_changes ?? []).map(({ address, change: { actions } }) => ({ address, actions }));
    return changes.filter(({ actions }) => actions.join() !== 'no-op');
  }

  public async apply(): Promise<void> {
    await this.must('apply', '-input=false', '-auto-approve', '-parallelism=30');
  }

  /** Unlike the others it may fail. */
  public async destroy(): Promise<Ended> {
    return await this.run('destroy', '-input=false', '-auto-approve', '-refresh=false', '-parallelism=30');
  }

  private get file(): string {
    return path.join(this.folder, 'cdk.tf.json');
  }

  private async must(...args: [string, ...string[]]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }

  private async run(command: string, ...args: string[]): Promise<Ended> {
    const color = command === 'show' || command === 'validate' ? [] : ['-no-color'];
    return await this.processes.run('terraform', [command, ...color, ...args], { cwd: this.folder, env: this.env });
  }
}
