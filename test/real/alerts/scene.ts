import type { ManifestObject } from 'cndr/testing';
import { parseAllDocuments } from 'yaml';
import type { AppPlan, FleetPlan, Plan } from '../../../src/synthesis/plan';
import type { Rule } from '../../observability/rules';
import type { Fixture } from './fixtures';

/** A group of rules, as Prometheus reads it. */
export interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: Rule[];
}

/** One application in one site, as the Prometheus there sees it. */
export interface Scene {
  readonly title: string;
  readonly fixture: string;
  readonly site: string;
  readonly app: AppPlan;
  readonly fleet: FleetPlan;
  /** All objects in the cluster. */
  readonly objects: ManifestObject[];
  readonly groups: Group[];
  /** How often backups are due, and how long each may take, in seconds. */
  readonly rhythm: { readonly interval: number; readonly duration: number };
  /** True when Velero copies volumes. */
  readonly copiesVolumes: boolean;
}

/** Every site of every application of a fixture. */
export function scenesOf(fixture: Fixture): Scene[] {
  const { files, rhythm = { interval: 1800, duration: 900 }, copiesVolumes = false } = fixture;
  const plan = JSON.parse(files.get('dist/plan.json')!) as Plan;
  return plan.apps.flatMap((app) =>
    app.placement.sites.map(({ site }) => {
      const objects = [...files].flatMap(([file, content]) =>
        file.startsWith(`dist/${site}/`) ? parseAllDocuments(content).map((one) => one.toJS() as ManifestObject) : [],
      );
      const rules = objects.filter(
        ({ kind, metadata }) => kind === 'PrometheusRule' && metadata.namespace === app.namespace,
      );
      return {
        title: `${fixture.name}: ${app.name} in ${site}`,
        fixture: fixture.name,
        site,
        app,
        fleet: plan.fleets.find(({ name }) => name === app.fleet)!,
        objects,
        groups: rules.flatMap(({ spec }) => (spec as { groups: Group[] }).groups),
        rhythm,
        copiesVolumes,
      };
    }),
  );
}

/** The alerts of a scene. */
export function alertsIn({ groups }: Scene): Rule[] {
  return groups.flatMap(({ rules }) => rules);
}

/** Of the sites of a fixture, those whose rules differ in more than the site that they name: the others prove nothing new. */
export function distinct(scenes: Scene[]): Scene[] {
  const keyOf = ({ fixture, groups, site }: Scene) =>
    JSON.stringify([fixture, groups], (key, value: unknown) => (key === 'dr_site' && value === site ? '' : value));
  return scenes.filter((scene) => scenes.find((other) => keyOf(other) === keyOf(scene)) === scene);
}

/** Names of a kind of object in the application's namespace. */
export function namesOf({ objects, app }: Scene, kind: string): string[] {
  return objects
    .filter((object) => object.kind === kind && object.metadata.namespace === app.namespace)
    .map(({ metadata }) => metadata.name);
}

/** The other sites of the application. */
export function peersOf({ app, site }: Scene): string[] {
  return app.placement.sites.map((one) => one.site).filter((name) => name !== site);
}

/** The longest round trip between sites of the application, in seconds. */
export function longestRoundTrip({ app, fleet }: Scene): number {
  const names = app.placement.sites.map(({ site }) => site);
  const own = fleet.facts.latencies.filter(({ site, peer }) => names.includes(site) && names.includes(peer));
  return Math.max(...own.map(({ millis }) => millis)) / 1000;
}

/** True where the application takes writes, if one site does. */
export function isActive({ app, site }: Scene): boolean {
  return app.activePassive?.activeSite === site;
}
