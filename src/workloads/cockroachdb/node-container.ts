import type { Container, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import type { IAppHost } from '../../model/app-host';
import type { Site } from '../../model/site';
import { sizeQuantity } from '../resources';
import { COCKROACHDB } from './names';
import type { CockroachDbSettings } from './settings';
import { clockEnvironment, nodeProbes } from './timing';

/** What the container of a node has with both vehicles. */
export function nodeContainer(
  host: IAppHost,
  { cpu, memory, serviceAccountAnnotations }: CockroachDbSettings,
): Container {
  const size = sizeQuantity(memory);
  const hasCloudIdentity = Object.keys(serviceAccountAnnotations).length > 0;
  return {
    name: COCKROACHDB,
    env: clockEnvironment(),
    // The nodes write the backups, whichever client asked for them. Environment is read once: with optional keys a node that
    // started before its Secret would never have any. A cloud identity needs none.
    ...(host.store
      ? { envFrom: [{ secretRef: { name: host.store.credentialsSecret, optional: hasCloudIdentity } }] }
      : {}),
    ...nodeProbes(),
    resources: { requests: { cpu, memory: size }, limits: { memory: size } },
  };
}

/** The volume of a node. */
export function dataVolume(site: Site, { storage }: CockroachDbSettings): PersistentVolumeClaimSpec {
  return {
    accessModes: ['ReadWriteOnce'],
    ...(site.storageClass === undefined ? {} : { storageClassName: site.storageClass }),
    volumeMode: 'Filesystem',
    resources: { requests: { storage: sizeQuantity(storage) } },
  };
}
