import { Cursor } from '../cursor';
import { namespaceOf, type KubeObject, type Refuse } from '../kube-object';
import type { Inventory } from './inventory';
import { referencesOf } from './object-references';
import type { Reference } from './reference';

/** Names of other objects that resolve to nothing, in what is emitted and what is there before. */
export function checkReferences(object: KubeObject, inventory: Inventory, refuse: Refuse): void {
  checkNamespace(object, inventory, refuse);
  for (const reference of referencesOf(object)) {
    const { at, kind, namespace, name } = reference;
    if (!inventory.has(kind, namespace, name)) {
      const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
      refuse(at, `${kind} '${name}'${place} is neither emitted for this site nor a prerequisite`);
      continue;
    }
    checkKeys(reference, inventory, refuse);
    if (reference.port?.exists === true) checkPort(reference, reference.port, inventory, refuse);
  }
}

function checkNamespace(object: KubeObject, inventory: Inventory, refuse: Refuse): void {
  const namespace = namespaceOf(object);
  if (namespace === undefined || inventory.has('Namespace', undefined, namespace)) return;
  const at = new Cursor(object).get('metadata', 'namespace');
  refuse(at, `Namespace '${namespace}' is neither emitted for this site nor a prerequisite`);
}

function checkKeys({ kind, namespace, name, keys }: Reference, inventory: Inventory, refuse: Refuse): void {
  const known = inventory.keysOf(kind, namespace, name);
  if (known === undefined) return;
  for (const key of keys ?? []) {
    if (key.text === undefined || known.has(key.text)) continue;
    refuse(key, `${kind} '${name}' has no key '${key.text}': it has ${[...known].join(', ') || 'none'}`);
  }
}

/** A route to a port that the Service does not expose. */
function checkPort({ namespace, name }: Reference, port: Cursor, inventory: Inventory, refuse: Refuse): void {
  const service = inventory
    .objects('Service', namespace)
    .find((object) => new Cursor(object).get('metadata', 'name').text === name);
  if (service === undefined) return;
  const field = port.text === undefined ? 'port' : 'name';
  const exposed = new Cursor(service).list('spec', 'ports').map((item) => item.get(field).value);
  if (!exposed.includes(port.value))
    refuse(port, `Service '${name}' does not expose it: it exposes ${exposed.join(', ')}`);
}
