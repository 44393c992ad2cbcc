/** Links that are drawn as one where there are too many to draw each. */
import { groupedBy } from '../recovery/grouped';
import type { PlannedLink } from '../synthesis/plan';

/** Links that carry the same. */
export interface Bundle extends Pick<PlannedLink, 'replication' | 'directed' | 'synchronous'> {
  readonly links: PlannedLink[];
}

const MOST = 3;

/** Few links stand alone; of many, those that carry the same in the same direction are one. */
export function bundlesOf(links: PlannedLink[]): Bundle[] {
  if (links.length <= MOST) return links.map((link) => ({ ...link, links: [link] }));
  const same = groupedBy(links, ({ from, replication, directed, synchronous }) =>
    JSON.stringify([directed && replication !== undefined && from, replication, synchronous]),
  );
  return [...same.values()].flatMap((bundle) => bundle.slice(0, 1).map((first) => ({ ...first, links: bundle })));
}
