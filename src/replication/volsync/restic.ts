import type { IAppHost } from '../../model/app-host';
import type { ObjectStore } from '../../model/backup';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { StoredVolume } from '../../model/replication';
import type { Site } from '../../model/site';
import type { ArchiveFact } from '../../rules/facts';
import { type PairProps, snapshots } from './pair';
import { letStoreBeReached } from './policies';
import type { VolSyncSettings } from './props';

/** What restic keeps: a day of hours, two weeks of days, two months of weeks. */
const RETAIN = { hourly: 24, daily: 14, weekly: 8 };
const PRUNE_DAYS = 7;

/** Copies a volume of the active site to the object store. */
export function addResticSource(host: IAppHost, active: Site, props: PairProps, schedule: string): void {
  const { settings, volume, owner } = props;
  addTo(host, active, {
    apiVersion: 'volsync.backube/v1alpha1',
    kind: 'ReplicationSource',
    metadata: { name: `${volume.claim}-restic`, namespace: host.namespace },
    spec: {
      sourcePVC: volume.claim,
      trigger: { schedule },
      restic: {
        repository: repositorySecret(settings, volume),
        pruneIntervalDays: PRUNE_DAYS,
        retain: RETAIN,
        moverPodLabels: moverLabels(host),
        ...snapshots(settings, owner),
      },
    },
  });
}

/** What restic's movers of the active site may reach. */
export function openStore(host: IAppHost, active: Site, store: ObjectStore): void {
  letStoreBeReached(host, active, moverLabels(host), store.endpoint);
}

/** Every site gets its repositories before it needs them. */
export function requireRepository(
  host: IAppHost,
  site: Site,
  store: ObjectStore,
  settings: VolSyncSettings,
  volume: StoredVolume,
): void {
  const repository = repositoryOf(host, site, store, volume);
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: repositorySecret(settings, volume),
    namespace: host.namespace,
    keys: ['RESTIC_REPOSITORY', 'RESTIC_PASSWORD', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    why:
      `restic copies claim ${volume.claim} of ${site.name} to its own repository: RESTIC_REPOSITORY is ${repository}, and RESTIC_PASSWORD the same in every site, ` +
      `or a survivor cannot read what a lost site left; the credentials may s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there, since restic prunes, and never s3:DeleteObjectVersion`,
  });
}

/** Where each site keeps its copies. */
export function resticArchives(host: IAppHost, store: ObjectStore, volumes: StoredVolume[]): ArchiveFact[] {
  return host.dataSites.flatMap((site) =>
    volumes.map((volume) => ({ site: site.name, location: repositoryOf(host, site, store, volume) })),
  );
}

/**
 * Beside the native backups, not below them: the bucket's lifecycle removes what is old there, and the oldest parts of a
 * repository are in use.
 */
function repositoryOf(host: IAppHost, site: Site, store: ObjectStore, { claim }: StoredVolume): string {
  const server = store.endpoint ?? `https://s3.${store.region}.amazonaws.com`;
  return `s3:${server}/${store.bucket}/restic/${host.fleet.name}/${host.name}/${site.name}/${claim}`;
}

function repositorySecret({ restic }: VolSyncSettings, { claim }: StoredVolume): string {
  return `${restic?.secretPrefix ?? ''}-${claim}`;
}

function moverLabels(host: IAppHost): Record<string, string> {
  return { 'app.kubernetes.io/instance': host.name, 'app.kubernetes.io/component': 'restic-mover' };
}
