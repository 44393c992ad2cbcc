#!/usr/bin/env node
/** The `cndr` command. */
import { CommanderError } from 'commander';
import { CliError } from './cli-error';
import { paintFor } from './paint';
import { programFor } from './program';
import { ownVersion } from './read-input';

const COULD_NOT = 2;

async function main(): Promise<void> {
  const program = programFor({
    paint: paintFor(process.stdout.isTTY, process.env),
    version: ownVersion(),
    print: (text) => process.stdout.write(`${text}\n`),
    found: () => (process.exitCode = 1),
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  // Commander has printed what is wrong with the arguments, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : COULD_NOT;
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`cndr: ${error.message}\n`);
  return COULD_NOT;
}

// A reader that has seen enough (`cndr plan | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
void main();
