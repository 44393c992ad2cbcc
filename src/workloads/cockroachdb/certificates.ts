import type { Volume } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { issueCertificate } from '../certificate';
import { COCKROACHDB, NODE_CERTIFICATE, PUBLIC_SERVICE, ROOT_CERTIFICATE, clientCertificate } from './names';
import { CockroachDbVehicle } from './props';
import type { CockroachDbSettings } from './settings';

/** Certificate of the nodes of a site, for every name under which they are dialled. */
export function issueNodeCertificate(host: IAppHost, site: Site, { vehicle }: CockroachDbSettings): void {
  const names = vehicle === CockroachDbVehicle.OPERATOR ? operatorNames(host, site) : exportedNames(host, site);
  issueCertificate(host, site, {
    name: NODE_CERTIFICATE,
    // CockroachDB takes a client for a node by this name alone.
    commonName: 'node',
    usages: ['server auth', 'client auth'],
    dnsNames: [
      ...serviceNames(host, site, PUBLIC_SERVICE),
      ...serviceNames(host, site, COCKROACHDB),
      site.localAddress(`*.${COCKROACHDB}`, host.namespace),
      ...names,
      'localhost',
    ],
    loopback: true,
  });
}

/** Certificate of a SQL user: CockroachDB takes a client for the user by its common name. It can serve nothing. */
function issueUserCertificate(host: IAppHost, site: Site, name: string, user: string): void {
  issueCertificate(host, site, { name, commonName: user, usages: ['client auth'], dnsNames: [] });
}

/** Certificate of the administrator, only where Jobs or the operator need it. */
export function issueRootCertificate(host: IAppHost, site: Site): void {
  issueUserCertificate(host, site, ROOT_CERTIFICATE, 'root');
}

/** Certificate of the application's user, for front ends. */
export function issueClientCertificate(host: IAppHost, site: Site, user: string): void {
  issueUserCertificate(host, site, clientCertificate(user), user);
}

/** All names of a Service in its own cluster: clients use any of them. */
function serviceNames(host: IAppHost, site: Site, service: string): string[] {
  const { namespace } = host;
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`, site.localAddress(service, namespace)];
}

function exportedNames(host: IAppHost, site: Site): string[] {
  const { network } = host.fleet;
  return [
    network.podAddress(site, '*', COCKROACHDB, host.namespace),
    network.serviceAddress(COCKROACHDB, host.namespace),
  ];
}

/** The operator makes a Service of this name for nodes that join. */
function operatorNames(host: IAppHost, site: Site): string[] {
  return serviceNames(host, site, `${COCKROACHDB}-join`);
}

/**
 * A certificate as a volume, under the file names that CockroachDB looks for: `node`, `client.<user>`. The key may be
 * readable by the process' own group, and by nobody else.
 */
export function certificateVolume(secret: string, file: string): Volume {
  return {
    name: 'certs',
    projected: {
      defaultMode: 0o440,
      sources: [
        {
          secret: {
            name: secret,
            items: [
              { key: 'ca.crt', path: 'ca.crt' },
              { key: 'tls.crt', path: `${file}.crt` },
              { key: 'tls.key', path: `${file}.key` },
            ],
          },
        },
      ],
    },
  };
}
