import type { PodSecurityContext, SecurityContext, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { KubernetesObject, Metadata } from '../kinds/kubernetes';

/** Executors of Argo run as this user, which owns what they share with the script. */
const ARGO_USER = 8737;

/** What the `restricted` Pod Security Standard asks of pods. */
export const POD_SECURITY: PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: ARGO_USER,
  runAsGroup: ARGO_USER,
  fsGroup: ARGO_USER,
  seccompProfile: { type: 'RuntimeDefault' },
};

const NO_PRIVILEGES: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** What it asks of the container with the script. */
export const SCRIPT_SECURITY: SecurityContext = { ...NO_PRIVILEGES, readOnlyRootFilesystem: true };

/**
 * Unless its configuration says otherwise the controller gives its own two containers no security context, with which no
 * `restricted` namespace admits the pod.
 */
export const EXECUTOR_PATCH = JSON.stringify({
  initContainers: [executor('init')],
  containers: [executor('wait')],
});

function executor(name: string): object {
  return { name, securityContext: NO_PRIVILEGES, resources: { requests: { cpu: '10m', memory: '64Mi' } } };
}

/** kubectl and curl write there only. */
export const TMP_VOLUME: Volume = { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } };
export const TMP_MOUNT: VolumeMount = { name: 'tmp', mountPath: '/tmp' };
/** Where kubectl keeps what it learnt of the API. */
export const HOME = { name: 'HOME', value: '/tmp' };

/** Labels of the pods of runbooks. */
export function runbookLabels(app: string): Record<string, string> {
  return { 'app.kubernetes.io/name': 'runbook', 'app.kubernetes.io/instance': app };
}

/**
 * Lets the pods of runbooks reach API servers: of their own cluster, whose address a policy cannot name before it is there, of
 * other sites, and of clouds. None of these is a pod, so that addresses would be all that could be named, and nobody knows them
 * at synthesis.
 */
export function runbookPolicy(app: string, metadata: Metadata): KubernetesObject {
  const tcp = (port: number) => ({ protocol: 'TCP', port });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: runbookLabels(app) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [
        { ports: [443, 6443].map(tcp) },
        // Name resolution, wherever it runs; 5353 is that of OpenShift.
        { ports: [53, 5353].flatMap((port) => [{ protocol: 'UDP', port }, tcp(port)]) },
      ],
    },
  };
}
