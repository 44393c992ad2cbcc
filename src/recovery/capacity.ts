/** Pods that a site may have. */
export interface SiteCapacity {
  readonly site: string;
  readonly pods: number;
}

/** What is left of a component when sites are lost. */
export interface CapacityAfterLoss {
  /** Pods that are left after the worst loss. */
  readonly left: number;
  /** The sites whose loss is the worst, in the order given. */
  readonly lost: string[];
  /** True when what is left carries the load. */
  readonly sufficient: boolean;
}

/**
 * What is left after the loss of the `lost` sites that have most pods.
 *
 * @param sites what each site may have
 * @param needed pods that the load of all sites takes
 * @param lost how many sites are lost at once
 * @throws Error when a number is negative or not whole.
 */
export function capacityAfterLoss(sites: SiteCapacity[], needed: number, lost: number): CapacityAfterLoss {
  const numbers = { needed, lost, ...Object.fromEntries(sites.map(({ site, pods }) => [`pods of ${site}`, pods])) };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 0) {
      throw new Error(`${name} is ${value}; allowed are whole numbers from 0; correct it`);
    }
  }
  const worst = [...sites].sort((a, b) => b.pods - a.pods).slice(0, lost);
  const left = podsOf(sites) - podsOf(worst);
  return {
    left,
    lost: sites.filter((site) => worst.includes(site)).map(({ site }) => site),
    sufficient: left >= needed,
  };
}

/** Pods of several sites together. */
export function podsOf(sites: SiteCapacity[]): number {
  return sites.reduce((sum, { pods }) => sum + pods, 0);
}

/**
 * How busy, or how full, everything may be at most for what is left to carry all of it: (N - k) / N for N sites of one size,
 * of which k are lost. 0 where there is nothing.
 */
export function utilisationLimit(total: number, left: number): number {
  return total === 0 ? 0 : left / total;
}
