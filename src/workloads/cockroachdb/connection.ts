import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import type { Connection } from '../../model/workload';
import { PUBLIC_SERVICE, SQL_PORT, clientCertificate, nodeLabels, sqlAddress } from './names';
import type { CockroachDbSettings } from './settings';

const TLS_PATH = '/workload-tls';

/** How a front end reaches the nodes of its own site: as the application's user, proved by a client certificate. */
export function clientConnection(host: IAppHost, site: Site, { user, database }: CockroachDbSettings): Connection {
  const tls = {
    sslmode: 'verify-full',
    sslrootcert: `${TLS_PATH}/ca.crt`,
    sslcert: `${TLS_PATH}/tls.crt`,
    sslkey: `${TLS_PATH}/tls.key`,
  };
  const query = Object.entries(tls).map(([name, value]) => `${name}=${value}`);
  const variables = {
    DATABASE_URL: `postgresql://${user}@${sqlAddress(host, site)}/${database}?${query.join('&')}`,
    PGHOST: site.localAddress(PUBLIC_SERVICE, host.namespace),
    PGPORT: String(SQL_PORT),
    PGUSER: user,
    PGDATABASE: database,
    PGSSLMODE: tls.sslmode,
    PGSSLROOTCERT: tls.sslrootcert,
    PGSSLCERT: tls.sslcert,
    PGSSLKEY: tls.sslkey,
  };
  return {
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
    clientSecret: clientCertificate(user),
    mountPath: TLS_PATH,
    ports: [SQL_PORT],
    podLabels: nodeLabels(host),
  };
}
