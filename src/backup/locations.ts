import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import type { BackupStorageLocation } from '../kinds/velero';
import type { IHost } from '../model/host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import { locationName, sitePrefix } from './layout';
import type { VeleroSettings } from './props';

/**
 * How often a site looks for backups of the others and whether it can reach them: Velero's own defaults
 * (pkg/cmd/server/config, 1.18.1), emitted since freshness alerts depend on them.
 */
export const SYNC_PERIOD = Duration.minutes(1);
/** Two rounds of looking for backups, and one that was late. */
export const NEWS_SECONDS = 3 * SYNC_PERIOD.toSeconds();

/**
 * In every site, a location for each site of the fleet. A site writes to its own and only reads the others': it can
 * restore any lost site, and neither expire nor delete what that site has left.
 */
export function addLocations(host: IHost, settings: VeleroSettings): void {
  for (const site of host.sites) {
    for (const source of host.fleet.sites)
      addTo(host, site, location(host, source, source.name === site.name, settings));
  }
}

function location(host: IHost, source: Site, own: boolean, settings: VeleroSettings): BackupStorageLocation {
  return {
    apiVersion: 'velero.io/v1',
    kind: 'BackupStorageLocation',
    metadata: { name: locationName(source), namespace: settings.namespace },
    spec: {
      provider: 'velero.io/aws',
      default: own,
      accessMode: own ? 'ReadWrite' : 'ReadOnly',
      objectStorage: { bucket: settings.bucket, prefix: sitePrefix(host.fleet, source) },
      config: config(settings),
      credential: { name: settings.credentialsSecret, key: 'cloud' },
      backupSyncPeriod: durationText(SYNC_PERIOD),
      validationFrequency: durationText(SYNC_PERIOD),
    },
  };
}

// Keys of velero-plugin-for-aws, backupstoragelocation.md; an unknown key makes the location unavailable.
function config({ region, endpoint, kmsKeyId }: VeleroSettings): Record<string, string> {
  if (endpoint !== undefined) return { region, s3Url: endpoint, s3ForcePathStyle: 'true' };
  return kmsKeyId === undefined ? { region, serverSideEncryption: 'AES256' } : { region, kmsKeyId };
}
