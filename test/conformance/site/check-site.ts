import { Cursor, repeated } from '../cursor';
import { groupKind, nameOf, namespaceOf, type Prerequisite, type Refuse } from '../kube-object';
import { podsOf } from '../pods';
import { Inventory, type Placed } from './inventory';
import { checkPodSecurity, type SecurityLevel } from './pod-security';
import { checkReferences } from './references';
import { checkTargets } from './targets';

/** Checks what only shows when all objects of a cluster are seen together. */
export function checkSite(
  placed: readonly Placed[],
  prerequisites: readonly Prerequisite[],
  refuseIn: (placed: Placed) => Refuse,
): void {
  const inventory = new Inventory(placed, prerequisites);
  const identity = ({ object }: Placed): string =>
    `${groupKind(object)} ${namespaceOf(object) ?? ''}/${nameOf(object)}`;
  for (const { value } of repeated(placed, identity)) {
    refuseIn(value)(
      new Cursor(value.object).get('metadata', 'name'),
      'the site has this object twice: the last one wins',
    );
  }
  for (const one of placed) {
    const refuse = refuseIn(one);
    checkReferences(one.object, inventory, refuse);
    checkTargets(one.object, inventory, refuse);
    const level = enforcedLevel(inventory, namespaceOf(one.object));
    if (level === undefined) continue;
    for (const pod of podsOf(one.object)) checkPodSecurity(pod, level, refuse);
  }
}

/** The Pod Security level that an emitted Namespace enforces. */
function enforcedLevel(inventory: Inventory, namespace: string | undefined): SecurityLevel | undefined {
  const object = inventory.objects('Namespace', undefined).find((candidate) => nameOf(candidate) === namespace);
  const label = new Cursor(object).get('metadata', 'labels', 'pod-security.kubernetes.io/enforce').text;
  return label === 'baseline' || label === 'restricted' ? label : undefined;
}
