import type { Metadata } from './kubernetes';

/** submariner.io/v1alpha1 Broker, as in Submariner v0.18.1. */
export interface SubmarinerBroker {
  readonly apiVersion: 'submariner.io/v1alpha1';
  readonly kind: 'Broker';
  readonly metadata: Metadata;
  readonly spec: {
    readonly components: ('connectivity' | 'globalnet' | 'service-discovery')[];
    readonly globalnetEnabled: boolean;
    readonly globalnetCIDRRange?: string;
    /** Addresses of a cluster that joins without a range of its own. */
    readonly defaultGlobalnetClusterSize?: number;
  };
}

/** submariner.io/v1alpha1 Submariner: one per site. Secrets by reference only, never inline. */
export interface Submariner {
  readonly apiVersion: 'submariner.io/v1alpha1';
  readonly kind: 'Submariner';
  readonly metadata: Metadata;
  readonly spec: {
    readonly clusterID: string;
    readonly clusterCIDR: string;
    readonly serviceCIDR: string;
    /** Range of this cluster alone, whatever the CRD's description says. */
    readonly globalCIDR?: string;
    readonly broker: 'k8s';
    /** host:port without a scheme. */
    readonly brokerK8sApiServer: string;
    readonly brokerK8sRemoteNamespace: string;
    readonly brokerK8sSecret: string;
    readonly ceIPSecPSKSecret: string;
    readonly cableDriver: string;
    readonly natEnabled: boolean;
    readonly ceIPSecNATTPort: number;
    readonly ceIPSecDebug: boolean;
    readonly debug: boolean;
    readonly namespace: string;
    readonly serviceDiscoveryEnabled: boolean;
    readonly connectionHealthCheck: {
      readonly enabled: boolean;
      readonly intervalSeconds: number;
      readonly maxPacketLossCount: number;
    };
  };
}

/** submariner.io/v1 ClusterGlobalEgressIP. Globalnet honours the one named `cluster-egress.submariner.io` only. */
export interface ClusterGlobalEgressIp {
  readonly apiVersion: 'submariner.io/v1';
  readonly kind: 'ClusterGlobalEgressIP';
  readonly metadata: Metadata;
  /** 0 to 20. The website calls it `numberOfIPs`, a field that the API server drops without a word. */
  readonly spec: { readonly numGlobalIPs: number };
}

export type SubmarinerObject = ClusterGlobalEgressIp | Submariner | SubmarinerBroker;
