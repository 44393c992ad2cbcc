/**
 * Shell of the Job that sets the keyspace up. Arguments: what its replication has to hold. CREATE_KEYSPACE and READ_REPLICATION
 * are CQL. A datacenter that is not there yet is refused by Cassandra, so that the Job fails, and is tried again, until all are.
 *
 * Values come in as arguments and environment, never as text of the script. The password of the application is a string of CQL,
 * in a file in memory; that of the superuser is on the command line, which nobody but this pod sees.
 */
export const SETUP_SCRIPT = `set -eu
umask 077
run() { cqlsh --ssl --no-color --username="$SUPERUSER" --password="$SUPERUSER_PASSWORD" "$@" "$NODES" "$PORT"; }
literal() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/''/g")"; }

run --execute="$CREATE_KEYSPACE"
replication=$(run --execute="$READ_REPLICATION")
for replicas in "$@"; do
  case "$replication" in
    *"$replicas"*) ;;
    *)
      echo "keyspace $KEYSPACE has no replicas as declared ($replicas): ALTER KEYSPACE, then rebuild the site from another one" >&2
      exit 1
      ;;
  esac
done

role=$(literal "$APPLICATION")
password=$(literal "$APPLICATION_PASSWORD")
{
  printf 'CREATE ROLE IF NOT EXISTS %s WITH LOGIN = true AND PASSWORD = %s;\\n' "$role" "$password"
  printf 'ALTER ROLE %s WITH PASSWORD = %s;\\n' "$role" "$password"
  for permission in SELECT MODIFY CREATE ALTER DROP; do
    printf 'GRANT %s ON KEYSPACE %s TO %s;\\n' "$permission" "$KEYSPACE" "$role"
  done
} >"$HOME/role.cql"
run --file="$HOME/role.cql"
rm -f "$HOME/role.cql"
`;

/**
 * Asks the nodes whether every token range of the site can be read at a consistency level; they answer 500 when one cannot, from
 * what gossip tells them. URL: of the management API. It administers nodes without a password, so that nobody but these pods
 * gets there, and the front end gets an answer only.
 */
export const HEALTH_SCRIPT = `curl --silent --show-error --fail --output /dev/null --max-time "$MAX_SECONDS" "$URL"`;
