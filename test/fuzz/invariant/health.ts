import type { ConfigMap, Service } from 'kubernetes-types/core/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { HttpRoute } from '../../../src/kinds/gateway-api';
import { destinationOf } from './dials';
import { differs } from './quorum';
import { type Directive, directivesOf, parseNginx } from './nginx';
import type { Output } from '../output';
import { type Pods, podsIn, targetOf } from './workload-pods';
import { type AppSpec, dataSitesOf, namespaceOf, type SiteSpec } from '../spec';

/** A path of a site's ingress, and the Service behind it. */
export interface Backend {
  readonly hosts: string[];
  readonly exact: boolean;
  readonly path: string;
  readonly service: string;
  readonly port: number;
}

/** What the ingress of a site sends to the application. */
export function backendsOf(output: Output, app: AppSpec, { name: site }: SiteSpec): Backend[] {
  const namespace = namespaceOf(app);
  const routes = output.ofKind<HttpRoute>(site, 'HTTPRoute.gateway.networking.k8s.io', namespace).flatMap(({ spec }) =>
    spec.rules.flatMap(({ matches, backendRefs }) =>
      matches.flatMap(({ path }) =>
        backendRefs.map(({ name, port }) => ({
          hosts: spec.hostnames,
          exact: path.type === 'Exact',
          path: path.value,
          service: name,
          port,
        })),
      ),
    ),
  );
  const ingresses = output.ofKind<Ingress>(site, 'Ingress.networking.k8s.io', namespace).flatMap(({ spec }) =>
    (spec?.rules ?? []).flatMap(({ host = '', http }) =>
      (http?.paths ?? []).map(({ path = '', pathType, backend }) => ({
        hosts: [host],
        exact: pathType === 'Exact',
        path,
        service: backend.service?.name ?? '',
        port: backend.service?.port?.number ?? 0,
      })),
    ),
  );
  return [...routes, ...ingresses];
}

interface HealthCheck {
  readonly type: string;
  readonly fqdn?: string;
  readonly ip_address?: string;
  readonly resource_path?: string;
  readonly child_healthchecks?: string[];
}

/** Every health check ends at the workload of the site that it decides about, or at its front end. */
export function health(output: Output): string[] {
  return output.spec.apps.flatMap((app) => [
    ...(app.frontEnd ? dataSitesOf(output.spec, app).flatMap((site) => sidecar(output, app, site)) : []),
    ...(app.hostname === undefined ? [] : checks(output, app)),
  ]);
}

function checks(output: Output, app: AppSpec): string[] {
  const all = Object.entries(output.resources(app.id, 'aws_route53_health_check') as Record<string, unknown>);
  const sites = dataSitesOf(output.spec, app);
  const ends = all.flatMap(([id, resource]) => {
    const check = resource as HealthCheck;
    if (check.type === 'CALCULATED' || isLatch(id)) return [];
    const site = siteDialled(sites, check);
    return [{ id, check, site }];
  });
  const path = `/site-health/${app.id}`;
  return [
    ...ends.flatMap(({ id, check, site }) => {
      if (site === undefined) return [`health check ${id} dials none of the sites`];
      if (check.type !== 'HTTPS') return [`health check ${id} is of type ${check.type}`];
      return served(output, app, site, check.fqdn ?? '', check.resource_path ?? '').map(
        (why) => `health check ${id}: ${why}`,
      );
    }),
    ...sites.flatMap((site) =>
      ends.some((end) => end.site === site && end.check.resource_path === path)
        ? []
        : [`no health check of ${site.name}`],
    ),
  ];
}

/** What keeps clients away whatever a site's health says asks no site. */
export function isLatch(id: string): boolean {
  return id.endsWith('_latch');
}

/** The site whose ingress a check dials: by address where it has one. */
export function siteDialled(sites: SiteSpec[], { fqdn, ip_address: address }: HealthCheck): SiteSpec | undefined {
  return sites.find(({ ingressHostname, ingressIpv4, ingressIpv6 }) =>
    address === undefined ? ingressHostname === fqdn : [ingressIpv4, ingressIpv6].includes(address),
  );
}

