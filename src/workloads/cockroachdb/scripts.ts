/**
 * Shell of the pods. Values come in as arguments and environment, never as text of a script, so that no name can change what
 * a script does. Kubelet replaces `$(NAME)` in both where NAME is a variable of the container; scripts have no such text.
 */

/** Text that kubelet hands over as it is. */
export function verbatim(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** Certificates of the user that the Jobs act as. */
export const CERTS_PATH = '/certs';

/**
 * Initialises the cluster, once in its life. Arguments: the addresses at which nodes of all sites join.
 * INIT_ADDRESS: the node that founds the cluster, in another site. SQL_ADDRESS: the SQL of the site.
 *
 * A node that lost its volume looks like one of a new cluster, and to initialise it would found a second one. So a site that
 * answers SQL belongs to a cluster; without all sites in reach nobody knows; and the site that asks is not the one that
 * founds. Two sites that lost all their volumes at once are beyond this: their data is gone, and a restore is due.
 */
export const INIT_SCRIPT = `set -eu
if timeout 30 cockroach sql --certs-dir=${CERTS_PATH} --host="$SQL_ADDRESS" --execute='SELECT 1' >/dev/null 2>&1; then
  echo 'the cluster answers SQL: nothing to initialise'
  exit 0
fi
for peer in "$@"; do
  if ! timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "\${peer%:*}" "\${peer##*:}"; then
    echo "$peer cannot be reached: a cluster is initialised once all sites are there" >&2
    exit 1
  fi
done
if output=$(cockroach init --certs-dir=${CERTS_PATH} --host="$INIT_ADDRESS" 2>&1); then
  echo "$output"
  exit 0
fi
echo "$output" >&2
case "$output" in
  *'cluster has already been initialized'*) exit 0 ;;
  *) exit 1 ;;
esac
`;

const RUN_STATEMENTS = `set -euo pipefail
run() { cockroach sql --certs-dir=${CERTS_PATH} --host="$SQL_ADDRESS" "$@"; }
# By standard input, as arguments can be read by every process of the node.
setting() { printf "SET CLUSTER SETTING %s = '%s';\\n" "$1" "$2" | run; }
if [ -n "\${LICENSE:-}" ]; then
  if [ -n "\${ORGANIZATION:-}" ]; then setting cluster.organization "$ORGANIZATION"; fi
  setting enterprise.license "$LICENSE"
fi
for statement in "$@"; do
  run --execute="$statement"
done
`;

// ALTER BACKUP SCHEDULE takes a number and no query.
const ALTER_SCHEDULE = `alter() {
  schedule=$(run --format=tsv --execute="$1" | tail -n +2 | head -n 1)
  if [ -n "$schedule" ]; then run --execute="ALTER BACKUP SCHEDULE $schedule $2"; fi
}
alter "$FIND_OTHER_CADENCE" "$SET_CADENCE"
alter "$FIND_OTHER_DESTINATION" "$SET_DESTINATION"
`;

/**
 * Runs statements, each in a transaction of its own; fails at the first that fails. Arguments: the statements.
 * SQL_ADDRESS: the SQL of the site. LICENSE and ORGANIZATION: of the licence, when there is one. With backups also
 * FIND_OTHER_CADENCE and FIND_OTHER_DESTINATION: queries for a schedule that is not as declared; SET_CADENCE and
 * SET_DESTINATION: what to alter of it.
 */
export function sqlScript(backups: boolean): string {
  return backups ? RUN_STATEMENTS + ALTER_SCHEDULE : RUN_STATEMENTS;
}

/**
 * Has the node of the pod read its certificates again, now and then. Argument: seconds between two times. CockroachDB does so
 * on SIGHUP only (cockroachdb/cockroach#15028), and without it presents a certificate that ended while it was running.
 */
export const RELOAD_SCRIPT = `set -eu
while sleep "$1"; do
  for comm in /proc/[0-9]*/comm; do
    if read -r name 2>/dev/null <"$comm" && [ "$name" = cockroach ]; then
      pid=\${comm#/proc/}
      kill -HUP "\${pid%/comm}" || true
    fi
  done
done
`;
