import type { Affinity, PodSecurityContext, SecurityContext, TopologySpreadConstraint } from 'kubernetes-types/core/v1';

/** Pod security context that the `restricted` Pod Security Standard admits. */
export function restrictedPod(user: number): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // Without it kubelet changes the owner of every file of a big volume at each start, which adds minutes to recovery.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Container security context that the `restricted` Pod Security Standard admits. */
export function restrictedContainer(): SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** No two of the pods on one node: a node failure costs one replica. */
export function oneNodeEach(podLabels: Record<string, string>): Affinity {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: podLabels }, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  };
}

/** Spread over the zones of the site, as far as there is room: a lost zone must not keep pods from starting. */
export function acrossZones(podLabels: Record<string, string>): TopologySpreadConstraint[] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: podLabels },
    },
  ];
}

/** No more pods on one node than on another, as far as nodes take pods at all. */
export function acrossNodes(podLabels: Record<string, string>): TopologySpreadConstraint[] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels: podLabels },
    },
  ];
}

/** Labels by which Services, budgets and policies find the pods of one component of an application. */
export function componentLabels(app: string, component: string): Record<string, string> {
  return { 'app.kubernetes.io/name': component, 'app.kubernetes.io/instance': app };
}