/** Follows a request of a checker to what answers it; why it does not get there. */
function served(output: Output, app: AppSpec, site: SiteSpec, host: string, path: string): string[] {
  const backend = backendsOf(output, app, site).find(
    (each) => each.exact && each.path === path && each.hosts.includes(host),
  );
  if (backend === undefined) return [`${site.name} routes no ${path} of ${host}`];
  const namespace = namespaceOf(app);
  const service = output.find<Service>(site.name, 'Service', namespace, backend.service);
  const ends = podsIn(output, site.name, namespace).flatMap((pods) => {
    const end = service && targetOf(service, backend.port, pods);
    return end ? [{ pods, ...end }] : [];
  });
  if (ends.length === 0) return [`nothing listens behind Service ${backend.service}:${backend.port}`];
  return ends.flatMap(({ pods, container, port }) => {
    const names = (container.volumeMounts ?? []).map(({ name }) => name);
    const config = configOf(output, site, pods, names);
    if (config === undefined) return [`container ${container.name} has no configuration`];
    return answered(output, site, pods, parseNginx(config), { path, port });
  });
}

function configOf(output: Output, site: SiteSpec, { spec, namespace }: Pods, mounted: string[]): string | undefined {
  const maps = (spec.volumes ?? []).flatMap(({ name, configMap }) =>
    mounted.includes(name) ? (configMap?.name ?? []) : [],
  );
  const [found] = maps.map((name) => output.find<ConfigMap>(site.name, 'ConfigMap', namespace, name));
  return found?.data?.['nginx.conf'];
}

function answered(
  output: Output,
  site: SiteSpec,
  pods: Pods,
  config: Directive[],
  { path, port }: { readonly path: string; readonly port: number },
): string[] {
  const [location] = directivesOf(config, 'location').filter(({ words }) => words.slice(1).join(' ') === `= ${path}`);
  const [, url = ''] = directivesOf(location?.block ?? [], 'proxy_pass')[0]?.words ?? [];
  const [, scheme, host = '', upstream] = /^(https?):\/\/([^/:]+):(\d+)\/[!-#%-~]*$/.exec(url) ?? [];
  const listens = directivesOf(config, 'listen').map(({ words }) => words[1]);
  const others = (location?.block ?? []).filter(({ words: [name = ''] }) => !name.startsWith('proxy_'));
  const problems = [
    ...differs('ports of nginx', listens, [String(port)]),
    ...differs(`directives of ${path}`, others, []),
  ];
  if (scheme === undefined) return [...problems, `nginx passes ${path} to "${url}"`];
  if (host === '127.0.0.1') {
    const ports = pods.spec.containers.flatMap((container) => container.ports ?? []);
    const open = ports.some(({ containerPort }) => containerPort === Number(upstream));
    return open ? problems : [...problems, `no container listens on ${upstream ?? ''}`];
  }
  const destination = destinationOf(output, { from: site, host, port: Number(upstream) });
  if (typeof destination === 'string') return [...problems, destination];
  return [
    ...problems,
    ...differs(`site that answers for ${site.name}`, destination.site.name, site.name),
    ...(scheme === 'https' ? verified(location?.block ?? [], host) : []),
  ];
}

function verified(block: Directive[], host: string): string[] {
  const value = (name: string): string | undefined => directivesOf(block, name)[0]?.words[1];
  return [
    ...differs('proxy_ssl_verify', value('proxy_ssl_verify'), 'on'),
    ...differs('proxy_ssl_name', value('proxy_ssl_name'), host),
  ];
}

/** The sidecar has the locations that it should have, whatever the props were. */
function sidecar(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const pods = podsIn(output, site.name, namespaceOf(app)).filter(({ owner }) => owner === 'Deployment front-end');
  const configs = pods.flatMap((each) => configOf(output, site, each, ['site-health']) ?? []);
  if (configs.length !== 1) return [`${configs.length} configurations of the front end in ${site.name}`];
  let config: Directive[];
  try {
    config = parseNginx(configs.join(''));
  } catch (error) {
    return [`nginx does not start: ${(error as Error).message}`];
  }
  const { healthPath, port = 8080 } = app.frontEnd ?? {};
  const own = healthPath === undefined ? [] : [`= /front-end-health/${app.id}`];
  const [front] = directivesOf(config, 'location').filter(({ words }) => words[2] === `/front-end-health/${app.id}`);
  return [
    ...differs(
      `locations of nginx in ${site.name}`,
      directivesOf(config, 'location').map(({ words }) => words.slice(1).join(' ')),
      ['= /live', '= /unhealthy', `= /site-health/${app.id}`, ...own, '/'],
    ),
    ...(healthPath === undefined
      ? []
      : differs('health of the front end', directivesOf(front?.block ?? [], 'proxy_pass')[0]?.words, [
          'proxy_pass',
          `http://127.0.0.1:${port}${healthPath}`,
        ])),
  ];
}
