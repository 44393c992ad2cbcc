import type { Site } from '../../model/site';
import { CA_FILE } from './channels';
import { MONITOR_USER } from './exporter';
import { SQL_PORT, clusterName, nodeNames, writeService } from './names';

/** Resources as kubectl knows them, so that no other operator's are meant. */
export const CLUSTERS = 'perconaxtradbclusters.pxc.percona.com';
export const BACKUP_RESOURCES = 'perconaxtradbclusterbackups.pxc.percona.com';
export const RESTORES = 'perconaxtradbclusterrestores.pxc.percona.com';
/** Container of the database in its pods. */
const CONTAINER = 'pxc';
const POLL_SECONDS = 5;

/** The client as the monitoring user, whose password is a file in the pod: no secret leaves it. The statement is its first argument. */
const CLIENT = `MYSQL_PWD="$(cat /etc/mysql/mysql-users-secret/${MONITOR_USER})" exec mysql --host="$2" --port=${SQL_PORT} --user=${MONITOR_USER} --connect-timeout=5 --ssl-mode="$3" --ssl-ca=${CA_FILE} --batch --skip-column-names --execute="$1"`;

/**
 * What the scripts are made of. A field that is not there is empty text, as is one of a cluster that is not there. `sql_of` asks the
 * node that HAProxy sends writes to, from inside the first pod that runs the client; its answer is one line.
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
  // in_pod <pod> <host> <how the certificate is checked> <statement>
  `in_pod() { kubectl exec "$1" --container=${CONTAINER} -- sh -c '${CLIENT}' sh "$4" "$2" "$3"; }`,
];

/** A script that has to be over after so long, with the time that kubectl needs to say so. */
export function script(timeoutSeconds: number, lines: string[]): string {
  return [...FUNCTIONS, `deadline=$(($(date +%s) + ${timeoutSeconds - 2 * POLL_SECONDS}))`, ...lines].join('\n');
}

/** A function of the shell that asks the node of a site which takes its writes, by any pod of the site; `other` is the second site of the step. */
export function sqlFunction(name: string, site: Site, other = false): string {
  const cluster = other ? 'export KUBECONFIG="$OTHER_KUBECONFIG"; ' : '';
  return [
    `${name}() {`,
    `  for pod in ${nodeNames(site).join(' ')}; do`,
    `    if answer="$(${cluster}in_pod "$pod" ${writeService(site)} VERIFY_IDENTITY "$1" 2>/dev/null)"; then printf '%s' "$answer" | tr -d '\\n'; return 0; fi`,
    '  done',
    '  return 1',
    '}',
  ].join('\n');
}

/** A function of the shell that is true when all nodes of a site say so, each for itself. */
export function allNodesFunction(name: string, site: Site, statement: string, expected: string): string {
  // Each is asked on its own address, of which its certificate says nothing.
  return `${name}() { for pod in ${nodeNames(site).join(' ')}; do [ "$(in_pod "$pod" 127.0.0.1 REQUIRED "${statement}" 2>/dev/null)" = "${expected}" ] || return 1; done; }`;
}

/** Changes a cluster; the patch is merged. */
export function patch(site: Site, spec: object): string {
  return `kubectl patch ${CLUSTERS} ${clusterName(site)} --type=merge -p '${JSON.stringify({ spec })}'`;
}
