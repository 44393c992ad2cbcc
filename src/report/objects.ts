/** Every object of the output by cluster, with a search over all of them. */
import { groupedBy } from '../recovery/grouped';
import type { Plan } from '../synthesis/plan';
import { type Content, markup } from './html';
import { folded, table } from './parts';

interface Emitted {
  readonly cluster: string;
  readonly owner: string;
  readonly file: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace: string;
}

/** A search field, which needs a script and is hidden without one, and a table for each cluster. */
export function objectTables(plan: Plan): Content {
  const emitted = objectsOf(plan);
  if (emitted.length === 0) return markup`<p>None.</p>`;
  const tables = [...groupedBy(emitted, ({ cluster }) => cluster)].map(([cluster, objects]) =>
    folded(
      markup`${cluster} <small>${objects.length}</small>`,
      table({
        label: `Objects in ${cluster}`,
        caption: `Emitted for ${cluster}`,
        columns: ['Name', 'Kind', 'Namespace', 'API', 'Of', 'File'],
        rows: objects.map(objectRow),
      }),
    ),
  );
  const stacks = [...plan.fleets, ...plan.apps].map(({ stack }) => markup`<li><code>${stack}</code></li>`);
  return [
    markup`<div class="search" hidden>
      <label for="object-search">Search objects by name, kind, namespace or file</label>
      <input type="search" id="object-search" autocomplete="off" spellcheck="false">
      <p id="object-hits" role="status" aria-live="polite" data-total="${emitted.length}">${emitted.length} objects</p>
    </div>
    <div id="object-tables">${tables}</div>
    <p>Terraform, below the output folder of cdktf:</p><ul>${stacks}</ul>`,
  ];
}

function objectsOf(plan: Plan): Emitted[] {
  return [...plan.fleets, ...plan.apps].flatMap(({ name: owner, clusters }) =>
    clusters.flatMap(({ cluster, file, objects }) =>
      objects.map(({ apiVersion, kind, name, namespace = '' }) => ({
        cluster,
        owner,
        file,
        kind,
        apiVersion,
        name,
        namespace,
      })),
    ),
  );
}

function objectRow({ name, kind, namespace, apiVersion, owner, file }: Emitted): Content[] {
  return [markup`<code>${name}</code>`, kind, namespace, apiVersion, owner, markup`<code>${file}</code>`];
}
