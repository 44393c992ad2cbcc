import type { Cursor } from '../cursor';
import type { Refuse } from '../kube-object';
import { checkSelector } from './selectors';
import { checkShare } from './workloads';

/** A PodDisruptionBudget says either how many pods must stay, or how many may go. */
export function checkDisruptionBudget(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  const [stay, go] = [spec.get('minAvailable'), spec.get('maxUnavailable')];
  if (stay.exists && go.exists) refuse(spec, 'must not have both minAvailable and maxUnavailable');
  if (!stay.exists && !go.exists) refuse(spec, 'has neither minAvailable nor maxUnavailable: it protects nothing');
  checkShare(stay, refuse);
  checkShare(go, refuse);
  checkSelector(spec.get('selector'), refuse);
}

/** A HorizontalPodAutoscaler: bounds in order, each metric with the source that its type names. */
export function checkAutoscaler(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  const min = spec.get('minReplicas').number ?? 1;
  const max = spec.get('maxReplicas').number ?? 0;
  if (min > max) refuse(spec.get('maxReplicas'), `must not be below minReplicas: ${max} < ${min}`);
  for (const metric of spec.list('metrics')) {
    const type = metric.get('type').text ?? '';
    const source = type.charAt(0).toLowerCase() + type.slice(1);
    if (!metric.get(source).exists) refuse(metric.get(source), `is required for a metric of type ${type}`);
    const others = metric.keys().filter((key) => key !== 'type' && key !== source);
    if (others.length > 0) refuse(metric, `of type ${type} must not have ${others.join(', ')}`);
  }
}
