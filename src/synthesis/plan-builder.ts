import type { Inspection } from './inspection';
import type { AppPlan, FleetPlan, Plan, PlannedCluster, PlannedObject, Rendered } from './plan';
import { PLAN_VERSION } from './plan';
import type { RenderedObject, RenderedTree } from './render';

/** Puts what the stacks say of themselves together with what was rendered for them. */
export function buildPlan(tree: RenderedTree, inspections: Inspection[]): Plan {
  const parts = inspections.flatMap(({ plan }) => (plan ? [{ ...plan, ...renderedFor(plan, tree) }] : []));
  return {
    version: PLAN_VERSION,
    fleets: parts.filter((part): part is FleetPlan & Rendered => part.type === 'fleet'),
    apps: parts.filter((part): part is AppPlan & Rendered => part.type === 'app'),
  };
}

function renderedFor(plan: AppPlan | FleetPlan, tree: RenderedTree): Rendered {
  const clusters = tree.files.flatMap((file): PlannedCluster[] =>
    file.stack === plan.name && file.cluster !== undefined
      ? [{ cluster: file.cluster, file: file.path, objects: file.objects.map(({ json }) => summaryOf(json)) }]
      : [],
  );
  return { stack: `stacks/${plan.name}/cdk.tf.json`, clusters };
}

function summaryOf({ apiVersion, kind, metadata }: RenderedObject): PlannedObject {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}
