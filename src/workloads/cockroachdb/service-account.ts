import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { COCKROACHDB } from './names';

/** Identity of the nodes, which a cloud may give access to the backups. */
export function addServiceAccount(host: IAppHost, site: Site, annotations: Record<string, string>): void {
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: COCKROACHDB,
      namespace: host.namespace,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    // Pods that want a token ask for one; that of a cloud identity is projected in any case.
    automountServiceAccountToken: false,
  });
}
