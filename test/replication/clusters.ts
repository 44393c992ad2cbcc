import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { RunbookStep, SwitchSteps } from 'cndr';

/** An object of a cluster, as far as steps look at it. */
export interface FakeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string>; readonly generation?: number };
  readonly spec?: Record<string, unknown>;
  readonly status?: Record<string, unknown>;
}

/** How a step ended. */
export interface StepRun {
  readonly status: number | null;
  readonly stderr: string;
}

/** Clusters behind a kubectl that keeps objects in a file and plays their controllers; steps run as dash reads them. */
export class Clusters {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-clusters-'));

  /**
   * @param state objects by site, and what the controllers do: `copiesTo`, `claims`, `restorePhase`, `backupPhase`, `unreachable`
   */
  constructor(state: Record<string, unknown>) {
    const stub = (name: string, body: string) => {
      fs.writeFileSync(path.join(this.folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    };
    stub('kubectl', `exec "${process.execPath}" "${path.join(__dirname, 'fake-kubectl.cjs')}" "$@"`);
    // Time passes by waiting only, so that what never comes is given up at once.
    stub('sleep', `echo $(($(cat "${this.clock}") + $1)) > "${this.clock}"`);
    stub(
      'date',
      `case "$*" in "+%s") echo $(($(/bin/date +%s) + $(cat "${this.clock}"))) ;; *) exec /bin/date "$@" ;; esac`,
    );
    fs.writeFileSync(this.clock, '0');
    fs.writeFileSync(this.file('state'), JSON.stringify(state));
    fs.writeFileSync(this.file('calls'), '');
  }

  /** Runs a step in the cluster of its site. */
  public run({ script, site }: RunbookStep): StepRun {
    const { status, stderr } = spawnSync('/bin/sh', ['-c', `set -eu\n${script}`], {
      encoding: 'utf8',
      env: {
        PATH: `${this.folder}:/usr/bin:/bin`,
        STATE: this.file('state'),
        CALLS: this.file('calls'),
        CLUSTER: site.name,
      },
    });
    return { status, stderr };
  }

  /** Runs the steps of a switch in order, and says which one failed. */
  public runAll(steps: RunbookStep[]): string[] {
    for (const step of steps) {
      const { status, stderr } = this.run(step);
      if (status !== 0 && !step.mayFail) return [`${step.name}: ${stderr}`];
    }
    return [];
  }

  /** Objects of a kind in a site. */
  public objects(site: string, kind: string): FakeObject[] {
    return this.state[site]!.filter((object) => object.kind === kind);
  }

  /** What was called so far, each with its site before it. */
  public get calls(): string[] {
    return fs.readFileSync(this.file('calls'), 'utf8').split('\n').slice(0, -1);
  }

  /** Changes the state between two steps. */
  public change(changes: Record<string, unknown>): void {
    fs.writeFileSync(this.file('state'), JSON.stringify({ ...this.state, ...changes }));
  }

  /** Removes the files. */
  public dispose(): void {
    fs.rmSync(this.folder, { recursive: true });
  }

  private get state(): Record<string, FakeObject[]> {
    return JSON.parse(fs.readFileSync(this.file('state'), 'utf8')) as Record<string, FakeObject[]>;
  }

  private get clock(): string {
    return this.file('clock');
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }
}

/** The steps of a switch, in the order of its phases. */
export function inOrder({ preflight, fence, promote, start }: SwitchSteps): RunbookStep[] {
  return [...preflight, ...fence, ...promote, ...start];
}

/** Steps whose scripts a shell does not take. */
export function unreadable(steps: RunbookStep[]): string[] {
  return steps.filter(({ script }) => spawnSync('/bin/sh', ['-n', '-c', script]).status !== 0).map(({ name }) => name);
}
