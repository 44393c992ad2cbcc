import type { Alert } from '../model/alert';
import type { IHost } from '../model/host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import type { NetworkFacts } from '../rules/facts';
import { listed } from '../rules/wording';
import { CLUSTERSET_DOMAIN, McsNetwork } from './mcs';

/** Properties of a network that routes pod addresses between sites. */
export interface RoutedProps {
  /**
   * Whether the links between the sites encrypt what they carry. The library cannot see it: it is listed as a
   * prerequisite of each site, and the workloads' own TLS does not depend on it.
   *
   * @default true: links between regions of one cloud (AWS, Azure, Google Cloud) encrypt; leased lines and VPNs without
   * IPsec do not. With false, rule NET-09 refuses the fleet until it is waived with a reason
   */
  readonly encrypted?: boolean;
}

/** Pods of all sites reach each other under their own addresses; what is added is service discovery. */
export class RoutedNetwork extends McsNetwork {
  public readonly facts: NetworkFacts;

  public readonly repair =
    'repair the routes and firewall rules between the pods of the sites; no alert of the network says that they are broken, only those of the workload';

  public readonly losses = [];

  constructor(props: RoutedProps) {
    super();
    this.facts = { kind: 'routed', encrypted: props.encrypted ?? true, translatesAddresses: false };
  }

  public bindFleet(host: IHost): void {
    for (const site of host.sites) {
      this.requireRoutes(
        host,
        site,
        host.sites.filter((other) => other !== site),
      );
      requireServiceDiscovery(host, site);
    }
  }

  public sourceCidrs(site: Site): string[] {
    return [site.podCidr];
  }

  /** None: routes have no metric that every platform writes. Lost peers show in the workload's own alerts. */
  public alerts(): Alert[] {
    return [];
  }

  private requireRoutes(host: IHost, site: Site, peers: Site[]): void {
    if (peers.length === 0) return;
    const ranges = listed(peers.map((peer) => `${peer.podCidr} (${peer.name})`));
    const links = this.facts.encrypted ? '; the links encrypt what they carry' : '';
    host.require(site, {
      kind: PrerequisiteKind.FIREWALL,
      name: 'pod routes between sites',
      why:
        `pods of ${site.name} (${site.podCidr}) reach the pods of ${ranges} and the reverse, by routes and firewall rules for ` +
        `these ranges alone; pods keep their address on the way, since NetworkPolicies admit peers by it: no source NAT ` +
        `towards these ranges (AWS VPC CNI: AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS; ip-masq-agent: nonMasqueradeCIDRs)${links}`,
    });
  }
}

function requireServiceDiscovery(host: IHost, site: Site): void {
  host.require(site, {
    kind: PrerequisiteKind.OPERATOR,
    name: 'Multi-Cluster Services API',
    version: '0.5.0',
    why:
      `serves multicluster.x-k8s.io/v1alpha1 with cluster id "${site.name}", so that exported pods resolve in every site as ` +
      `<pod>.<site>.<service>.<namespace>.svc.${CLUSTERSET_DOMAIN}, not-ready ones too where publishNotReadyAddresses is set: ` +
      `Lighthouse alone (subctl deploy-broker --components service-discovery), or Cilium Cluster Mesh with MCS API and ` +
      `EndpointSlice synchronization; not the one of GKE, which serves net.gke.io instead`,
  });
  host.require(site, {
    kind: PrerequisiteKind.DNS,
    name: CLUSTERSET_DOMAIN,
    why: 'the DNS of the cluster answers names of exported Services: peers of other sites are dialled by them',
  });
}
