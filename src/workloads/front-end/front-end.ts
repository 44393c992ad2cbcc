import { Size } from 'cdk8s';
import type { Container, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { NetworkPolicyPeer } from 'kubernetes-types/networking/v1';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import type { Connection, HealthEndpoint } from '../../model/workload';
import type { Bound } from '../../recovery/bound';
import { UnreadyPods, addDisruptionBudget } from '../budget';
import { addresses, dnsEgress, networkPolicy, podsOfNamespace, podsWith, tcp } from '../network-policy';
import { acrossNodes, acrossZones, componentLabels, restrictedContainer, restrictedPod } from '../pods';
import { sizeQuantity } from '../resources';
import { addAutoscaler, isCold } from './autoscaler';
import { frontEndProblems } from './check-front-end';
import { expose } from './exposure';
import type { FrontEndProps } from './props';
import { CONTAINER, FrontEndSwitch, STARTUP } from './standby';
import { SITE_HEALTH_PORT, configDigest, siteHealthConfig, siteHealthContainer } from './site-health';

const NAME = 'front-end';
const SITE_HEALTH_IMAGE = 'nginxinc/nginx-unprivileged:1.29-alpine';

/** What the front end has to know of the application around it. */
export interface FrontEndContext {
  readonly hostname?: string;
  readonly health: HealthEndpoint;
  readonly toleratedSiteFailures: number;
  /** How the front end of a site reaches the workload. */
  connect(site: Site): Connection;
}

/** The stateless tier: the same in every data site, each talking to the workload beside it. */
export class FrontEnd {
  private readonly port: number;
  private readonly labels: Record<string, string>;

  constructor(
    private readonly host: IAppHost,
    private readonly props: FrontEndProps,
    private readonly context: FrontEndContext,
  ) {
    this.port = props.port ?? 8080;
    this.labels = componentLabels(host.name, NAME);
  }

  /** Public path that answers 200 only while the workload of the site can serve. */
  public get siteHealthPath(): string {
    return `/site-health/${this.host.name}`;
  }

  /** Public path that answers by the front end's own health; undefined when it has none. */
  public get frontEndHealthPath(): string | undefined {
    return this.props.healthPath === undefined ? undefined : `/front-end-health/${this.host.name}`;
  }

  /** Public URL of each site's health path. */
  public get healthUrls(): Record<string, string> | undefined {
    if (this.context.hostname === undefined) return undefined;
    const named = this.host.dataSites.filter((site) => site.ingressHostname !== undefined);
    return Object.fromEntries(
      named.map((site) => [site.name, `https://${site.ingressHostname ?? ''}${this.siteHealthPath}`]),
    );
  }

  /** The steps of runbooks that make it as large as the active site needs it. */
  public get switching(): FrontEndSwitch {
    return new FrontEndSwitch({ name: NAME, replicas: this.replicas, standby: this.host.standby });
  }

  /** From a passive site taking over to its front end carrying the load. */
  public get startGap(): Bound {
    return this.switching.startGap;
  }

  private get replicas(): number {
    return this.props.replicas ?? 3;
  }

  /** Renders the front end into every data site. */
  public bind(): void {
    const problems = frontEndProblems(this.props, this.connectionVariables());
    for (const problem of problems) this.host.refuse(problem);
    // Nothing can be rendered from props that were refused.
    if (problems.length > 0) return;
    for (const site of this.host.dataSites) this.bindSite(site);
  }

  private connectionVariables(): string[] {
    const names = this.host.dataSites.flatMap((site) => this.context.connect(site).variables.map(({ name }) => name));
    return [...new Set(names)];
  }

  private bindSite(site: Site): void {
    const { namespace } = this.host;
    const connection = this.context.connect(site);
    const config = this.siteHealth(site, connection);
    addTo(this.host, site, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'site-health', namespace },
      data: { 'nginx.conf': config },
    });
    this.addDeployment(site, connection, configDigest(config));
    this.addService(site);
    addAutoscaler(this.host, site, {
      name: NAME,
      replicas: this.replicas,
      maxReplicas: this.props.maxReplicas ?? this.replicasAfterLoss(this.replicas),
      targetCpuPercent: this.props.targetCpuPercent ?? 60,
    });
    addDisruptionBudget(this.host, site, {
      name: NAME,
      namespace,
      podLabels: this.labels,
      unready: UnreadyPods.MAY_GO,
    });
    this.addPolicy(site, connection);
    if (this.context.hostname !== undefined) {
      expose(this.host, site, {
        service: NAME,
        hostname: this.context.hostname,
        healthPaths: [this.siteHealthPath, this.frontEndHealthPath].filter((path) => path !== undefined),
        ingressClassName: this.props.ingressClassName,
      });
    }
    this.requirePlatform(site, connection);
    for (const name of this.props.environmentSecrets ?? []) {
      this.host.require(site, { kind: PrerequisiteKind.SECRET, name, namespace, why: 'environment of the front end' });
    }
  }

  private requirePlatform(site: Site, { clientSecret }: Connection): void {
    this.host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'metrics-server',
      why: 'the autoscaler of the front end takes the load of a lost site by the CPU metrics that it serves',
    });
    if (clientSecret === undefined) return;
    this.host.require(site, {
      kind: PrerequisiteKind.OPERATOR,
      name: 'reloader',
      why: `Stakater Reloader restarts the front end when ${clientSecret} is renewed, every 60 days; needless for an image that reads its certificate again by itself. Without either, the front end loses the database 90 days after its last rollout`,
    });
  }

  private siteHealth(site: Site, connection: Connection): string {
    const { health } = this.context;
    const { frontEndHealthPath } = this;
    const { healthPath } = this.props;
    return siteHealthConfig({
      path: this.siteHealthPath,
      host: site.localAddress(health.service, this.host.namespace),
      endpoint: health,
      tlsPath: connection.mountPath ?? '',
      ...(frontEndHealthPath !== undefined && healthPath !== undefined
        ? { frontEnd: { path: frontEndHealthPath, port: this.port, healthPath } }
        : {}),
    });
  }

  private addDeployment(site: Site, connection: Connection, digest: string): void {
    addTo(this.host, site, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: NAME,
        namespace: this.host.namespace,
        // Most database drivers read their certificate once.
        ...(connection.clientSecret === undefined
          ? {}
          : { annotations: { 'secret.reloader.stakater.com/reload': connection.clientSecret } }),
      },
      spec: {
        // No replicas but for a cold standby, which the autoscaler leaves at 0: it owns the number, and every apply would
        // take it back.
        ...(isCold(this.host, site) ? { replicas: 0 } : {}),
        selector: { matchLabels: this.labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: {
          metadata: { labels: this.labels, annotations: { 'cndr/site-health-config': digest } },
          spec: {
            ...(connection.serviceAccount === undefined ? {} : { serviceAccountName: connection.serviceAccount }),
            automountServiceAccountToken: false,
            securityContext: restrictedPod(this.props.user ?? 10001),
            topologySpreadConstraints: [...acrossZones(this.labels), ...acrossNodes(this.labels)],
            terminationGracePeriodSeconds: 30,
            containers: [
              this.appContainer(connection),
              siteHealthContainer(
                this.props.siteHealthImage ?? SITE_HEALTH_IMAGE,
                clientCertificate(connection).mounts,
              ),
            ],
            volumes: [
              ...clientCertificate(connection).volumes,
              { name: 'site-health', configMap: { name: 'site-health' } },
              { name: 'site-health-tmp', emptyDir: { sizeLimit: '16Mi' } },
              { name: 'tmp', emptyDir: {} },
            ],
          },
        },
      },
    });
  }

  private appContainer(connection: Connection): Container {
    const { environment = {}, environmentSecrets = [], healthPath } = this.props;
    const memory = sizeQuantity(this.props.memory ?? Size.mebibytes(256));
    const check =
      healthPath === undefined ? { tcpSocket: { port: 'http' } } : { httpGet: { path: healthPath, port: 'http' } };
    return {
      name: CONTAINER,
      image: this.props.image,
      ports: [{ name: 'http', containerPort: this.port }],
      env: [
        ...connection.variables.map(({ name, value }) => ({ name, value })),
        ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      ],
      ...(environmentSecrets.length > 0
        ? { envFrom: environmentSecrets.map((name) => ({ secretRef: { name } })) }
        : {}),
      startupProbe: { ...check, ...STARTUP, timeoutSeconds: 2 },
      readinessProbe: { ...check, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
      livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 6 },
      resources: { requests: { cpu: this.props.cpu ?? '250m', memory }, limits: { memory } },
      securityContext: restrictedContainer(),
      volumeMounts: [...clientCertificate(connection).mounts, { name: 'tmp', mountPath: '/tmp' }],
    };
  }

  private addService(site: Site): void {
    addTo(this.host, site, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: NAME, namespace: this.host.namespace },
      spec: {
        selector: this.labels,
        ports: [
          { name: 'http', port: 80, targetPort: 'http' },
          { name: 'site-health', port: SITE_HEALTH_PORT, targetPort: 'site-health' },
        ],
      },
    });
  }

  /** Latency and geography send all clients of a lost site to one neighbour, which then carries its load on top of its own. */
  private replicasAfterLoss(replicas: number): number {
    return replicas * (1 + this.context.toleratedSiteFailures) + 1;
  }

  /** Where packets of clients come from inside the cluster: the proxies of the Gateway. */
  private dataPlane(): NetworkPolicyPeer[] {
    const { namespace, dataPlaneNamespace, dataPlaneCidrs } = this.host.fleet.names.gateway;
    return [podsOfNamespace(dataPlaneNamespace ?? namespace), ...addresses(dataPlaneCidrs ?? [])];
  }

  private addPolicy(site: Site, connection: Connection): void {
    const { egressNamespaces = [], egressCidrs = [] } = this.props;
    const { health } = this.context;
    const ports = health.podLabels ? connection.ports : [...new Set([...connection.ports, health.port])];
    addTo(
      this.host,
      site,
      networkPolicy({
        name: NAME,
        namespace: this.host.namespace,
        podLabels: this.labels,
        ingress: [
          { from: this.dataPlane(), ports: tcp(this.port, SITE_HEALTH_PORT) },
          { from: [podsOfNamespace(this.host.fleet.names.monitoringNamespace)], ports: tcp(this.port) },
        ],
        egress: [
          { to: workloadPeers(connection), ports: tcp(...ports) },
          ...(health.podLabels ? [{ to: [podsWith(health.podLabels)], ports: tcp(health.port) }] : []),
          dnsEgress(),
          ...egressNamespaces.map((name) => ({ to: [podsOfNamespace(name)] })),
          ...(egressCidrs.length > 0 ? [{ to: addresses(egressCidrs) }] : []),
        ],
      }),
    );
  }
}

/** The workload: pods, or addresses outside of the cluster. */
function workloadPeers({ podLabels, cidrs }: Connection): NetworkPolicyPeer[] {
  return cidrs ? addresses(cidrs) : [podsWith(podLabels)];
}

/** How pods of the front end get the certificate that proves them to the workload, where there is one. */
function clientCertificate({ clientSecret, mountPath }: Connection): { volumes: Volume[]; mounts: VolumeMount[] } {
  if (clientSecret === undefined || mountPath === undefined) return { volumes: [], mounts: [] };
  return {
    volumes: [{ name: 'workload-tls', secret: { secretName: clientSecret, defaultMode: 0o440 } }],
    mounts: [{ name: 'workload-tls', mountPath, readOnly: true }],
  };
}
