import type {
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
} from 'kubernetes-types/networking/v1';
import type { KubernetesObject } from '../kinds/kubernetes';

/** The pods of one component, and exactly what may reach them and what they may reach. */
export interface PolicyProps {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: Record<string, string>;
  readonly ingress: NetworkPolicyIngressRule[];
  readonly egress: NetworkPolicyEgressRule[];
}

/** NetworkPolicy that admits what is listed, in both directions, and nothing else. */
export function networkPolicy(props: PolicyProps): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: props.name, namespace: props.namespace },
    spec: {
      podSelector: { matchLabels: props.podLabels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: props.ingress,
      egress: props.egress,
    },
  };
}

/** NetworkPolicy that shuts a namespace: a pod that no other policy names reaches nobody and is reached by nobody. */
export function denyAll(namespace: string): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny-all', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

/** Pods of the same namespace. */
export function podsWith(podLabels: Record<string, string>): NetworkPolicyPeer {
  return { podSelector: { matchLabels: podLabels } };
}

/** All pods of another namespace of the same cluster. */
export function podsOfNamespace(namespace: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}

/** Addresses of pods in other sites. */
export function addresses(cidrs: string[]): NetworkPolicyPeer[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

/** TCP ports. */
export function tcp(...ports: number[]): { protocol: string; port: number }[] {
  return ports.map((port) => ({ protocol: 'TCP', port }));
}

/**
 * Name resolution, wherever it runs: CoreDNS in `kube-system` on most clusters, in `openshift-dns` on OpenShift, and on a
 * link-local address with NodeLocal DNSCache, so that no peer can be named; the port can (5353 is OpenShift's).
 */
export function dnsEgress(): NetworkPolicyEgressRule {
  return {
    ports: [53, 5353].flatMap((port) => [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ]),
  };
}
