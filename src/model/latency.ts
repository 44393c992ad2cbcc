import type { LatencyFact } from '../rules/facts';
import type { Site } from './site';

/** Round trip that is assumed between two sites when nobody states one: about that of two continents' near coasts. */
export const ASSUMED_RTT_MILLIS = 100;

/** Round trips between all pairs of sites. */
export function latenciesOf(sites: Site[]): LatencyFact[] {
  return sites.flatMap((site, index) => sites.slice(index + 1).map((peer) => latencyBetween(site, peer)));
}

function latencyBetween(site: Site, peer: Site): LatencyFact {
  const stated = [site.rttMillis[peer.name], peer.rttMillis[site.name]].filter((millis) => millis !== undefined);
  const millis = stated.length > 0 ? Math.max(...stated) : ASSUMED_RTT_MILLIS;
  return { site: site.name, peer: peer.name, millis, stated: stated.length > 0 };
}

/** The slowest pair: what timeouts have to be made for. Undefined for fewer than two sites. */
export function slowestPair(latencies: LatencyFact[]): LatencyFact | undefined {
  return latencies.reduce<LatencyFact | undefined>(
    (slowest, latency) => (slowest && slowest.millis >= latency.millis ? slowest : latency),
    undefined,
  );
}
