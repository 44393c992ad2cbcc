import type { Basis } from './bound';

/** A number of an availability: a fraction of time, or events in a year. */
export interface AvailabilityTerm {
  /** What it is, such as `availability of one site`. */
  readonly name: string;
  /** 0.9995 of a fraction, 1 of events in a year. */
  readonly value: number;
  readonly basis: Basis;
  /** The document that states it, or the formula. */
  readonly source: string;
}

/** Seconds of a year of 365 days: 8760 h. */
export const YEAR_SECONDS = 31_536_000;

/** What an availability follows from. */
export interface AvailabilityProps {
  /** Availability of each site that counts. */
  readonly sites: number[];
  /** How many of them may be down at once. */
  readonly tolerated: number;
  /** Availabilities of what every request passes besides, such as the load balancer. */
  readonly inSeries: number[];
  /** Losses of a site in a year, each of which is an outage. */
  readonly lossesPerYear: number;
  /** How long each outage is; undefined when there is no worst case. */
  readonly outageSeconds?: number;
}

/**
 * The fraction of a year in which an application serves, as far as sites decide it: enough of them are up, so is what lies
 * in series, and less the outages until others have taken over. Sites are taken to fail independently. Never rounded up.
 *
 * @throws Error when a fraction is not from 0 to 1, or another number is negative or not finite.
 */
export function availabilityOf(props: AvailabilityProps): number {
  const { sites, tolerated, inSeries, lossesPerYear, outageSeconds } = props;
  for (const fraction of [...sites, ...inSeries]) checkNumber('an availability', fraction, 1);
  checkNumber('the number of sites that may be down', tolerated);
  checkNumber('the number of losses in a year', lossesPerYear);
  checkNumber('an outage in seconds', outageSeconds ?? 0);
  const up = sitesUp(sites, tolerated) * inSeries.reduce((product, one) => product * one, 1);
  return roundedDown(Math.min(1, Math.max(0, up - outageFraction(lossesPerYear, outageSeconds))));
}

/** Probability that all of the sites but `tolerated`, and at least one, are up, each failing independently of the others. */
export function sitesUp(sites: number[], tolerated: number): number {
  // Element d: probability that exactly d of the sites so far are down.
  let down = [1];
  for (const up of sites) {
    down = [...down, 0].map((same, count) => same * up + (down[count - 1] ?? 0) * (1 - up));
  }
  const most = Math.min(Math.floor(tolerated), sites.length - 1);
  const sum = down.slice(0, most + 1).reduce((total, one) => total + one, 0);
  return Math.min(1, sum);
}

/** Fraction of a year that outages take; all of it where an outage has no worst case. */
export function outageFraction(lossesPerYear: number, outageSeconds: number | undefined): number {
  if (lossesPerYear === 0) return 0;
  return outageSeconds === undefined ? 1 : Math.min(1, (lossesPerYear * outageSeconds) / YEAR_SECONDS);
}

/** Seconds of a year without service, to the millisecond. */
export function secondsWithoutService(availability: number): number {
  return Math.round((1 - availability) * YEAR_SECONDS * 1000) / 1000;
}

/** A fraction to nine digits: 0.03 s of a year. */
export function roundedDown(fraction: number): number {
  // What is added keeps 0.9995 from becoming 0.999499999 for the sake of a binary fraction.
  return Math.floor(fraction * 1e9 + 1e-4) / 1e9;
}

function checkNumber(what: string, value: number, most: number = Number.MAX_VALUE): void {
  if (value >= 0 && value <= most) return;
  throw new Error(`${what} is ${value}; allowed are ${most === 1 ? '0 to 1' : 'numbers from 0'}; correct it`);
}
