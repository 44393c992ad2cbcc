import type { AppFacts } from './facts';

/** True for a pattern in which all sites commit together. */
export function isStrong(facts: AppFacts): boolean {
  return facts.pattern === 'StrongConsistencyDR';
}

/** True for a pattern in which each site takes writes that the others do not have yet. */
export function isEventual(facts: AppFacts): boolean {
  return facts.pattern === 'EventualConsistencyDR';
}

/** Names of the sites that hold data and serve clients. */
export function dataSites(facts: AppFacts): string[] {
  return facts.sites.map(({ name }) => name).filter((name) => name !== facts.witness);
}

/** True when a name carries that of the site between dots or dashes: `etcd-0.use1.etcd`, `orders-use1`. */
export function namesSite(name: string, site: string): boolean {
  return name.split('.').some((label) => `-${label}-`.includes(`-${site}-`));
}
