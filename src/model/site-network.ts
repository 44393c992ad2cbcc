import type { NetworkFacts } from '../rules/facts';
import type { Alert } from './alert';
import type { IAppHost } from './app-host';
import type { IHost } from './host';
import type { Site } from './site';
import type { SupportLoss } from './support-loss';

/** How sites reach each other: the tunnel or route, and how a pod of another site is named. */
export interface ISiteNetwork {
  /** The network as the rules see it. */
  readonly facts: NetworkFacts;
  /**
   * How a human repairs the way between two sites, and what says that it is broken. Lower case, no final period.
   *
   * @default - not stated
   */
  readonly repair?: string;
  /**
   * What it means that what steers the network is lost, such as its broker.
   *
   * @default - nothing steers it
   */
  readonly losses?: SupportLoss[];
  /** Renders what the fleet needs for the network: gateways, broker. */
  bindFleet(host: IHost): void;
  /**
   * Makes a headless Service of an application known to the other sites.
   *
   * @param host the application
   * @param site site that serves
   * @param service name of a headless Service with `publishNotReadyAddresses`
   */
  exportService(host: IAppHost, site: Site, service: string): void;
  /** Name under which every site resolves one pod of a site: `<pod>.<site>.<service>.<namespace>.svc.clusterset.local`. */
  podAddress(site: Site, pod: string, service: string, namespace: string): string;
  /** Name under which every site resolves the Service of all sites. */
  serviceAddress(service: string, namespace: string): string;
  /** Source addresses, as CIDRs, that packets from pods of a site carry when they arrive in another one. */
  sourceCidrs(site: Site): string[];
  /** Alerts on the path between sites, for the sites of an application. */
  alerts(host: IAppHost): Alert[];
}
