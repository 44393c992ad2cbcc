import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

const KEPT_LINES = 200;

/** A program that runs beside the test; what it prints is kept for when it fails. */
export class RealProcess {
  /** Exit code, once it has ended; undefined before, null when it was killed. */
  public exitCode: number | null | undefined = undefined;

  private readonly lines: string[] = [];
  private readonly end: Promise<void>;

  constructor(
    public readonly name: string,
    private readonly child: ChildProcess,
    onLine: (line: string) => void = () => undefined,
  ) {
    this.end = new Promise((resolve) => {
      child.once('close', (code) => {
        this.exitCode = code;
        resolve();
      });
    });
    child.once('error', (error) => this.keep(String(error)));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.keep(line);
        if (stream === child.stdout) onLine(line);
      });
    }
  }

  public get running(): boolean {
    return this.exitCode === undefined;
  }

  /** The last lines that it printed. */
  public get log(): string {
    return this.lines.join('\n');
  }

  /** Fails with what it printed when it has ended. */
  public assertRunning(): void {
    if (!this.running) throw new Error(`${this.name} has ended with ${String(this.exitCode)}:\n${this.log}`);
  }

  /** Sends a signal and waits for the end. */
  public async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.running) this.child.kill(signal);
    await this.end;
  }

  private keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }
}
