/** The resource as kubectl knows it, so that no other operator's `cluster` is meant. */
export const CLUSTERS = 'clusters.postgresql.cnpg.io';
/** Phase of a Cluster with nothing to do: PhaseHealthy in CloudNativePG api/v1/cluster_types.go. */
const HEALTHY = 'Cluster in healthy state';
const POLL_SECONDS = 5;

/**
 * What the scripts are made of. A field that is not there is empty text, as is one of a Cluster that is not there. What decides on
 * a change is read into a variable, so that `set -e` ends the step when the API server does not answer; in a test it would be empty.
 */
const FUNCTIONS = [
  `field() { kubectl get ${CLUSTERS} "$1" --ignore-not-found -o "jsonpath={$2}"; }`,
  `fail() { echo "$1" >&2; exit 1; }`,
  // wait_for <command> <what is wrong when it is late>
  'wait_for() {',
  '  until "$1"; do',
  '    if [ "$(date +%s)" -ge "$deadline" ]; then fail "$2"; fi',
  `    sleep ${POLL_SECONDS}`,
  '  done',
  '}',
];

/** A script that has to be over after so long, with the time that kubectl needs to say so. */
export function script(timeoutSeconds: number, lines: string[]): string {
  return [...FUNCTIONS, `deadline=$(($(date +%s) + ${timeoutSeconds - 2 * POLL_SECONDS}))`, ...lines].join('\n');
}

/** A function of the shell that is true while a Cluster has nothing to do. */
export function healthyFunction(cluster: string): string {
  return `healthy() { [ "$(field ${cluster} .status.phase)" = "${HEALTHY}" ]; }`;
}

/** Makes a Cluster follow another one. A token of an earlier promotion would be refused in it (cloudnative-pg#9273). */
export function follow(cluster: string, primary: string): string {
  return patch(cluster, `{"spec":{"replica":{"primary":"${primary}","source":"${primary}","promotionToken":null}}}`);
}

/** Makes a Cluster primary, without a proof that it has all writes. */
export function promote(cluster: string, former: string): string {
  return patch(cluster, `{"spec":{"replica":{"primary":"${cluster}","source":"${former}","promotionToken":null}}}`);
}

function patch(cluster: string, merge: string): string {
  return `kubectl patch ${CLUSTERS} ${cluster} --type=merge -p '${merge}'`;
}
