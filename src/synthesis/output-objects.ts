import { outputChanges } from '../recovery/output-change';
import type { OutputObject } from '../recovery/trace';
import { attributesOf } from './made-resources';
import type { RenderedEntry, RenderedTree } from './render';
import type { RunStack } from './run';

/** Everything that a stack writes: objects of all clusters, and resources. */
export function outputOf(tree: RenderedTree, stack: RunStack): OutputObject[] {
  const own = tree.files.filter((file) => file.stack === stack.node.id);
  return [
    ...own.flatMap(({ path: file, cluster, objects }) =>
      objects.map((entry) => ({
        object: `${entry.json.kind} ${entry.json.metadata.name}`,
        file,
        cluster,
        at: '',
        json: entry.json,
        changes: changesOf(entry),
      })),
    ),
    ...writtenResources(stack),
  ];
}

function changesOf({ json, emitted }: RenderedEntry): OutputObject['changes'] {
  return emitted && outputChanges(JSON.parse(JSON.stringify(emitted)), json);
}

function writtenResources(stack: RunStack): OutputObject[] {
  const { resource = {} } = stack.toTerraform() as { readonly resource?: Record<string, Record<string, unknown>> };
  const file = `stacks/${stack.node.id}/cdk.tf.json`;
  const made = stack.attributesAsMade;
  const now = made && attributesOf(stack);
  return Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, json]) => {
      const construct = constructOf(stack, json) ?? id;
      const path = `${stack.node.path}/${construct}`;
      const changes = made?.has(path) ? outputChanges(made.get(path), now?.get(path)) : [];
      return { object: type, construct, file, at: `/resource/${type}/${id}`, json, changes };
    }),
  );
}

/** Path below the stack: the id of the resource is another one where the user gave it one, or where it lies deeper. */
function constructOf(stack: RunStack, json: unknown): string | undefined {
  const { path } =
    (json as { readonly '//'?: { readonly metadata?: { readonly path?: string } } })['//']?.metadata ?? {};
  return path?.slice(stack.node.path.length + 1);
}
