/** A bound as a list: each part with its number, what it rests on and where that is written. */
import { type BoundTree, Combine } from '../recovery/bound-tree';
import type { EmittedField } from '../recovery/emitted-field';
import { basisMark } from './basis';
import { type Content, joined, markup, NOTHING } from './html';
import { time } from './words';

/** All parts of a bound below each other. */
export function boundTree(tree: BoundTree): Content {
  return markup`<ul class="tree">${treeItem(tree)}</ul>
  `;
}

function treeItem(node: BoundTree): Content {
  const parts = node.parts ?? [];
  const below = parts.length > 0 ? markup`<ul>${parts.map(treeItem)}</ul>` : NOTHING;
  const combined = combineText(node);
  return markup`<li><strong>${time(node.seconds)}</strong> ${node.name}${combined && ` (${combined})`} ${basisMark(node.basis)}${origin(node)}${below}</li>
  `;
}

/** How the parts of a bound make its value; of a single term nothing. */
export function combineText({ combine, parts = [] }: BoundTree): string | undefined {
  if (parts.length < 2) return undefined;
  return combine === Combine.MAX ? `longest of ${parts.length}` : `sum of ${parts.length}`;
}

/** Where the number of a term comes from: why, and in which fields of which files. */
export function origin({ source, fields = [], reason, unbounded, parts }: BoundTree): Content {
  if (parts) return NOTHING;
  const why = unbounded ? (reason ?? 'nothing limits it') : source;
  const where =
    fields.length > 0 ? markup` <span class="fields">${joined(fields.map(fieldText), '; ')}</span>` : NOTHING;
  return why === undefined && fields.length === 0 ? NOTHING : markup`<div class="origin">${why}${where}</div>`;
}

function fieldText({ object, path, value, file, others = 0 }: EmittedField): Content {
  const more = others > 0 ? ` (and ${others} more like it)` : '';
  if (file === undefined) return markup`<code>${value}</code> at <code>${path}</code> of ${object}`;
  // The file says in which cluster it is.
  const [name = object] = object.split(' in ');
  return markup`<code>${value}</code> at <code>${path}</code> of ${name} in <code>${file}</code>${more}`;
}
