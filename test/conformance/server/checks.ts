import { Cursor } from '../cursor';
import { groupKind, type KubeObject, type Refuse } from '../kube-object';
import { podsOf } from '../pods';
import type { KindSchema } from '../schema-store';
import { checkAutoscaler, checkDisruptionBudget } from './availability';
import { checkCertificate } from './certificates';
import { checkConfigMap, checkSecret } from './config-data';
import { checkContainers } from './containers';
import { checkDurations } from './durations';
import { checkIngress } from './ingresses';
import { checkMetadata } from './metadata';
import { checkNetworkPolicy } from './network-policies';
import { checkProbes } from './probes';
import { checkRbac } from './rbac';
import { checkContainerResources } from './resources';
import { checkSchedules } from './schedules';
import { checkScheduling } from './scheduling';
import { checkLabels } from './selectors';
import { checkService } from './services';
import { checkVolumes } from './volumes';
import { checkClaim, checkWorkload } from './workloads';

const BY_KIND: Record<string, (root: Cursor, refuse: Refuse) => void> = {
  'Certificate.cert-manager.io': checkCertificate,
  ConfigMap: checkConfigMap,
  'HorizontalPodAutoscaler.autoscaling': checkAutoscaler,
  'Ingress.networking.k8s.io': checkIngress,
  'NetworkPolicy.networking.k8s.io': checkNetworkPolicy,
  PersistentVolumeClaim: (root, refuse) => {
    checkClaim(root.get('spec'), refuse);
  },
  'PodDisruptionBudget.policy': checkDisruptionBudget,
  Secret: checkSecret,
  Service: checkService,
};

/** What the API server refuses by its hand-written validation, which no schema holds. */
export function checkAsServer(object: KubeObject, kind: KindSchema | undefined, refuse: Refuse): void {
  checkMetadata(object, kind, refuse);
  checkWorkload(object, refuse);
  checkDurations(object, refuse);
  checkSchedules(object, refuse);
  checkRbac(object, refuse);
  for (const pod of podsOf(object)) {
    checkLabels(pod.metadata.get('labels'), refuse);
    checkLabels(pod.at.get('nodeSelector'), refuse);
    checkContainers(pod, refuse);
    checkVolumes(pod, refuse);
    checkProbes(pod, refuse);
    checkContainerResources(pod, refuse);
    checkScheduling(pod, refuse);
  }
  BY_KIND[groupKind(object)]?.(new Cursor(object), refuse);
}
