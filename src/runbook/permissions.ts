import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import type { StepPermission } from '../model/runbook';

/** Resource of a group, with the names that the verbs are for; none for all. */
interface Cell {
  readonly apiGroup: string;
  readonly resource: string;
  readonly names: string[];
  readonly verbs: string[];
}

/** The rules that grant exactly what is listed: equal ones once, and those that differ in one thing only as one. */
export function rulesOf(permissions: StepPermission[]): PolicyRule[] {
  const cells = cellsOf(permissions);
  const grouped = groupBy(cells, ({ apiGroup, names, verbs }) => JSON.stringify([apiGroup, names, verbs]));
  return grouped
    .map((same) => {
      const { apiGroup, names, verbs } = same[0];
      return {
        apiGroups: [apiGroup],
        resources: sorted(same.map(({ resource }) => resource)),
        ...(names.length > 0 && { resourceNames: names }),
        verbs,
      };
    })
    .sort((one, other) => compare(JSON.stringify(one), JSON.stringify(other)));
}

/** What may be done with one resource under the same names, in one cell each. */
function cellsOf(permissions: StepPermission[]): Cell[] {
  const single = permissions.flatMap(({ apiGroup, resources, verbs, names = [] }) =>
    resources.map((resource) => ({ apiGroup, resource, names: sorted(names), verbs })),
  );
  const cells = groupBy(single, ({ apiGroup, resource, names }) => JSON.stringify([apiGroup, resource, names])).map(
    (same) => ({ ...same[0], verbs: sorted(same.flatMap(({ verbs }) => verbs)) }),
  );
  return cells.map((cell) => withoutGranted(cell, cells)).filter(({ verbs }) => verbs.length > 0);
}

/** What is granted for all names need not be granted for some. */
function withoutGranted(cell: Cell, cells: Cell[]): Cell {
  if (cell.names.length === 0) return cell;
  const all = cells.find(
    ({ apiGroup, resource, names }) => apiGroup === cell.apiGroup && resource === cell.resource && names.length === 0,
  );
  return { ...cell, verbs: cell.verbs.filter((verb) => all?.verbs.includes(verb) !== true) };
}

/** Why a permission must not be granted: one message each. */
export function permissionProblems({ apiGroup, resources, verbs, names }: StepPermission): string[] {
  const wild = [apiGroup, ...resources, ...verbs].includes('*');
  return [
    ...(wild
      ? ['it asks for "*"; allowed are groups, resources and verbs by their names; list those that it uses']
      : []),
    ...(names?.length === 0
      ? ['its names are an empty list, which grants all; leave names out for all objects, or list them']
      : []),
    ...(resources.includes('secrets') && names === undefined
      ? ['it asks for all secrets; allowed are secrets by their names; list those that it uses']
      : []),
    ...(resources.length === 0 || verbs.length === 0 ? ['it lists no resources or no verbs; remove it'] : []),
  ];
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

function sorted(texts: string[]): string[] {
  return [...new Set(texts)].sort(compare);
}

/** By code unit: the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
