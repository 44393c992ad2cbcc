import type { NetworkPolicyEgressRule, NetworkPolicyIngressRule } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import type { Site } from '../../model/site';
import { MOVER_LABELS, MOVER_PORT } from './names';

const HTTPS = 443;
const DNS_PORTS = [53, 5353];

/** Movers of a passive site are reached by those of the active one, and reach nobody. */
export function admitCopies(host: IAppHost, site: Site, active: Site): void {
  addPolicy(host, site, 'volsync', MOVER_LABELS, {
    ingress: [{ from: addresses(host, [active]), ports: [{ protocol: 'TCP', port: MOVER_PORT }] }],
    egress: [],
  });
}

/** Movers of the active site reach those of the passive ones. */
export function letCopiesOut(host: IAppHost, active: Site, passive: Site[]): void {
  addPolicy(host, active, 'volsync', MOVER_LABELS, {
    ingress: [],
    egress: [{ to: addresses(host, passive), ports: [{ protocol: 'TCP', port: MOVER_PORT }] }, dns()],
  });
}

/** Movers that copy to the object store reach it, wherever it is. */
export function letStoreBeReached(
  host: IAppHost,
  site: Site,
  podLabels: Record<string, string>,
  endpoint: string | undefined,
): void {
  const port = Number(/^https:\/\/[^/:]+:(\d+)/.exec(endpoint ?? '')?.[1] ?? HTTPS);
  addPolicy(host, site, 'volsync-restic', podLabels, {
    ingress: [],
    egress: [{ ports: [{ protocol: 'TCP', port }] }, dns()],
  });
}

interface Rules {
  readonly ingress: NetworkPolicyIngressRule[];
  readonly egress: NetworkPolicyEgressRule[];
}

function addPolicy(host: IAppHost, site: Site, name: string, podLabels: Record<string, string>, rules: Rules): void {
  addTo(host, site, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: host.namespace },
    spec: { podSelector: { matchLabels: podLabels }, policyTypes: ['Ingress', 'Egress'], ...rules },
  });
}

function addresses(host: IAppHost, sites: Site[]) {
  return sites.flatMap((site) => host.fleet.network.sourceCidrs(site)).map((cidr) => ({ ipBlock: { cidr } }));
}

/** DNS of the cluster is reached by its port, since it runs in a namespace of its own choice; 5353 is OpenShift's. */
function dns(): NetworkPolicyEgressRule {
  return {
    ports: DNS_PORTS.flatMap((port) => [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ]),
  };
}
