import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import type { KubernetesObject } from './kubernetes';

/**
 * Writes an object into a chart. Its construct id is its kind and name, so that the same object twice in one chart fails
 * at once, and a JSON patch finds it: `dr.chart('use1').node.findChild('StatefulSet.orders.etcd')`.
 */
export function emit(chart: Chart, object: KubernetesObject): ApiObject {
  return new ApiObject(chart, objectId(object), { ...object });
}

function objectId({ kind, metadata }: KubernetesObject): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('.');
}
