import type { IFleet } from '../model/fleet';
import type { IHost } from '../model/host';
import type { Site } from '../model/site';

/**
 * What lies where in the bucket. Velero marks a location as broken when it finds anything of somebody else below its
 * prefix, so every site has its own, and native backups are beside them. The fleet is part of every prefix: two fleets may
 * share a bucket.
 */
export const NATIVE_PREFIX = 'native';

/** Prefix of what Velero writes in a site. */
export function sitePrefix(fleet: IFleet, site: Site): string {
  return `velero/${fleet.name}/${site.name}`;
}

/** Prefix of what the engine of an application writes. */
export function nativePrefix(app: IHost): string {
  return `${NATIVE_PREFIX}/${app.fleet.name}/${app.name}`;
}

/**
 * Name of the location that holds a site's backups, the same in every site: a Backup that another site synced from it
 * names its location.
 */
export function locationName(site: Site): string {
  return `dr-${site.name}`;
}

/**
 * Name of an application's Schedule in a site. A restore picks the newest backup by this name among all that the site
 * sees, those of other sites included, so the site is part of it.
 */
export function scheduleName(app: IHost, site: Site): string {
  return `${app.name}-${site.name}`;
}
