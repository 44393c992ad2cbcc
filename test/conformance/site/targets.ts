import { Cursor } from '../cursor';
import { groupKind, nameOf, namespaceOf, type KubeObject, type Refuse } from '../kube-object';
import { podsOf, type PodView } from '../pods';
import { isEmptySelector, selects } from '../server/selectors';
import type { Inventory } from './inventory';

/** Selectors that pick no pod of the site, and ports that the picked pods do not have. */
export function checkTargets(object: KubeObject, inventory: Inventory, refuse: Refuse): void {
  const kind = groupKind(object);
  if (kind === 'HorizontalPodAutoscaler.autoscaling') checkScaleTarget(object, inventory, refuse);
  if (kind !== 'PodDisruptionBudget.policy' && kind !== 'Service') return;
  const spec = new Cursor(object).get('spec');
  const labels = spec.get('selector');
  const selector = kind === 'Service' ? new Cursor({ matchLabels: labels.value }) : labels;
  const namespace = namespaceOf(object);
  const pods = podsIn(inventory, namespace);
  const picked = pods.filter(({ metadata }) => selects(selector, metadata.get('labels')));
  if (isEmptySelector(selector)) return;
  // A Service may pick pods by a label that they get while they run: the leader, the primary.
  if (kind === 'Service') checkTargetPorts(spec, picked, refuse);
  if (kind === 'Service' || picked.length > 0) return;
  // The labels that an operator gives its pods are not in the manifests, nor is what else runs in a namespace of others.
  const allKnown = inventory.objects('Namespace', undefined).some((candidate) => nameOf(candidate) === namespace);
  if (!allKnown || inventory.hasOperatedPods(namespace)) return;
  refuse(labels, `picks no pod that is emitted in this namespace: the budget protects nothing`);
}

/** The version of the target matters: an autoscaler finds nothing under another one. */
function checkScaleTarget(object: KubeObject, inventory: Inventory, refuse: Refuse): void {
  const ref = new Cursor(object).get('spec', 'scaleTargetRef');
  const targets = inventory.placed
    .map((one) => one.object)
    .filter((candidate) => candidate.kind === ref.get('kind').text && nameOf(candidate) === ref.get('name').text);
  if (targets.length > 0 && !targets.some(({ apiVersion }) => apiVersion === ref.get('apiVersion').text)) {
    refuse(ref.get('apiVersion'), `must be that of the target, ${targets[0]!.apiVersion}`);
  }
}

function podsIn(inventory: Inventory, namespace: string | undefined): PodView[] {
  return inventory.placed
    .filter(({ object }) => namespaceOf(object) === namespace)
    .flatMap(({ object }) => podsOf(object))
    .filter(({ builtin }) => builtin);
}

function checkTargetPorts(spec: Cursor, picked: readonly PodView[], refuse: Refuse): void {
  if (picked.length === 0) return;
  const names = new Set(
    picked.flatMap(({ containers }) =>
      containers.flatMap(({ at }) => at.list('ports').map((port) => port.get('name').text)),
    ),
  );
  for (const port of spec.list('ports')) {
    const target = port.get('targetPort');
    if (target.text !== undefined && !names.has(target.text)) {
      refuse(target, `no pod that the Service picks has a port named '${target.text}'`);
    }
  }
}
