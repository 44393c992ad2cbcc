import { CONFIG_PATH, PORT, TLS_PATH, VALKEY } from './names';
import { type ValkeySettings, backlogMebibytes, dataMebibytes } from './settings';

/** Writable directory of what is secret or temporary. */
export const RUN_PATH = '/run/valkey';
/** Key that the health check writes; expires by itself. */
const HEALTH_KEY = 'cndr:site-health';

/** Settings of the server, the same in every site. */
export function serverConfig(settings: ValkeySettings): string {
  return [
    'port 0',
    `tls-port ${PORT}`,
    'tls-replication yes',
    'tls-auth-clients yes',
    `tls-cert-file ${TLS_PATH}/tls.crt`,
    `tls-key-file ${TLS_PATH}/tls.key`,
    `tls-ca-cert-file ${TLS_PATH}/ca.crt`,
    'dir /data',
    'appendonly yes',
    'appendfsync everysec',
    // Snapshots are taken for backups alone.
    'save ""',
    'replica-read-only yes',
    'replica-serve-stale-data yes',
    'repl-diskless-sync yes',
    // A copy that breaks off leaves the old data as it was: with it a site can still be promoted.
    'repl-diskless-load disabled',
    `repl-backlog-size ${backlogMebibytes(settings)}mb`,
    `maxmemory ${dataMebibytes(settings)}mb`,
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}

/** The client, as every script calls it; answers that are errors make it fail. Arguments: those of `valkey-cli`. */
const CLI_SCRIPT = `exec valkey-cli -e --tls --cacert ${TLS_PATH}/ca.crt --cert ${TLS_PATH}/tls.crt --key ${TLS_PATH}/tls.key "$@"
`;

/**
 * Starts the server in its role. POD_NAME, ANNOUNCE: name of the pod, and its address for other sites. SITE_ROLE, UPSTREAM: what
 * the site is. SITE_LEADER: address of its first pod. OTHER_LEADERS: those of the other sites. PASSWORD.
 *
 * A site that was lost comes back as the primary that it was, although another one has been promoted since. Its leader does not
 * start as long as it sees another primary: clients of the site get errors, and nothing is written that would be thrown away.
 * Nor does it start with an empty volume while a copy has data: all copies would become as empty as it is.
 * It does not follow the other one by itself either, since that would throw away its own data when the other was promoted by
 * mistake. A runbook decides.
 */
const START_SCRIPT = `set -eu
umask 077
upstream=
if [ "\${POD_NAME##*-}" != 0 ]; then
  upstream=$SITE_LEADER
elif [ "$SITE_ROLE" = replica ]; then
  upstream=$UPSTREAM
else
  for leader in $OTHER_LEADERS; do
    info=$(timeout 5 sh ${CONFIG_PATH}/cli.sh -h "$leader" INFO 2>/dev/null || true)
    case "$info" in
    *role:master*)
      echo "$leader is the primary already, so this site does not start as one: run the runbook that makes this site a copy again" >&2
      sleep 10
      exit 1
      ;;
    esac
    if [ ! -e /data/appendonlydir ]; then
      case "$info" in
      *:keys=*)
        echo "the volume of this server is empty, and $leader has data, which it would throw away to follow an empty primary: run the failover to its site, or restore the volume" >&2
        sleep 10
        exit 1
        ;;
      esac
    fi
  done
fi
quoted=$(printf %s "$PASSWORD" | sed 's/[\\\\"]/\\\\&/g')
{
  cat ${CONFIG_PATH}/valkey.conf
  printf 'replica-announce-ip %s\\n' "$ANNOUNCE"
  printf 'requirepass "%s"\\nprimaryauth "%s"\\n' "$quoted" "$quoted"
  if [ -n "$upstream" ]; then printf 'replicaof %s ${PORT}\\n' "$upstream"; fi
} > ${RUN_PATH}/valkey.conf
exec ${VALKEY}-server ${RUN_PATH}/valkey.conf
`;

/** Whether a pod has its data: a primary that has loaded it, or a replica that is connected. */
const READY_SCRIPT = `set -eu
info=$(timeout 3 sh ${CONFIG_PATH}/cli.sh INFO)
case "$info" in *loading:1*) exit 1 ;; esac
case "$info" in *role:master* | *master_link_status:up*) exit 0 ;; esac
exit 1
`;

/** Takes a snapshot, so that a backup of the volume has a consistent file besides the append-only one. */
const BACKUP_SCRIPT = `set -eu
cli() { sh ${CONFIG_PATH}/cli.sh "$@"; }
saves() { cli INFO persistence | tr -d '\\r' | sed -n 's/^rdb_saves://p'; }
before=$(saves)
cli BGSAVE SCHEDULE > /dev/null
while [ "$(saves)" = "$before" ]; do
  case "$(cli INFO persistence)" in
  *rdb_bgsave_in_progress:0*rdb_last_bgsave_status:err*)
    echo 'BGSAVE failed: the log of the server says why' >&2
    exit 1
    ;;
  esac
  sleep 1
done
`;

/** Has the server read its certificate again when it was renewed: it reads the files when it is told to, and never else. */
const RELOAD_SCRIPT = `set -eu
trap 'exit 0' TERM
seen=
while :; do
  now=$(cat ${TLS_PATH}/tls.crt ${TLS_PATH}/ca.crt | cksum)
  if [ "$now" != "$seen" ] && sh ${CONFIG_PATH}/cli.sh CONFIG SET tls-cert-file ${TLS_PATH}/tls.crt tls-key-file ${TLS_PATH}/tls.key tls-ca-cert-file ${TLS_PATH}/ca.crt > /dev/null; then
    seen=$now
  fi
  sleep 60 & wait $!
done
`;

/**
 * Whether a site takes writes: a write is the only question that a replica, a fenced or full server, and one whose disk fails all
 * answer with an error. VALKEY_HOST: address of the leader.
 */
export const SERVING_SCRIPT = `timeout 2 sh ${CONFIG_PATH}/cli.sh -h "$VALKEY_HOST" SET ${HEALTH_KEY} up EX 60`;

/** Files of the pods. */
export function files(settings: ValkeySettings): Record<string, string> {
  return {
    'valkey.conf': serverConfig(settings),
    'cli.sh': CLI_SCRIPT,
    'start.sh': START_SCRIPT,
    'ready.sh': READY_SCRIPT,
    'backup.sh': BACKUP_SCRIPT,
    'reload.sh': RELOAD_SCRIPT,
  };
}
