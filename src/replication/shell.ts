/** Seconds between two questions to an API server. */
const POLL_SECONDS = 5;

/** Something that a step waits for. */
export interface Wait {
  /** Command that succeeds when it is there. */
  readonly until: string;
  /** After how many seconds the step gives up. */
  readonly seconds: number;
  /** What is wrong then and what to do, with variables of the shell; in double quotes. */
  readonly otherwise: string;
}

/** Lines that wait until a command succeeds, and end the script with a message when it does not in time. */
export function waitUntil({ until, seconds, otherwise }: Wait): string[] {
  return [
    `deadline=$(($(date +%s) + ${seconds}))`,
    `until ${until}; do`,
    `  if [ "$(date +%s)" -ge "$deadline" ]; then ${fail(otherwise)}; fi`,
    `  sleep ${POLL_SECONDS}`,
    'done',
  ];
}

/** Ends a script. */
export function fail(message: string): string {
  return `echo "${message}" >&2; exit 1`;
}

/** A manifest as standard input of a command: nothing in it is expanded. */
export function fromManifest(command: string, manifest: object): string[] {
  return [`${command} <<'MANIFEST'`, JSON.stringify(manifest), 'MANIFEST'];
}

/** Longer than what a step waits for, so that its own message comes first. */
export function stepTimeout(...seconds: number[]): number {
  return seconds.reduce((total, each) => total + each, 60);
}
