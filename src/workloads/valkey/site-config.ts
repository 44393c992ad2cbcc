import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { SiteRole } from '../../model/roles';
import type { Site } from '../../model/site';
import { SITE_CONFIG, leaderAddress } from './names';

/** What a site is, as its pods read it when they start. */
export interface SiteConfig {
  readonly SITE_ROLE: 'primary' | 'replica';
  /** Whom the leader follows; empty for a primary. */
  readonly UPSTREAM: string;
}

export const PRIMARY: SiteConfig = { SITE_ROLE: 'primary', UPSTREAM: '' };

/** The role of a site that follows another one. */
export function replicaOf(host: IAppHost, site: Site): SiteConfig {
  return { SITE_ROLE: 'replica', UPSTREAM: leaderAddress(host, site) };
}

/** The role of a site. Runbooks patch it, and it alone changes with `activeSite`. */
export function addSiteConfig(host: IAppHost, site: Site): void {
  const active = host.activeSite;
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: SITE_CONFIG, namespace: host.namespace },
    data: { ...(active && host.roleOf(site) === SiteRole.PASSIVE ? replicaOf(host, active) : PRIMARY) },
  });
  host.stateFailoverOwned({
    site: site.name,
    group: '',
    kind: 'ConfigMap',
    name: SITE_CONFIG,
    jsonPointers: ['/data/SITE_ROLE', '/data/UPSTREAM'],
  });
}
