import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../kinds/kubernetes';
import { emit } from '../kinds/emit';
import type { IFleet } from './fleet';
import type { Prerequisite } from './prerequisite';
import type { Site } from './site';

/** Where a part puts its objects and says what it needs. A stack is one. */
export interface IHost {
  /** Name of the stack. */
  readonly name: string;
  /** The fleet. */
  readonly fleet: IFleet;
  /** Sites that the host writes to. */
  readonly sites: Site[];
  /** Scope of cloud resources: the stack. */
  readonly stack: Construct;
  /** The host's objects in a site. */
  chart(site: Site): Chart;
  /** The host's objects in a cluster that is no site, such as a broker's: a folder of its own in the output. */
  clusterChart(cluster: string): Chart;
  /** States that an object, operator or setting must be there before the site's objects are applied. */
  require(site: Site, prerequisite: Prerequisite): void;
  /** The same for a cluster that is no site. */
  requireInCluster(cluster: string, prerequisite: Prerequisite): void;
  /**
   * Refuses the configuration: synthesis fails, with all other refusals of the run.
   *
   * @param message what is wrong, the value given, what is allowed, what to change; lower case, no final period
   */
  refuse(message: string): void;
}

/**
 * Writes a typed object into the host's chart of a site.
 *
 * @internal
 */
export function addTo(host: IHost, site: Site, object: KubernetesObject): void {
  emit(host.chart(site), object);
}
