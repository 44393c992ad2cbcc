import { CALL_OPTIONS, CALL_SECONDS } from './latch-steps';

/** A routing control and the state that it is to have. */
export interface RoutingControlState {
  /** Name of the site that it is of. */
  readonly site: string;
  readonly arn: string;
  readonly state: 'On' | 'Off';
  readonly endpoints: { readonly url: string; readonly region: string }[];
}

const ROUNDS = [1, 2, 3];
const PAUSE_SECONDS = 5;

/** How long the script takes when no endpoint answers: two calls for each, and a pause after each round. */
export function setRoutingControlSeconds(endpoints: number): number {
  return ROUNDS.length * (endpoints * 2 * CALL_SECONDS + PAUSE_SECONDS) + CALL_SECONDS;
}

/** Tries one endpoint after the other: two of five may be down at any time, for maintenance, or with their region. */
export function setRoutingControlScript({ site, arn, state, endpoints }: RoutingControlState): string {
  const call = (operation: string, options: string) =>
    `aws route53-recovery-cluster ${operation} --routing-control-arn ${arn} ${options} --endpoint-url "$url" --region "$region" ${CALL_OPTIONS}`;
  return [
    "problem=''",
    `for round in ${ROUNDS.join(' ')}; do`,
    `  for endpoint in ${endpoints.map(({ url, region }) => `${region}=${url}`).join(' ')}; do`,
    '    region=${endpoint%%=*}',
    '    url=${endpoint#*=}',
    `    if problem=$(${call('update-routing-control-state', `--routing-control-state ${state}`)} 2>&1); then`,
    `      if problem=$(${call('get-routing-control-state', '--query RoutingControlState --output text')} 2>&1); then`,
    `        if [ "$problem" = ${state} ]; then echo 'routing control of ${site} is ${state}'; exit 0; fi`,
    '        problem="it is $problem"',
    '      fi',
    '    fi',
    '  done',
    `  sleep ${PAUSE_SECONDS}`,
    'done',
    `echo "routing control of ${site} is not ${state} after $round rounds of all endpoints: $(printf '%s' "$problem" | tr '\\n' ' ')" >&2`,
    'exit 1',
  ].join('\n');
}
