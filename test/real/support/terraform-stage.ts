import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Moto } from './terraform-moto';
import { Processes } from './terraform-process';
import { TerraformFolder } from './terraform-folder';

/** Where Terraform works on one project: a temporary folder, a cloud of its own, and the programs that it started. */
export class Stage {
  public static async open(): Promise<Stage> {
    const processes = new Processes();
    const project = fs.mkdtempSync(path.join(os.tmpdir(), 'cndr-terraform-'));
    try {
      return new Stage(processes, project, await Moto.start(processes));
    } catch (error) {
      fs.rmSync(project, { recursive: true });
      throw error;
    }
  }

  private constructor(
    private readonly processes: Processes,
    /** The folder that an app would run in. */
    public readonly project: string,
    public readonly moto: Moto,
  ) {}

  /** A folder for a stack. */
  public folder(stack: string, environment?: Record<string, string>): TerraformFolder {
    return new TerraformFolder(this.processes, this.project, stack, environment);
  }

  /** Ends what still runs and removes the files. */
  public async close(): Promise<void> {
    await this.processes.killAll();
    fs.rmSync(this.project, { recursive: true });
  }
}
