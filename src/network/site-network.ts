import type { ISiteNetwork } from '../model/site-network';
import { RoutedNetwork, type RoutedProps } from './routed';
import { SubmarinerNetwork } from './submariner';
import type { SubmarinerProps } from './submariner-settings';

/** How the sites of a fleet reach each other. */
export class SiteNetwork {
  /**
   * Tunnels between gateway nodes (Submariner 0.18), with the service discovery that comes with them. For clusters whose
   * nodes cannot reach each other, and, with Globalnet, for clusters whose addresses overlap.
   */
  public static submariner(props: SubmarinerProps): ISiteNetwork {
    return new SubmarinerNetwork(props);
  }

  /**
   * Pods reach pods of other sites already: peered VPCs, a transit gateway, a WAN that routes pod addresses, Cilium Cluster
   * Mesh. Only service discovery is left to do: Services are exported by the Multi-Cluster Services API.
   */
  public static routed(props: RoutedProps = {}): ISiteNetwork {
    return new RoutedNetwork(props);
  }

  private constructor() {}
}
