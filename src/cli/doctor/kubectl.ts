/** The user's own kubectl: the only file of the command that starts a process, and it only reads. */
import { execFile } from 'node:child_process';
import { CliError } from '../cli-error';
import { causeIn, failureOf } from './kubectl-failure';

/** What kubectl said. */
export type Answer =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unavailable' }
  | { readonly state: 'refused' };

/** Asks the cluster; a cluster that cannot be asked at all is a `CliError`. */
export type Ask = (args: string[]) => Promise<Answer>;

/** What kubectl may be told to do: a pipeline trusts the command with its credentials. */
const READS = /^(get|version|config current-context)( |$)/;
const SECONDS_PER_REQUEST = 10;
/** A login that asks a question waits for an answer that nobody can give here. */
const SECONDS_PER_CALL = 60;
const OUTPUT_BYTES = 256 * 1024 * 1024;

/** kubectl with a context of its configuration. */
export function kubectlFor(context: string): Ask {
  return async (args) => {
    const { error, stdout, stderr } = await run([
      ...args,
      `--context=${context}`,
      `--request-timeout=${SECONDS_PER_REQUEST}s`,
    ]);
    if (!error) return { state: 'read', text: stdout };
    // What a failed command has printed is not looked at: a template that fails prints the object, with its values.
    const state = failureOf(stderr, args);
    if (state !== undefined) return { state };
    throw new CliError(causeIn(stderr, context, args));
  };
}

/** The context that kubectl takes when it is told none. */
export async function currentContext(): Promise<string> {
  const { error, stdout } = await run(['config', 'current-context']);
  if (error) throw new CliError('kubectl has no current context; name one with --context');
  return stdout.trim();
}

interface Ended {
  readonly error: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: string[]): Promise<Ended> {
  if (!READS.test(args.join(' '))) throw new Error(`no read: kubectl ${args.join(' ')}`);
  const options = {
    timeout: SECONDS_PER_CALL * 1000,
    maxBuffer: OUTPUT_BYTES,
    encoding: 'utf8' as const,
    env: { ...process.env, LC_ALL: 'C.UTF-8' }, // what it says is compared, in English
  };
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') {
        reject(new CliError('there is no kubectl on the PATH; install it: https://kubernetes.io/docs/tasks/tools/'));
      } else if (error?.killed) {
        reject(
          new CliError(
            `kubectl gave no answer within ${SECONDS_PER_CALL} s; log in with it first: kubectl ${args.join(' ')}`,
          ),
        );
      } else resolve({ error: error !== null, stdout, stderr });
    });
    child.stdin?.end();
  });
}
