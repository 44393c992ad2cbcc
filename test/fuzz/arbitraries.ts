import * as fc from 'fast-check';
import { appChoices, appFrom, isOperated, needsOf } from './arbitrary/apps';
import {
  backupChoices,
  backupFrom,
  fleetChoices,
  isInTheClear,
  isTranslated,
  needsAddresses,
  networkChoices,
  networkFrom,
  trafficChoices,
  trafficFrom,
} from './arbitrary/fleet';
import { compact, maybe, siteChoices, sitesFrom } from './arbitrary/sites';
import { mutated, type Mutation, mutations } from './arbitrary/mutations';
import type { AppSpec, FleetSpec, SiteSpec, Spec } from './spec';

/** Everything that is chosen, each choice independent of the others: what fast-check makes simpler one by one. */
const choices = fc.record({
  sites: siteChoices,
  network: networkChoices,
  traffic: maybe(trafficChoices, 75),
  backup: maybe(backupChoices, 85),
  fleet: fleetChoices,
  app: appChoices,
  second: maybe(appChoices, 20),
  apex: maybe(fc.constant(true), 8),
  moved: fc.boolean(),
});

type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Fleets with one or two applications, as a careful user writes them. */
export const carefulSpecs: fc.Arbitrary<Spec> = choices.map(specFrom);

/** Many of them with something hostile in them. */
export const specs: fc.Arbitrary<Spec> = fc
  .tuple(carefulSpecs, mutations)
  .map(([spec, changes]: [Spec, Mutation[]]) => changes.reduce(mutated, spec));

const SIMPLEST_BACKUP = { bucket: 'dr-backups', region: 'eu-central-1' };

function specFrom(chosen: Choices): Spec {
  const chosenApps = [chosen.app, ...(chosen.second ? [chosen.second] : [])];
  const translated = isTranslated(chosen.network);
  const asked = chosenApps.map(needsOf);
  const needs = (name: keyof ReturnType<typeof needsOf>): boolean => asked.some((one) => one[name]);
  const sites = sitesFrom(chosen.sites, {
    translated,
    awsOnly: needs('awsOnly'),
    near: needs('near'),
    sameStorageClass: needs('sameStorageClass'),
    shortNames: needs('shortNames'),
    ownDomains: chosenApps.some(isOperated),
    addresses: chosen.traffic !== undefined && (needsAddresses(chosen.traffic) || chosen.apex === true),
  });
  const network = networkFrom(chosen.network, sites);
  const backup = chosen.backup ? backupFrom(chosen.backup) : needs('backup') ? SIMPLEST_BACKUP : undefined;
  const place = { sites, translated, hasBackup: backup !== undefined, zone: chosen.traffic?.zoneName };
  const apps = chosenApps.map((app, index) => appFrom(app, { ...place, id: index === 0 ? 'orders' : 'state' }));
  const fleet: FleetSpec = compact({
    ...chosen.fleet,
    id: chosen.fleet.id ?? 'prod',
    sites,
    network,
    traffic:
      chosen.traffic && trafficFrom(chosen.traffic, sites, { serving: servingIn(sites, apps), latch: needs('latch') }),
    backup,
    waivers: isInTheClear(network)
      ? [{ rule: 'NET-09', reason: 'the links below are encrypted by MACsec', expires: '2999-12-31' }]
      : undefined,
  });
  const spec = { fleet, apps, moved: chosen.moved };
  return chosen.apex ? atApex(spec) : spec;
}

/** Sites that serve the clients of all applications: those that the load balancer may prefer. */
function servingIn(sites: SiteSpec[], apps: AppSpec[]): SiteSpec[] {
  const serving = sites.filter(({ name }) =>
    apps.every((app) => (app.sites?.includes(name) ?? true) && app.witnessSite !== name),
  );
  return serving.length > 0 ? serving : sites;
}

/** The first application under the name of the zone itself. */
function atApex(spec: Spec): Spec {
  const [first, ...rest] = spec.apps;
  const zone = spec.fleet.traffic?.zoneName;
  if (first?.hostname === undefined || zone === undefined) return spec;
  return { ...spec, apps: [{ ...first, hostname: zone }, ...rest] };
}
