import * as fc from 'fast-check';
import { HOSTILE_APPS } from './hostile-apps';
import { HOSTILE_ENGINES } from './hostile-engines';
import { HOSTILE_FLEET } from './hostile-fleet';
import { HOSTILE_ROLES } from './hostile-roles';
import { fitting } from './simple-apps';
import type { Spec } from '../spec';

/** A hostile value in one place. */
export interface Mutation {
  readonly at: string;
  readonly value: unknown;
  /** Position of the site that `*` stands for; `+` is the next one. */
  readonly site: number;
}

const hostile = fc
  .record({
    what: fc.constantFrom(
      ...[...HOSTILE_FLEET, ...HOSTILE_APPS, ...HOSTILE_ENGINES, ...HOSTILE_ROLES].flatMap(({ at, values }) =>
        values.map((value) => ({ at, value })),
      ),
    ),
    site: fc.nat({ max: 2 }),
  })
  .map(({ what, site }): Mutation => ({ ...what, site }));

/** None in most runs, rarely more than one: a second refusal hides what the first one lets through. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(
  { withCrossShrink: true },
  { weight: 60, arbitrary: fc.constant<Mutation[]>([]) },
  { weight: 40, arbitrary: fc.array(hostile, { minLength: 1, maxLength: 2 }) },
);

type Tree = Record<string, unknown>;

/** What has to be there for the value to have an effect. */
const SURROUNDINGS: [prefix: string, at: string, value: unknown][] = [
  ['fleet.network.submariner.', 'fleet.network.kind', 'submariner'],
  ['fleet.network.submariner.', 'fleet.network.submariner.brokerApiServer', 'broker.example.com:6443'],
  ['fleet.traffic.', 'fleet.traffic.hostedZoneId', 'Z0123456789ABCDEFGHIJ'],
  ['fleet.traffic.', 'fleet.traffic.zoneName', 'example.com'],
  ['fleet.backup', 'fleet.backup.bucket', 'dr-backups'],
  ['fleet.backup', 'fleet.backup.region', 'eu-central-1'],
  ['apps.0.frontEnd.', 'apps.0.frontEnd.image', 'registry.example.com/orders:1.4.2'],
];

/** The spec with the value in its place. */
export function mutated(given: Spec, { at, value, site }: Mutation): Spec {
  const spec = fitting(given, at);
  if (spec === undefined) return given;
  const changed = copied(spec) as Tree;
  const { sites } = spec.fleet;
  const name = sites[site]?.name;
  if (name === undefined && at.includes('*')) return spec;
  const own = renamed(renamed(value, '*', name ?? 'nowhere'), '+', sites[(site + 1) % sites.length]?.name ?? 'nowhere');
  if (at === 'fleet.sites.*.name') return renamed(changed, name ?? '', String(value)) as Spec;
  for (const [prefix, place, needed] of SURROUNDINGS) {
    const always = place.endsWith('.kind');
    if (at.startsWith(prefix) && (always || valueAt(changed, place) === undefined)) put(changed, place, needed);
  }
  put(changed, at.replace('*', String(site)), own);
  return changed as unknown as Spec;
}

/** Not by structuredClone: under Jest its objects are of another realm, and fast-check cannot print them. */
function copied(value: unknown): unknown {
  return renamed(value, '', '');
}

/** Every text and every key that is a name, changed. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key === from ? to : key, renamed(item, from, to)]),
  );
}

function valueAt(tree: Tree, at: string): unknown {
  return at.split('.').reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], tree);
}

/** Sets a value; what it is in is made, and an object is merged into one that is there. */
function put(tree: Tree, at: string, value: unknown): void {
  const keys = at.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<Tree>((node, key) => (node[key] ??= {}) as Tree, tree);
  const there = parent[last];
  parent[last] = isRecord(there) && isRecord(value) ? { ...there, ...value } : value;
  if (value === undefined) Reflect.deleteProperty(parent, last);
}

function isRecord(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
