import { Duration } from 'cdk8s';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Connection, ConnectionVariable, HealthEndpoint } from '../../model/workload';
import { addDataHealth } from '../data-health';
import { dnsEgress, podsWith, tcp } from '../network-policy';
import { CLIENT_CERTIFICATE, INSTANCE_LABELS, SQL_PORT, writeService } from './names';
import type { PostgresqlSettings } from './settings';

const TLS_PATH = '/workload-tls';
/** User of CloudNativePG's images. */
const POSTGRES_USER = 26;
/** Longer than psql waits for a connection. */
export const HEALTH_TIMEOUT = Duration.seconds(5);
const CONNECT_SECONDS = 3;

/** How a front end reaches the primary of its own site: as the application's role, proved by a client certificate. */
export function clientConnection(host: IAppHost, site: Site, settings: PostgresqlSettings): Connection {
  return {
    variables: [...variables(host, site, settings), { name: 'DATABASE_URL', value: url(host, site, settings) }],
    clientSecret: CLIENT_CERTIFICATE,
    mountPath: TLS_PATH,
    ports: [SQL_PORT],
    podLabels: INSTANCE_LABELS,
  };
}

/**
 * Answers only while the database of the site takes writes. The Service of a passive site leads to an instance as well, which
 * follows the active site and is read-only: that it answers says nothing.
 */
export function addHealth(host: IAppHost, site: Site, settings: PostgresqlSettings): HealthEndpoint {
  return addDataHealth(host, site, {
    image: settings.image,
    script: `test "$(psql --no-psqlrc --tuples-only --no-align --command 'select pg_is_in_recovery()')" = f`,
    timeout: HEALTH_TIMEOUT,
    environment: [...variables(host, site, settings), { name: 'PGCONNECT_TIMEOUT', value: String(CONNECT_SECONDS) }],
    volumes: [{ name: 'tls', secret: { secretName: CLIENT_CERTIFICATE, defaultMode: 0o440 } }],
    volumeMounts: [{ name: 'tls', mountPath: TLS_PATH, readOnly: true }],
    egress: [{ to: [podsWith(INSTANCE_LABELS)], ports: tcp(SQL_PORT) }, dnsEgress()],
    user: POSTGRES_USER,
  });
}

/** What libpq, and clients that know its environment, read. */
function variables(host: IAppHost, site: Site, { user, database }: PostgresqlSettings): ConnectionVariable[] {
  const values = {
    PGHOST: site.localAddress(writeService(site), host.namespace),
    PGPORT: String(SQL_PORT),
    PGUSER: user,
    PGDATABASE: database,
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: `${TLS_PATH}/ca.crt`,
    PGSSLCERT: `${TLS_PATH}/tls.crt`,
    PGSSLKEY: `${TLS_PATH}/tls.key`,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function url(host: IAppHost, site: Site, { user, database }: PostgresqlSettings): string {
  const tls = {
    sslmode: 'verify-full',
    sslrootcert: `${TLS_PATH}/ca.crt`,
    sslcert: `${TLS_PATH}/tls.crt`,
    sslkey: `${TLS_PATH}/tls.key`,
  };
  const query = Object.entries(tls).map(([name, value]) => `${name}=${value}`);
  return `postgresql://${user}@${site.localAddress(writeService(site), host.namespace)}:${SQL_PORT}/${database}?${query.join('&')}`;
}
