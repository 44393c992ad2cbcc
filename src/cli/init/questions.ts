/** Asks on the terminal. */
import { createInterface, type Interface } from 'node:readline';
import { CliError } from '../cli-error';
import type { Paint } from '../paint';
import { type Answers, problemOf, type Question } from './choices';

/** Asks one question after the other, until it is closed. */
export class Questions {
  private readonly lines: Interface;
  /** Keeps what is typed, or pasted, ahead of its question. */
  private readonly typed: AsyncIterator<string>;

  constructor(
    private readonly paint: Paint,
    input: NodeJS.ReadableStream,
    private readonly output: NodeJS.WritableStream,
  ) {
    this.lines = createInterface({ input, output });
    this.typed = this.lines[Symbol.asyncIterator]();
  }

  /** An answer that fits; undefined for what is filled in later. */
  public async ask(question: Question, given: Answers): Promise<string | undefined> {
    this.output.write(this.text(question, given));
    const byDefault = question.byDefault(given);
    const shown = byDefault ?? question.emptyMeans?.(given) ?? 'fill in later';
    this.lines.setPrompt(`${question.flag} ${this.paint.dim(`[${shown}]`)}: `);
    for (;;) {
      const answer = await this.line();
      if (answer === '') return byDefault;
      const problem = problemOf(question, answer, given);
      if (problem === undefined) return answer;
      this.output.write(`${this.paint.red(problem)}\n`);
    }
  }

  public close(): void {
    this.output.write('\n');
    this.lines.close();
  }

  private text({ asks, options }: Question, given: Answers): string {
    const names = Object.entries(options?.(given) ?? {});
    const width = Math.max(0, ...names.map(([name]) => name.length));
    return [
      '',
      this.paint.bold(asks),
      ...names.map(([name, says]) => `  ${name.padEnd(width)}  ${this.paint.dim(says)}`),
      '',
    ].join('\n');
  }

  /** What was typed at the prompt; after the end of the input, or Ctrl-C, an answer will never come. */
  private async line(): Promise<string> {
    this.lines.prompt();
    const typed = await this.typed.next();
    if (typed.done !== true) return typed.value.trim();
    throw new CliError(
      'the questions were not answered to the end: nothing was written; give flags, or --yes for the defaults',
    );
  }
}
