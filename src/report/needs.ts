/** Prerequisites of a whole plan by site. */
import { groupedBy } from '../recovery/grouped';
import type { Plan } from '../synthesis/plan';
import type { SitePrerequisite } from '../synthesis/site-stack';

/** A prerequisite with the stacks that state it. */
export interface Need {
  readonly prerequisite: SitePrerequisite;
  readonly neededBy: string[];
}

/** Everything that has to be there before the first apply: by site, each thing once, with all that is asked of it. */
export function needsBySite(plan: Plan): Map<string, Need[]> {
  const stated = [...plan.fleets, ...plan.apps].flatMap(({ name, prerequisites }) =>
    prerequisites.map((prerequisite) => ({ name, prerequisite })),
  );
  const same = groupedBy(stated, ({ prerequisite: { site, kind, namespace, name } }) =>
    JSON.stringify([site, kind, namespace, name]),
  );
  const needs = [...same.values()].flatMap((group): Need[] => {
    const [first] = group;
    if (!first) return [];
    const keys = [...new Set(group.flatMap(({ prerequisite }) => prerequisite.keys ?? []))];
    const why = [...new Set(group.map(({ prerequisite }) => prerequisite.why))].join('; ');
    const prerequisite = { ...first.prerequisite, ...(keys.length > 0 && { keys }), why };
    return [{ prerequisite, neededBy: [...new Set(group.map(({ name }) => name))] }];
  });
  return groupedBy(needs, ({ prerequisite }) => prerequisite.site);
}
