import { execFileSync } from 'node:child_process';

/** A program that a suite runs. */
export interface Program {
  readonly name: string;
  /** How to get it. */
  readonly from: string;
  /** Command that prints its version. */
  readonly version: [string, ...string[]];
}

/** Path of a program, or undefined. */
export function pathOf(name: string): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/**
 * A suite that needs what is named in `missing` to be there: a failure in CI; elsewhere it is skipped, with a warning.
 *
 * @param missing what is not there, and how to get it
 * @param versions printed before the suite; only asked for when nothing is missing
 */
export function describeWith(title: string, missing: string[], versions: () => string[], body: () => void): void {
  if (missing.length === 0) {
    describe(title, () => {
      beforeAll(() => {
        // Past jest's own console, which adds where this is called.
        process.stdout.write(`${title}, with ${versions().join('; ')}\n`);
      });
      body();
    });
  } else if (process.env.CNDR_CI === '1') {
    test(`${title}: the programs are there`, () => {
      throw new Error(`CI skips nothing. Missing: ${missing.join('; ')}`);
    });
  } else {
    // Past jest's own console, which says nothing of a file whose tests are all skipped.
    process.stderr.write(`\n*** SKIPPED: ${title}\n*** Missing: ${missing.join('; ')}\n\n`);
    describe.skip(title, body);
  }
}

/** Those that are not in the path. */
export function missingPrograms(programs: Program[]): string[] {
  return programs.filter(({ name }) => pathOf(name) === undefined).map(({ name, from }) => `${name} (${from})`);
}

/** First line of what a program prints as its version. */
export function versionOf({ version: [command, ...args] }: Program): string {
  // No network, and no configuration of whoever runs this.
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: undefined };
  return execFileSync(command, args, { encoding: 'utf8', env }).split('\n')[0] ?? '';
}
