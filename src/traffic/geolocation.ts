import type { Site } from '../model/site';
import { type PlannedRecord, type RecordPolicy, type Router, unknownSites } from './record-plan';

/** Which clients go to which site, by where they are. */
export interface GeolocationRoutingProps {
  /**
   * Site for the clients of a continent, by its code: AF, AN, AS, EU, NA, OC or SA.
   *
   * @default - none
   */
  readonly continents?: Record<string, string>;
  /**
   * Site for the clients of a country, by its ISO 3166-1 code of two capital letters. It goes before the continent.
   *
   * @default - none
   */
  readonly countries?: Record<string, string>;
  /** Site for all others, and for clients whose place is not known. */
  readonly defaultSite: string;
}

const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'];

/**
 * Clients go where their place says. Geolocation records alone fall back from country to continent to default, and no
 * further: with the site of the default, its clients would be lost. So each place has an alias to a name per site, where
 * that site answers while it is healthy, and any other one does when it is not (weight 0).
 */
export class GeolocationRouter implements Router {
  constructor(private readonly props: GeolocationRoutingProps) {}

  public check(sites: Site[], known: string[]): string[] {
    const { continents = {}, countries = {}, defaultSite } = this.props;
    return [
      ...unknownSites('continents', Object.values(continents), known),
      ...unknownSites('countries', Object.values(countries), known),
      ...(sites.some(({ name }) => name === defaultSite)
        ? []
        : [
            `defaultSite is "${defaultSite}", which serves no clients of the application; the sites that do are ` +
              sites.map(({ name }) => name).join(', '),
          ]),
      ...Object.keys(continents)
        .filter((code) => !CONTINENTS.includes(code))
        .map((code) => `continents has "${code}"; allowed are ${CONTINENTS.join(', ')}`),
      ...Object.keys(countries)
        .filter((code) => !/^[A-Z]{2}$/.test(code))
        .map((code) => `countries has "${code}"; allowed are ISO 3166-1 codes of two capital letters, such as US`),
    ];
  }

  public plan(hostname: string, sites: Site[]): PlannedRecord[] {
    // A place whose site is not one of the application's goes to the default.
    const places = this.places().filter(({ site }) => sites.some(({ name }) => name === site));
    const preferred = sites.filter(({ name }) => places.some(({ site }) => site === name));
    return [
      // First what the aliases point to.
      ...preferred.flatMap((site) => sites.map((other) => answerFor(site, other, hostname))),
      ...places.map(({ id, location, site }) => ({
        id,
        name: hostname,
        policy: { setIdentifier: id, geolocationRoutingPolicy: location },
        // The name has all sites behind it: there is always an answer, and never a reason to look elsewhere.
        answer: nameOf(site, hostname),
      })),
    ];
  }

  private places(): Place[] {
    const { continents = {}, countries = {}, defaultSite } = this.props;
    return [
      { id: 'default', location: { country: '*' }, site: defaultSite },
      ...Object.entries(continents).map(([continent, site]) => ({
        id: `continent_${continent}`,
        location: { continent },
        site,
      })),
      ...Object.entries(countries).map(([country, site]) => ({
        id: `country_${country}`,
        location: { country },
        site,
      })),
    ];
  }
}

interface Place {
  readonly id: string;
  readonly location: NonNullable<RecordPolicy['geolocationRoutingPolicy']>;
  /** Name of the site. */
  readonly site: string;
}

/** Name that prefers one site. The prefix keeps it apart from names of the sites' ingresses. */
function nameOf(site: string, hostname: string): string {
  return `geo-${site}.${hostname}`;
}

function answerFor(preferred: Site, site: Site, hostname: string): PlannedRecord {
  return {
    id: `geo-${preferred.name}_${site.name}`,
    name: nameOf(preferred.name, hostname),
    policy: { setIdentifier: site.name, weightedRoutingPolicy: { weight: site === preferred ? 1 : 0 } },
    answer: site,
  };
}
