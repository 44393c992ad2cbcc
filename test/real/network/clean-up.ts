import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Folders are named after the process that made them, as namespaces are. */
const NAME = /^cndr-real-(\d+)-/;

/** What has to be undone after a test: the last thing first, and all of it, whatever fails on the way. */
export class CleanUp {
  private readonly steps: (() => Promise<void> | void)[] = [];

  /** Adds a step, that is run before all that were added earlier. */
  public add(step: () => Promise<void> | void): void {
    this.steps.push(step);
  }

  /** Makes a temporary folder, and removes those of runs that were killed. */
  public folder(): string {
    for (const name of fs.readdirSync(os.tmpdir())) {
      const owner = NAME.exec(name)?.[1];
      if (owner !== undefined && !fs.existsSync(`/proc/${owner}`)) remove(path.join(os.tmpdir(), name));
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), `cndr-real-${process.pid}-`));
    this.add(() => remove(folder));
    return folder;
  }

  /** Undoes it all; fails afterwards when a step did. */
  public async run(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everything was cleaned up');
  }
}

function remove(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}
