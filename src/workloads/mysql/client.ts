import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint } from '../../model/workload';
import { addDataHealth } from '../data-health';
import { podsWith, tcp } from '../network-policy';
import { MONITOR_USER, PERCONA_USER } from './exporter';
import { CLIENT_CERTIFICATE, PROXY_LABELS, SQL_PORT, writeService } from './names';
import type { MysqlSettings } from './settings';

const TLS_PATH = '/workload-tls';
const CONNECT_SECONDS = 3;
/** Longer than the client waits for a connection. */
export const HEALTH_TIMEOUT = Duration.seconds(5);

/** How a front end reaches the node of its own site that takes writes; user and password come with its `environmentSecrets`. */
export function clientConnection(host: IAppHost, site: Site): Connection {
  return {
    variables: [
      { name: 'MYSQL_HOST', value: address(host, site) },
      { name: 'MYSQL_PORT', value: String(SQL_PORT) },
      { name: 'MYSQL_SSL_MODE', value: 'VERIFY_IDENTITY' },
      { name: 'MYSQL_SSL_CA', value: `${TLS_PATH}/ca.crt` },
    ],
    clientSecret: CLIENT_CERTIFICATE,
    mountPath: TLS_PATH,
    ports: [SQL_PORT],
    podLabels: PROXY_LABELS,
  };
}

/**
 * Answers only while the database of the site takes writes. HAProxy leads to a node of the majority, in a passive site as well, where
 * it is read-only: that it answers says nothing. The operator sets `read_only`, not `super_read_only`.
 */
export function addHealth(host: IAppHost, site: Site, settings: MysqlSettings): HealthEndpoint {
  return addDataHealth(host, site, {
    image: settings.image,
    script: `test "$(mysql --host="$HOST" --port=${SQL_PORT} --user=${MONITOR_USER} --connect-timeout=${CONNECT_SECONDS} --ssl-mode=VERIFY_IDENTITY --ssl-ca=${TLS_PATH}/ca.crt --batch --skip-column-names --execute="${WRITABLE}")" = 1`,
    timeout: HEALTH_TIMEOUT,
    environment: [
      { name: 'HOST', value: address(host, site) },
      { name: 'MYSQL_PWD', valueFrom: { secretKeyRef: { name: settings.usersSecret, key: MONITOR_USER } } },
    ],
    volumes: [{ name: 'tls', secret: { secretName: CLIENT_CERTIFICATE, defaultMode: 0o440 } }],
    volumeMounts: [{ name: 'tls', mountPath: TLS_PATH, readOnly: true }],
    egress: [{ to: [podsWith(PROXY_LABELS)], ports: tcp(SQL_PORT) }],
    user: PERCONA_USER,
  });
}

const WRITABLE =
  "select @@global.read_only = 0 and @@global.super_read_only = 0 and exists (select 1 from performance_schema.global_status where variable_name = 'wsrep_ready' and variable_value = 'ON')";

function address(host: IAppHost, site: Site): string {
  return site.localAddress(writeService(site), host.namespace);
}
