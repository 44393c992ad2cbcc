import type { OutputObject } from '../recovery/trace';
import type { RenderedTree } from './render';
import type { RunStack } from './run';

/** Everything that a stack writes: objects of all clusters, and resources. */
export function outputOf(tree: RenderedTree, stack: RunStack): OutputObject[] {
  const own = tree.files.filter((file) => file.stack === stack.node.id);
  return [
    ...own.flatMap(({ path: file, cluster, objects }) =>
      objects.map(({ json }) => ({ object: `${json.kind} ${json.metadata.name}`, file, cluster, at: '', json })),
    ),
    ...resourcesOf(stack),
  ];
}

function resourcesOf(stack: RunStack): OutputObject[] {
  const { resource = {} } = stack.toTerraform() as { readonly resource?: Record<string, Record<string, unknown>> };
  const file = `stacks/${stack.node.id}/cdk.tf.json`;
  return Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, json]) => ({
      object: type,
      construct: constructOf(stack, json) ?? id,
      file,
      at: `/resource/${type}/${id}`,
      json,
    })),
  );
}

/** Path below the stack: the id of the resource is another one where the user gave it one, or where it lies deeper. */
function constructOf(stack: RunStack, json: unknown): string | undefined {
  const { path } =
    (json as { readonly '//'?: { readonly metadata?: { readonly path?: string } } })['//']?.metadata ?? {};
  return path?.slice(stack.node.path.length + 1);
}
