import type { SecurityContext } from 'kubernetes-types/core/v1';
import type { StrimziContainerTemplate, StrimziPodTemplate } from '../../kinds/strimzi';

/**
 * What the `restricted` Pod Security Standard asks for. Stated here, and not left to STRIMZI_POD_SECURITY_PROVIDER_CLASS of the
 * operator, which is shared with others. Strimzi's images run as user 1001 of group 0, and write beside their volumes.
 */
const CONTAINER: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A container that Strimzi makes. */
export function restrictedTemplate(volumeMounts?: StrimziContainerTemplate['volumeMounts']): StrimziContainerTemplate {
  return { securityContext: CONTAINER, ...(volumeMounts ? { volumeMounts } : {}) };
}

/** A pod that Strimzi makes. */
export function podTemplate(
  rest: Omit<StrimziPodTemplate, 'securityContext'>,
  volumes: { readonly persistent: boolean },
): StrimziPodTemplate {
  return {
    securityContext: {
      runAsNonRoot: true,
      // As Strimzi does for volumes of its own; a template replaces that.
      ...(volumes.persistent ? { fsGroup: 0, fsGroupChangePolicy: 'OnRootMismatch' } : {}),
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...rest,
  };
}
