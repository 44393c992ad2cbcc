import type { EnvVar, VolumeMount } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { componentLabels } from '../pods';
import type { ValkeySettings } from './settings';

/** StatefulSet, its container, the headless Service that names its pods in all sites, and the ConfigMap of its scripts. */
export const VALKEY = 'valkey';
/** The pod that takes a site's writes, or follows those of the active site. */
export const LEADER = `${VALKEY}-0`;
/** Service of the leader of one site. */
export const CLIENT_SERVICE = 'valkey-client';
/** ConfigMap with the role of a site. */
export const SITE_CONFIG = 'valkey-site';
/** Certificate of the servers, which are clients of each other. */
export const SERVER_CERTIFICATE = 'valkey-tls';
/** Certificate of clients. */
export const CLIENT_CERTIFICATE = 'valkey-client-tls';

export const PORT = 6379;
export const METRICS_PORT = 9121;
/** User of the image. */
export const VALKEY_USER = 999;
/** Directory of the scripts. */
export const CONFIG_PATH = '/conf';
/** Directory of the certificate. */
export const TLS_PATH = '/tls';

export function valkeyLabels(host: IAppHost): Record<string, string> {
  return componentLabels(host.name, VALKEY);
}

/** Name under which every site resolves the leader of a site. */
export function leaderAddress(host: IAppHost, site: Site): string {
  return host.fleet.network.podAddress(site, LEADER, VALKEY, host.namespace);
}

/** The other sites with data. */
export function otherSites(host: IAppHost, site: Site): Site[] {
  return host.dataSites.filter((other) => other !== site);
}

/** What `cli.sh` needs: the password, under the name of each generation of the client. */
export function cliEnvironment({ passwordSecret }: ValkeySettings): EnvVar[] {
  return ['VALKEYCLI_AUTH', 'REDISCLI_AUTH'].map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: passwordSecret, key: 'password' } },
  }));
}

/** Scripts and certificate, as the scripts expect them. */
export const TOOL_MOUNTS: VolumeMount[] = [
  { name: 'conf', mountPath: CONFIG_PATH, readOnly: true },
  { name: 'tls', mountPath: TLS_PATH, readOnly: true },
];
