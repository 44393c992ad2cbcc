/** What became of the objects in each cluster and of the cloud resources: by identity, and by content where both outputs are at hand. */
import { parseAllDocuments } from 'yaml';
import type { Plan, PlannedCluster, PlannedObject } from '../../synthesis/plan';
import type { PlanInput } from '../read-input';
import type { ObjectChange, PlaceChange } from './change';
import { fieldChanges } from './fields';
import { type Pair, pairsOf } from './pairs';

/** What is compared: a plan, and the files beside it. */
export type Output = Pick<PlanInput, 'plan' | 'sibling'>;

interface Place {
  readonly place: string;
  readonly stack: string;
  /** File below the folder of the plan. */
  readonly file: string;
  /** From the plan; undefined where only the file says it. */
  readonly objects?: PlannedObject[];
}

/** A thing with an identity, and what it is. */
interface Item {
  readonly key: string;
  readonly text: string;
  /** Undefined when the file is not at hand. */
  readonly content?: unknown;
}

/** Places in which something was added, removed or changed. */
export function placeChanges(before: Output, after: Output): PlaceChange[] {
  return changesOf(withOwnFiles(before), withOwnFiles(after));
}

/** A refused configuration wrote no files: what lies beside its plan is of an earlier run. */
function withOwnFiles({ plan, sibling }: Output): Output {
  return { plan, sibling: (name) => (plan.refused ? undefined : sibling(name)) };
}

function changesOf(before: Output, after: Output): PlaceChange[] {
  return pairsOf(placesOf(before.plan), placesOf(after.plan), ({ place, stack }) => JSON.stringify([place, stack]))
    .map((pair) => placeChange(pair, before, after))
    .filter(({ objects }) => objects.length > 0);
}

/** Whether every manifest of both outputs is beside its plan. */
export function hasContent({ plan, sibling }: Output): boolean {
  return !plan.refused && clustersOf(plan).every(({ file }) => sibling(file) !== undefined);
}

function placesOf(plan: Plan): Place[] {
  const clusters = [...plan.fleets, ...plan.apps].flatMap(({ name, clusters }) =>
    clusters.map(({ cluster, file, objects }) => ({ place: cluster, stack: name, file, objects })),
  );
  // The folder of cdktf is where the CLIs and FleetApp put it: beside `dist`.
  const stacks = [...plan.fleets, ...plan.apps].map(({ name, stack }) => ({
    place: 'Terraform',
    stack: name,
    file: `../cdktf.out/${stack}`,
  }));
  return [...clusters, ...stacks];
}

function clustersOf(plan: Plan): PlannedCluster[] {
  return [...plan.fleets, ...plan.apps].flatMap(({ clusters }) => clusters);
}

function placeChange(pair: Pair<Place>, before: Output, after: Output): PlaceChange {
  const texts = {
    before: pair.before && before.sibling(pair.before.file),
    after: pair.after && after.sibling(pair.after.file),
  };
  const { place, stack } = pair.after ?? pair.before ?? { place: '', stack: '' };
  if (pair.before && pair.after && texts.before !== undefined && texts.before === texts.after)
    return { place, stack, objects: [] };
  // One side alone says nothing about what changed in it.
  const known = (!pair.before || texts.before !== undefined) && (!pair.after || texts.after !== undefined);
  const items = (side?: Place, text?: string) => (side ? itemsOf(side, known ? text : undefined) : []);
  return { place, stack, objects: itemChanges(items(pair.before, texts.before), items(pair.after, texts.after)) };
}

function itemsOf({ objects, file }: Place, text: string | undefined): Item[] {
  if (file.endsWith('.json')) return text === undefined ? [] : resourcesOf(text);
  if (text === undefined) return (objects ?? []).map((object) => ({ key: keyOf(object), text: textOf(object) }));
  return parseAllDocuments(text).flatMap((document) => {
    const content = document.toJS() as (Omit<PlannedObject, 'name'> & { metadata: PlannedObject }) | null;
    if (!content) return [];
    const object = { ...content.metadata, apiVersion: content.apiVersion, kind: content.kind };
    return [{ key: keyOf(object), text: textOf(object), content }];
  });
}

/** The version of an API group is content: the object stays the same one. */
function keyOf({ apiVersion, kind, namespace, name }: PlannedObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return JSON.stringify([group, kind, namespace, name]);
}

function textOf({ kind, namespace, name }: PlannedObject): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function resourcesOf(text: string): Item[] {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, unknown>> };
  return Object.entries(resource).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, content]) => ({ key: `${type}.${id}`, text: `${type}.${id}`, content })),
  );
}

function itemChanges(before: Item[], after: Item[]): ObjectChange[] {
  return pairsOf(before, after, ({ key }) => key).flatMap((pair): ObjectChange[] => {
    if (!pair.before) return pair.after ? [{ object: pair.after.text, change: 'added', fields: [] }] : [];
    if (!pair.after) return [{ object: pair.before.text, change: 'removed', fields: [] }];
    const fields = fieldChanges(pair.before.content, pair.after.content);
    return fields.length > 0 ? [{ object: pair.after.text, change: 'changed', fields }] : [];
  });
}
