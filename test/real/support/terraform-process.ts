import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Programs that a suite has started, so that none outlives it. */
export class Processes {
  private readonly running = new Set<ChildProcess>();

  /** Starts a program in a process group of its own: Terraform starts plugins, which must end with it. */
  public start(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): ChildProcess {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    return child;
  }

  /** Runs a program to its end. */
  public async run(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<Ended> {
    const child = this.start(command, args, options);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? -1, stdout: stdout(), stderr: stderr() };
  }

  /** Ends all that still run. */
  public async killAll(): Promise<void> {
    const running = [...this.running];
    const closed = running.map((child) => once(child, 'close'));
    for (const { pid } of running) {
      if (pid !== undefined) kill(pid);
    }
    await Promise.all(closed);
  }
}

function kill(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
