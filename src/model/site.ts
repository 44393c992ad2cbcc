import type { SiteFacts } from '../rules/facts';

/** Where a site's cluster runs; decides the default StorageClass. */
export enum Cloud {
  AWS = 'aws',
  AZURE = 'azure',
  GCP = 'gcp',
  ON_PREMISES = 'on-premises',
}

/** Properties of a site. */
export interface SiteProps {
  /** Region that is lost together, in the cloud's own spelling, such as `us-east-1`. No two sites may share one. */
  readonly region: string;
  /** Zones with nodes, as in the node label `topology.kubernetes.io/zone`. At least one; three let a site lose a zone. */
  readonly zones: string[];
  /** Addresses of pods, IPv4 CIDR. */
  readonly podCidr: string;
  /** Addresses of Services, IPv4 CIDR. */
  readonly serviceCidr: string;
  /**
   * Addresses of nodes, IPv4 CIDR. Leave it out where pods take their addresses from it, as with the AWS VPC CNI.
   *
   * @default - not stated: the overlap check covers pods and Services only
   */
  readonly nodeCidr?: string;
  /**
   * DNS domain of the cluster: kubelet's `--cluster-domain`, which cannot be changed later.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * Public DNS name of the site's ingress. Load balancer records point to it and health checks dial it.
   *
   * @default - the site cannot be a target of a load balancer by name
   */
  readonly ingressHostname?: string;
  /**
   * Public IPv4 address of the site's ingress, for routing policies that answer with addresses (multivalue).
   *
   * @default - only `ingressHostname` is used
   */
  readonly ingressIpv4?: string;
  /**
   * Public IPv6 address of the site's ingress.
   *
   * @default - the site is not reachable over IPv6
   */
  readonly ingressIpv6?: string;
  /**
   * Labels on every object of the site.
   *
   * @default - none besides those of the library
   */
  readonly labels?: Record<string, string>;
  /**
   * Cloud of the cluster.
   *
   * @default Cloud.AWS
   */
  readonly cloud?: Cloud;
  /**
   * StorageClass of the workloads' volumes; its reclaim policy should be Retain.
   *
   * @default - by cloud: `gp3` on AWS, `managed-csi-premium` on Azure, `premium-rwo` on GCP, the cluster's default elsewhere
   */
  readonly storageClass?: string;
  /**
   * Round trip to other sites in milliseconds, by site name. Stating one direction is enough; of two the larger counts.
   *
   * @default - 100 ms to every other site is assumed, and the plan says so
   */
  readonly rttMillis?: Record<string, number>;
}

// The classes that the clouds' CSI drivers are installed with: EKS documentation "gp3" example class,
// AKS built-in `managed-csi-premium`, GKE built-in `premium-rwo`.
const STORAGE_CLASS_BY_CLOUD: Record<Cloud, string | undefined> = {
  [Cloud.AWS]: 'gp3',
  [Cloud.AZURE]: 'managed-csi-premium',
  [Cloud.GCP]: 'premium-rwo',
  [Cloud.ON_PREMISES]: undefined,
};

/** One failure domain that can be lost whole: a Kubernetes cluster in a datacenter or region. */
export class Site {
  /**
   * Describes a site.
   *
   * @param name name of the site: DNS label, also the cluster id of the network and the folder of the output
   * @param props the site's properties; they are checked by the Fleet that gets the site
   */
  public static of(name: string, props: SiteProps): Site {
    return new Site(name, props);
  }

  /** Region that is lost together. */
  public readonly region: string;
  /** Zones with nodes. */
  public readonly zones: string[];
  /** Addresses of pods. */
  public readonly podCidr: string;
  /** Addresses of Services. */
  public readonly serviceCidr: string;
  /** Addresses of nodes, when stated. */
  public readonly nodeCidr?: string;
  /** DNS domain of the cluster. */
  public readonly clusterDomain: string;
  /** Public DNS name of the ingress. */
  public readonly ingressHostname?: string;
  /** Public IPv4 address of the ingress. */
  public readonly ingressIpv4?: string;
  /** Public IPv6 address of the ingress. */
  public readonly ingressIpv6?: string;
  /** Labels on every object of the site. */
  public readonly labels: Record<string, string>;
  /** Cloud of the cluster. */
  public readonly cloud: Cloud;
  /** StorageClass of the workloads' volumes; undefined for the cluster's default. */
  public readonly storageClass?: string;
  /** False when `storageClass` is what the cloud has by default: nobody chose it for what the application needs. */
  public readonly statesStorageClass: boolean;
  /** Round trips that were stated for this site, in milliseconds. */
  public readonly rttMillis: Record<string, number>;

  private constructor(
    public readonly name: string,
    props: SiteProps,
  ) {
    this.region = props.region;
    this.zones = [...props.zones];
    this.podCidr = props.podCidr;
    this.serviceCidr = props.serviceCidr;
    this.nodeCidr = props.nodeCidr;
    this.clusterDomain = props.clusterDomain ?? 'cluster.local';
    this.ingressHostname = props.ingressHostname;
    this.ingressIpv4 = props.ingressIpv4;
    this.ingressIpv6 = props.ingressIpv6;
    this.labels = { ...props.labels };
    this.cloud = props.cloud ?? Cloud.AWS;
    this.storageClass = props.storageClass ?? STORAGE_CLASS_BY_CLOUD[this.cloud];
    this.statesStorageClass = props.storageClass !== undefined;
    this.rttMillis = { ...props.rttMillis };
  }

  /** DNS name of a Service inside this site's own cluster. */
  public localAddress(service: string, namespace: string): string {
    return `${service}.${namespace}.svc.${this.clusterDomain}`;
  }

  /** The site as the rules see it. */
  public toFacts(): SiteFacts {
    return {
      name: this.name,
      region: this.region,
      zones: this.zones,
      podCidr: this.podCidr,
      serviceCidr: this.serviceCidr,
      nodeCidr: this.nodeCidr,
      clusterDomain: this.clusterDomain,
      ingressHostname: this.ingressHostname,
      ingressIpv4: this.ingressIpv4,
      ingressIpv6: this.ingressIpv6,
    };
  }
}
