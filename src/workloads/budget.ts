import type { IHost } from '../model/host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';

/** What may be evicted of pods that are not ready. */
export enum UnreadyPods {
  /** One at a time like the others: a member without a leader is not ready, and its vote counts. */
  COUNT = 'IfHealthyBudget',
  /** Any: they serve nobody, and must not block the drain of their node. */
  MAY_GO = 'AlwaysAllow',
}

/** At most one of the pods may be evicted at a time. It counts one cluster only: the plan orders maintenance of sites. */
export function addDisruptionBudget(
  host: IHost,
  site: Site,
  props: {
    readonly name: string;
    readonly namespace: string;
    readonly podLabels: Record<string, string>;
    readonly unready: UnreadyPods;
  },
): void {
  addTo(host, site, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: props.name, namespace: props.namespace },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: props.podLabels },
      unhealthyPodEvictionPolicy: props.unready,
    },
  });
}
