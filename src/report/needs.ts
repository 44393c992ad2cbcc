/** Prerequisites of a whole plan by site. */
import type { Plan } from '../synthesis/plan';
import type { SitePrerequisite } from '../synthesis/site-stack';
import { groupedBy } from '../recovery/grouped';

/** A prerequisite with the stacks that state it. */
export interface Need {
  readonly prerequisite: SitePrerequisite;
  readonly neededBy: string[];
}

/** What makes two prerequisites the same one. */
export function needKey({ site, kind, namespace, name }: SitePrerequisite): string {
  return JSON.stringify([site, kind, namespace, name]);
}

/** Everything that has to be there before the first apply: by site, each thing once. */
export function needsBySite(plan: Plan): Map<string, Need[]> {
  return groupedBy(needsOf(plan), ({ prerequisite }) => prerequisite.site);
}

/** Each thing once, with all that is asked of it. */
export function needsOf(plan: Plan): Need[] {
  const stated = [...plan.fleets, ...plan.apps].flatMap(({ name, prerequisites }) =>
    prerequisites.map((prerequisite) => ({ name, prerequisite })),
  );
  return [...groupedBy(stated, ({ prerequisite }) => needKey(prerequisite)).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const keys = [...new Set(same.flatMap(({ prerequisite }) => prerequisite.keys ?? []))];
    const why = [...new Set(same.map(({ prerequisite }) => prerequisite.why))].join('; ');
    const prerequisite = { ...first.prerequisite, ...(keys.length > 0 && { keys }), why };
    return [{ prerequisite, neededBy: [...new Set(same.map(({ name }) => name))] }];
  });
}
