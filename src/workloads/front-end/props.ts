import type { Size } from 'cdk8s';

/** Properties of the stateless tier that runs in every data site and talks to the workload in its own site. */
export interface FrontEndProps {
  /** Image, with a tag or digest. */
  readonly image: string;
  /**
   * Port that the image listens on, plain HTTP.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Health path of the image itself, such as `/healthz`: probed by kubelet, and a condition for the site to get traffic.
   *
   * @default - kubelet only sees whether the port is open, and the load balancer only whether the workload can serve
   */
  readonly healthPath?: string;
  /**
   * Pods in each site while all sites live.
   *
   * @default 3
   */
  readonly replicas?: number;
  /**
   * Pods in each site at most.
   *
   * @default - enough for all clients of the sites that may be lost, as they may all come to one neighbour:
   * `replicas x (1 + tolerated) + 1`
   */
  readonly maxReplicas?: number;
  /**
   * CPU utilization, in percent of the request, above which pods are added.
   *
   * @default 60
   */
  readonly targetCpuPercent?: number;
  /**
   * CPU request of a pod, as a Kubernetes quantity.
   *
   * @default 250m
   */
  readonly cpu?: string;
  /**
   * Memory request and limit of a pod.
   *
   * @default - 256 MiB
   */
  readonly memory?: Size;
  /**
   * Environment of the image, besides the variables of the workload's connection. Never a secret: synthesis refuses one.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;
  /**
   * Secrets in the application's namespace whose keys become environment variables.
   *
   * @default - none
   */
  readonly environmentSecrets?: string[];
  /**
   * Numeric user that the image runs as.
   *
   * @default 10001
   */
  readonly user?: number;
  /**
   * IngressClass to come in by an Ingress instead of a Gateway API HTTPRoute. Its controller runs in the namespace of the
   * fleet's gateway.
   *
   * @default - an HTTPRoute at the fleet's Gateway
   */
  readonly ingressClassName?: string;
  /**
   * Namespaces of the same cluster that the image may call, besides the workload.
   *
   * @default - none: a NetworkPolicy drops it
   */
  readonly egressNamespaces?: string[];
  /**
   * Addresses outside the cluster that the image may call, as CIDRs.
   *
   * @default - none: a NetworkPolicy drops it
   */
  readonly egressCidrs?: string[];
  /**
   * Image of the sidecar that answers the load balancer's health check.
   *
   * @default nginxinc/nginx-unprivileged:1.29-alpine
   */
  readonly siteHealthImage?: string;
}
