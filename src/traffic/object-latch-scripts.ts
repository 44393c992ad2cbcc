import { CALL_OPTIONS, CALL_SECONDS } from './latch-steps';

/** The object of a site's latch. */
export interface LatchObject {
  /** Name of the site. */
  readonly site: string;
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

const ATTEMPTS = [1, 2, 3, 4, 5, 6];
const PAUSE_SECONDS = 5;

/** How long a step takes when nothing answers: two calls and a pause for each attempt. */
export const CLOSE_OR_OPEN_SECONDS = ATTEMPTS.length * (2 * CALL_SECONDS + PAUSE_SECONDS) + CALL_SECONDS;

/**
 * Puts the object. It is there when somebody without credentials gets it, as a health checker does: a setting of the account that
 * blocks public access would leave the latch open and nobody would know.
 */
export function closeScript(object: LatchObject): string {
  return attempts(`latch of ${object.site} is not closed`, [
    `if problem=$(${call('put-object', object)} 2>&1); then`,
    `  if problem=$(${anonymousHead(object)} 2>&1); then`,
    `    echo 'latch of ${object.site} is closed'; exit 0`,
    '  fi',
    '  problem="the object is there, but health checkers may not read it (S3 Block Public Access of the account?): $problem"',
    'fi',
  ]);
}

/**
 * Deletes the object, which succeeds as well when there is none. S3 answers 403 for what is not there to whoever may not list the
 * bucket; no answer at all proves nothing.
 */
export function openScript(object: LatchObject): string {
  return attempts(`latch of ${object.site} is not open`, [
    `if problem=$(${call('delete-object', object)} 2>&1); then`,
    `  if problem=$(${anonymousHead(object)} 2>&1); then`,
    '    problem="the object is still there"',
    '  else',
    '    case "$problem" in',
    `      *'(403)'* | *'(404)'*) echo 'latch of ${object.site} is open'; exit 0 ;;`,
    '    esac',
    '  fi',
    'fi',
  ]);
}

function attempts(failed: string, attempt: string[]): string {
  return [
    "problem=''",
    `for attempt in ${ATTEMPTS.join(' ')}; do`,
    ...attempt.map((line) => `  ${line}`),
    `  sleep ${PAUSE_SECONDS}`,
    'done',
    `echo "${failed} after $attempt attempts: $(printf '%s' "$problem" | tr '\\n' ' ')" >&2`,
    'exit 1',
  ].join('\n');
}

function call(operation: string, { bucket, key, region }: LatchObject): string {
  return `aws s3api ${operation} --bucket ${bucket} --key ${key} --region ${region} ${CALL_OPTIONS}`;
}

function anonymousHead(object: LatchObject): string {
  return `${call('head-object', object)} --no-sign-request`;
}
