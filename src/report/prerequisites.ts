/** What has to be there before the first apply, by site. */
import type { Plan } from '../synthesis/plan';
import { type Content, markup } from './html';
import { type Need, needsBySite } from './needs';
import { codes, folded, table } from './parts';

/** One table for each site, and for each cluster that is no site. */
export function prerequisites(plan: Plan): Content {
  const bySite = [...needsBySite(plan)];
  if (bySite.length === 0) return markup`<p>None.</p>`;
  return bySite.map(([site, needs]) =>
    folded(
      markup`${site} <small>${needs.length}</small>`,
      table({
        label: `Prerequisites in ${site}`,
        caption: `Needed in ${site}`,
        columns: ['Name', 'Kind', 'Details', 'Needed by', 'Why'],
        rows: needs.map(needRow),
      }),
    ),
  );
}

function needRow({ prerequisite, neededBy }: Need): Content[] {
  const { kind, namespace, name, version, keys, why } = prerequisite;
  const details: Content[] = [
    ...(version === undefined ? [] : [markup`<div>version ${version}</div>`]),
    ...(keys === undefined ? [] : [markup`<div>keys ${codes(keys)}</div>`]),
  ];
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return [markup`<code>${full}</code>`, kind, details, neededBy.join(', '), why];
}
