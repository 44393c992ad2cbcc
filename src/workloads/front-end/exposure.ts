import type { KubernetesObject } from '../../kinds/kubernetes';
import type { IAppHost } from '../../model/app-host';
import { addTo } from '../../model/host';
import { PrerequisiteKind } from '../../model/prerequisite';
import type { Site } from '../../model/site';
import { SITE_HEALTH_PORT } from './site-health';

/** How clients and the load balancer's checks come in. */
export interface ExposureProps {
  /** Service of the front end, with the ports 80 and that of the sidecar. */
  readonly service: string;
  /** Name that clients use. */
  readonly hostname: string;
  /** Paths that lead to the sidecar. */
  readonly healthPaths: string[];
  readonly ingressClassName?: string;
}

/** Routes the hostname to the front end, and the health paths, under any name of the site, to the sidecar. */
export function expose(host: IAppHost, site: Site, props: ExposureProps): void {
  if (props.ingressClassName === undefined) {
    exposeByGateway(host, site, props);
  } else {
    exposeByIngress(host, site, props, props.ingressClassName);
  }
}

/** Names under which the checker may come: that of the site's ingress, or the application's with the site's address. */
function healthHosts(site: Site, hostname: string): string[] {
  return [hostname, ...(site.ingressHostname ? [site.ingressHostname] : [])];
}

function exposeByGateway(host: IAppHost, site: Site, props: ExposureProps): void {
  const { gateway } = host.fleet.names;
  const parentRefs = [{ name: gateway.name, namespace: gateway.namespace, sectionName: gateway.listener }];
  const route = (
    name: string,
    hostnames: string[],
    paths: { type: 'Exact' | 'PathPrefix'; value: string }[],
    port: number,
  ): KubernetesObject => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace: host.namespace },
    spec: {
      parentRefs,
      hostnames,
      rules: [{ matches: paths.map((path) => ({ path })), backendRefs: [{ name: props.service, port }] }],
    },
  });
  addTo(host, site, route(props.service, [props.hostname], [{ type: 'PathPrefix', value: '/' }], 80));
  const healthPaths = props.healthPaths.map((value) => ({ type: 'Exact' as const, value }));
  addTo(host, site, route('site-health', healthHosts(site, props.hostname), healthPaths, SITE_HEALTH_PORT));
  host.require(site, {
    kind: PrerequisiteKind.GATEWAY,
    name: gateway.name,
    namespace: gateway.namespace,
    why: `its HTTPS listener "${gateway.listener}" admits routes of namespace ${host.namespace} for ${healthHosts(site, props.hostname).join(' and ')}, with certificates for both; its proxies run in namespace ${gateway.dataPlaneNamespace ?? gateway.namespace}${gateway.dataPlaneCidrs ? ` or come from ${gateway.dataPlaneCidrs.join(', ')}` : ''}, which the NetworkPolicies admit`,
  });
}

function exposeByIngress(host: IAppHost, site: Site, props: ExposureProps, ingressClassName: string): void {
  const backend = (number: number) => ({ service: { name: props.service, port: { number } } });
  const healthPaths = props.healthPaths.map((path) => ({
    path,
    pathType: 'Exact',
    backend: backend(SITE_HEALTH_PORT),
  }));
  const secretName = `${props.service}-public-tls`;
  addTo(host, site, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: props.service, namespace: host.namespace },
    spec: {
      ingressClassName,
      tls: [{ hosts: healthHosts(site, props.hostname), secretName }],
      rules: healthHosts(site, props.hostname).map((name) => ({
        host: name,
        http: {
          paths: [
            ...healthPaths,
            ...(name === props.hostname ? [{ path: '/', pathType: 'Prefix', backend: backend(80) }] : []),
          ],
        },
      })),
    },
  });
  host.require(site, {
    kind: PrerequisiteKind.INGRESS_CLASS,
    name: ingressClassName,
    why: `its controller runs in namespace ${host.fleet.names.gateway.namespace}, which the NetworkPolicies admit`,
  });
  host.require(site, {
    kind: PrerequisiteKind.SECRET,
    name: secretName,
    namespace: host.namespace,
    keys: ['tls.crt', 'tls.key'],
    why: `public certificate for ${healthHosts(site, props.hostname).join(' and ')}`,
  });
}
