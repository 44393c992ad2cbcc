import type { IBackup } from './backup';
import type { FleetFacts } from '../rules/facts';
import type { Finding, Waiver } from '../rules/finding';
import type { IGlobalLoadBalancer } from './load-balancer';
import type { Site } from './site';
import type { ISiteNetwork } from './site-network';

/** Gateway (Gateway API) through which clients come in, in every site. */
export interface GatewayReference {
  /** Name of the Gateway. */
  readonly name: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /**
   * HTTPS listener of the Gateway that routes attach to.
   *
   * @default https
   */
  readonly listener?: string;
  /**
   * Namespace of the proxies behind the Gateway, from which requests reach pods; Envoy Gateway, for one, runs them in
   * `envoy-gateway-system`. NetworkPolicies admit it.
   *
   * @default - the namespace of the Gateway
   */
  readonly dataPlaneNamespace?: string;
  /**
   * Addresses from which requests reach pods, as CIDRs, where the proxies are no pods: load balancers that dial pods
   * themselves (ALB, GKE), or node addresses. NetworkPolicies admit them.
   *
   * @default - none
   */
  readonly dataPlaneCidrs?: string[];
}

/** The cluster-wide names that a fleet's sites share. */
export interface FleetNames {
  /** ClusterIssuer of the fleet CA. */
  readonly issuer: string;
  /** Namespace of cert-manager, where the CA's Secret lives. */
  readonly certManagerNamespace: string;
  /** Namespace of Prometheus, which NetworkPolicies let in. */
  readonly monitoringNamespace: string;
  /** Gateway through which clients come in. */
  readonly gateway: GatewayReference;
}

/** The platform team's layer: sites, and what they share. */
export interface IFleet {
  /** Name of the fleet. */
  readonly name: string;
  /** Construct path, or the file that the fleet was read from: where errors about it point to. */
  readonly path: string;
  /** The sites. */
  readonly sites: Site[];
  /** How sites reach each other. */
  readonly network: ISiteNetwork;
  /** What sends clients to a healthy site; undefined when applications have none. */
  readonly traffic?: IGlobalLoadBalancer;
  /** Where backups go; undefined when there are none. */
  readonly backup?: IBackup;
  /** Names that the sites share. */
  readonly names: FleetNames;
  /** Findings of fleet rules that are accepted. */
  readonly waivers: Waiver[];
  /** Props that cannot be used; while there are any, applications render nothing. */
  readonly problems: Finding[];
  /** The fleet as the rules see it. */
  toFacts(): FleetFacts;
}
