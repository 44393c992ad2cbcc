import type { IHost } from '../model/host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';

/** At most one of the pods may be evicted at a time. It counts one cluster only: the plan orders maintenance of sites. */
export function addDisruptionBudget(
  host: IHost,
  site: Site,
  props: { readonly name: string; readonly namespace: string; readonly podLabels: Record<string, string> },
): void {
  addTo(host, site, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: props.name, namespace: props.namespace },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: props.podLabels },
      // A pod that is not ready holds no vote anyway; it must not block the drain of its node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
