/** From a plan to what one of its clusters must hold. */
import { groupedBy } from '../../recovery/grouped';
import type { Plan } from '../../synthesis/plan';
import { CliError } from '../cli-error';
import { needsOf } from '../../report/needs';
import { wantedFor, zoneWanted } from './from-prerequisite';
import type { Expectations, SiteZones, Wanted } from './wanted';

/** Kinds that hold data on volumes; the class of a volume that names none is the cluster's default. */
const KINDS_WITH_VOLUMES = [
  'StatefulSet',
  'Cluster',
  'CrdbCluster',
  'K8ssandraCluster',
  'KafkaNodePool',
  'PerconaXtraDBCluster',
];

/** What is expected of the cluster of a site, or of a cluster that is no site, such as the broker of the network. */
export function expectationsOf(plan: Plan, site: string): Expectations {
  const needs = needsOf(plan);
  const known = [...new Set([...partsOf(plan).flatMap(clusterNames), ...needs.map((need) => need.prerequisite.site)])];
  if (!known.includes(site)) {
    throw new CliError(`no site ${site} in the plan; there are ${known.join(', ') || 'none'}`);
  }
  const zones = zonesOf(plan);
  const stated = needs.filter((need) => need.prerequisite.site === site).map(wantedFor);
  const own = zones.find((one) => one.site === site)?.zones ?? [];
  const spread = own
    .map((zone) => zoneWanted(zone, site))
    .filter((wanted) => !stated.some(({ type, name }) => type === 'node label' && name === wanted.name));
  return {
    site,
    zones: own,
    others: zones.filter((one) => one.site !== site),
    wanted: [...apisWanted(plan, site), ...stated, ...defaultClassWanted(plan, site), ...spread],
  };
}

type Part = Plan['fleets'][number] | Plan['apps'][number];

function partsOf(plan: Plan): Part[] {
  return [...plan.fleets, ...plan.apps];
}

function clusterNames({ clusters }: Part): string[] {
  return clusters.map(({ cluster }) => cluster);
}

/** Zones by site, from the fleet, or from the applications where another repository deploys it. */
function zonesOf({ fleets, apps }: Plan): SiteZones[] {
  const elsewhere = apps.filter(({ fleet }) => !fleets.some(({ name }) => name === fleet));
  const sites = [...fleets.flatMap(({ facts }) => facts.sites), ...elsewhere.flatMap(({ topology }) => topology.sites)];
  return [...groupedBy(sites, ({ name }) => name)].map(([site, same]) => ({
    site,
    zones: [...new Set(same.flatMap(({ zones }) => zones))],
  }));
}

/** One row for each group and version, with the kinds of it that are emitted. */
function apisWanted(plan: Plan, site: string): Wanted[] {
  const emitted = partsOf(plan).flatMap(({ name, clusters }) =>
    clusters
      .filter(({ cluster }) => cluster === site)
      .flatMap(({ objects }) => objects.map((object) => ({ name, object }))),
  );
  return [...groupedBy(emitted, ({ object }) => object.apiVersion)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([apiVersion, same]) => ({
      type: 'API',
      name: apiVersion,
      kinds: [...new Set(same.map(({ object }) => object.kind))].sort(),
      why: 'objects of the output are of these kinds',
      neededBy: [...new Set(same.map(({ name }) => name))],
    }));
}

/** Applications whose volumes name no class. */
function defaultClassWanted(plan: Plan, site: string): Wanted[] {
  const apps = plan.apps.filter(
    ({ clusters, prerequisites }) =>
      clusters.some(
        ({ cluster, objects }) => cluster === site && objects.some(({ kind }) => KINDS_WITH_VOLUMES.includes(kind)),
      ) && !prerequisites.some((one) => one.site === site && one.kind.valueOf() === 'StorageClass'),
  );
  if (apps.length === 0) return [];
  const why = 'volumes that name no class get it: SSD, as every write waits for a sync to disk';
  const neededBy = apps.map(({ name }) => name);
  return [{ type: 'StorageClass', name: 'the default class', byDefault: true, fields: [], why, neededBy }];
}
