import type { Site } from '../model/site';
import { listed } from '../rules/wording';
import { type PlannedRecord, type RecordPolicy, type Router, unknownSites } from './record-plan';

/** Clients go where Route 53 measured the shortest way to an AWS region. */
export class LatencyRouter implements Router {
  constructor(private readonly regions: Record<string, string>) {}

  public check(sites: Site[], known: string[]): string[] {
    const regions = sites.map((site) => this.regionOf(site));
    return [
      ...unknownSites('latency regions', Object.keys(this.regions), known),
      ...sites.flatMap((site) => this.checkRegion(site)),
      ...[...new Set(regions)].flatMap((region) => {
        const sharing = sites.filter((site) => this.regionOf(site) === region).map(({ name }) => name);
        return sharing.length > 1
          ? [
              `sites ${listed(sharing)} have the same latency region ${region}; Route 53 takes each region once: give each another`,
            ]
          : [];
      }),
    ];
  }

  public plan(hostname: string, sites: Site[]): PlannedRecord[] {
    return sites.map((site) => siteRecord(hostname, site, { latencyRoutingPolicy: { region: this.regionOf(site) } }));
  }

  private regionOf(site: Site): string {
    return this.regions[site.name] ?? site.region;
  }

  private checkRegion(site: Site): string[] {
    const region = this.regionOf(site);
    if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return [];
    return [
      `latency routing needs an AWS region for site ${site.name}, and "${region}" is none; name the nearest one, such as ` +
        `RoutingPolicy.latency({ regions: { ${site.name}: 'eu-central-1' } }), or use another policy`,
    ];
  }
}

/** Clients are spread by weight. */
export class WeightedRouter implements Router {
  constructor(private readonly weights: Record<string, number>) {}

  public check(sites: Site[], known: string[]): string[] {
    const missing = sites
      .filter(({ name }) => this.weights[name] === undefined)
      .map(
        ({ name }) =>
          `weights has none for site ${name}; give one from 0 to 255 (0: only when no other site is healthy)`,
      );
    const wrong = Object.entries(this.weights)
      .filter(([, weight]) => !Number.isInteger(weight) || weight < 0 || weight > 255)
      .map(([name, weight]) => `weight of site ${name} is ${weight}; allowed are whole numbers from 0 to 255`);
    return [...unknownSites('weights', Object.keys(this.weights), known), ...missing, ...wrong];
  }

  public plan(hostname: string, sites: Site[]): PlannedRecord[] {
    return sites.map((site) =>
      siteRecord(hostname, site, { weightedRoutingPolicy: { weight: this.weights[site.name] ?? 0 } }),
    );
  }
}

/** Clients get the addresses of all healthy sites, up to 8. */
export class MultivalueRouter implements Router {
  public readonly addressesBecause = 'multivalue answers are addresses';

  public check(): string[] {
    return [];
  }

  public plan(hostname: string, sites: Site[]): PlannedRecord[] {
    return sites.map((site) => siteRecord(hostname, site, { multivalueAnswerRoutingPolicy: true }));
  }
}

function siteRecord(hostname: string, site: Site, policy: RecordPolicy): PlannedRecord {
  return { id: site.name, name: hostname, policy: { setIdentifier: site.name, ...policy }, answer: site };
}
