/** Seconds between two looks. */
const POLL_SECONDS = 5;

/** Something that a step waits for. */
export interface Patience {
  /** Command that succeeds when it is there. */
  readonly condition: string;
  readonly seconds: number;
  /** What is wrong when it does not come, with variables of the shell. */
  readonly complaint: string;
}

/** Lines that wait until a command succeeds. */
export function untilTrue({ condition, seconds, complaint }: Patience): string[] {
  return [
    `deadline=$(($(date +%s) + ${seconds}))`,
    `until ${condition}; do`,
    `  if [ "$(date +%s)" -ge "$deadline" ]; then ${fail(complaint)}; fi`,
    `  sleep ${POLL_SECONDS}`,
    'done',
  ];
}

/** Ends a script. */
export function fail(message: string): string {
  return `echo "${message}" >&2; exit 1`;
}

/** Lines that set `newest` to the time and name, and `backup` to the name, of the newest complete backup of a schedule. */
export function newestBackup(schedule: string): string[] {
  return [
    // One that failed in part is none.
    `columns='{range .items[?(@.status.phase=="Completed")]}{.status.startTimestamp} {.metadata.name}{"\\n"}{end}'`,
    `backups=$(velero get backups.velero.io -l velero.io/schedule-name=${schedule} -o jsonpath="$columns")`,
    `newest=$(printf '%s\\n' "$backups" | sort | tail -n 1)`,
    'backup=${newest##* }',
  ];
}

/** Lines that define `ended`: whether Velero is done with an object, whose phase is then in `phase`. */
export function ended(resource: string, name: string): string[] {
  return [
    'ended() {',
    `  phase=$(velero get ${resource} ${name} -o jsonpath='{.status.phase}') || return 1`,
    // What has failed in part goes on, to end as failed in part.
    '  case "$phase" in Completed | Failed | PartiallyFailed | FailedValidation) ;; *) return 1 ;; esac',
    '}',
  ];
}
