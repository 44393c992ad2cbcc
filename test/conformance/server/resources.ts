import type { Cursor } from '../cursor';
import type { Refuse } from '../kube-object';
import { isTemplated, type PodView } from '../pods';
import { parseQuantity } from '../quantity';

const MILLI = 1_000_000n;
const UNIT = 1_000_000_000n;

/** Requests and limits of the containers of a pod. */
export function checkContainerResources(pod: PodView, refuse: Refuse): void {
  for (const { at } of pod.containers) checkResources(at.get('resources'), refuse);
  for (const volume of pod.volumes) {
    const limit = volume.get('emptyDir', 'sizeLimit');
    if (limit.exists) quantityAt(limit, refuse);
  }
}

/** Quantities of requests and limits, and that no request is above its limit. */
export function checkResources(at: Cursor, refuse: Refuse): void {
  for (const kind of ['limits', 'requests']) {
    for (const [resource, quantity] of at.get(kind).entries()) {
      const value = quantityAt(quantity, refuse);
      if (value === undefined) continue;
      if (value < 0n) refuse(quantity, 'must not be negative');
      const step = resource === 'cpu' ? MILLI : 1n;
      if (value % step !== 0n) refuse(quantity, 'CPU is counted in thousandths: finer than 1m is refused');
      if (isExtended(resource) && value % UNIT !== 0n) refuse(quantity, `${resource} is counted in whole units`);
    }
  }
  for (const [resource, request] of at.get('requests').entries()) {
    const limit = at.get('limits', resource);
    const [asked, allowed] = [parseQuantity(request.value), parseQuantity(limit.value)];
    if (asked !== undefined && allowed !== undefined && asked > allowed) {
      refuse(request, `${String(request.value)} is above the limit of ${String(limit.value)}`);
    }
    if (isExtended(resource) && asked !== allowed) refuse(request, `request and limit of ${resource} must be equal`);
  }
}

/** Devices and the like: `nvidia.com/gpu`. */
function isExtended(resource: string): boolean {
  return resource.includes('/') && !resource.startsWith('kubernetes.io/');
}

/** The quantity at a place, refused if it is none. */
export function quantityAt(at: Cursor, refuse: Refuse): bigint | undefined {
  if (isTemplated(at.value)) return undefined;
  const value = parseQuantity(at.value);
  if (value === undefined) refuse(at, `${JSON.stringify(at.value)} is not a quantity`);
  return value;
}
