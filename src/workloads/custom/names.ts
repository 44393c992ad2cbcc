import type { IAppHost } from '../../model/app-host';
import { componentLabels } from '../pods';
import type { CustomSettings } from './settings';

/** Service of the pods of a site that can serve. */
export function clientService({ name }: CustomSettings): string {
  return `${name}-client`;
}

/** ConfigMap and volume of the container that answers for a health command. */
export function answerName({ name }: CustomSettings): string {
  return `${name}-health`;
}

export function podLabels(host: IAppHost, { name }: CustomSettings): Record<string, string> {
  return componentLabels(host.name, name);
}

/** Names of the claims of a site, in the order of the replicas. */
export function claims({ name, volumes, replicas }: CustomSettings) {
  return Array.from({ length: replicas }, (_, ordinal) =>
    volumes.map((volume) => ({ claim: `${volume.name}-${name}-${ordinal}`, size: volume.size })),
  ).flat();
}
