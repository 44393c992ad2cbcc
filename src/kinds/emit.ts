import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import type { KubernetesObject } from './kubernetes';

const EMITTED = Symbol('cndr.emitted');

/**
 * Writes an object into a chart. Its construct id is its kind and name, so that the same object twice in one chart fails
 * at once, and a JSON patch finds it: `dr.chart('use1').node.findChild('StatefulSet.orders.etcd')`.
 */
export function emit(chart: Chart, object: KubernetesObject): ApiObject {
  const emitted = new ApiObject(chart, objectId(object), { ...object });
  Object.defineProperty(emitted, EMITTED, { value: object });
  return emitted;
}

/** The object as the library gave it, before any patch; undefined for an object that somebody else made. */
export function emittedAs(object: object): KubernetesObject | undefined {
  return EMITTED in object ? (object[EMITTED] as KubernetesObject) : undefined;
}

function objectId({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('.');
}
