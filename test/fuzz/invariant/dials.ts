import type { ConfigMap, Service } from 'kubernetes-types/core/v1';
import type { Output } from '../output';
import { texts } from '../output';
import { crdbClusters, isOfOperator, type Pods, podsIn, selectsPods } from './workload-pods';
import { type AppSpec, domainOf, namespaceOf, sitesOf, type SiteSpec } from '../spec';

/** An address of a Service, or of a pod behind one, that something in a site's manifests dials. */
export interface Dial {
  readonly from: SiteSpec;
  /** Pods that dial it. */
  readonly pods: Pods;
  readonly at: string;
  readonly scheme?: string;
  readonly host: string;
  readonly port?: number;
}

/** What an address leads to. */
export interface Destination {
  readonly site: SiteSpec;
  readonly service: Service;
  /** Pods behind it; those of an operator as far as they are known. */
  readonly pods: Pods[];
}

const HOST =
  /(?:([a-z]+):\/\/(?:[^\s/@:]+@)?)?((?:[A-Za-z0-9_-]|\$\([A-Z_]+\))+(?:\.(?:[A-Za-z0-9_-]|\$\([A-Z_]+\))+)*\.svc\.[A-Za-z0-9.-]*[A-Za-z0-9])(?::(\d+))?/g;

export const CLUSTERSET = 'clusterset.local';

/** All addresses of Services in the pods of an application, and in the files that they read. */
export function dialsOf(output: Output, app: AppSpec): Dial[] {
  return sitesOf(output.spec, app).flatMap((from) => {
    const own = podsIn(output, from.name, namespaceOf(app));
    return own.flatMap((pods) =>
      [...texts(pods.spec), ...configOf(output, from, pods)].flatMap((found) => dialsIn(from, pods, found)),
    );
  });
}

/** What a member tells others about itself is dialled by them. */
function isOwnAddress(text: string): boolean {
  return /^--(initial-)?advertise/.test(text);
}

function dialsIn(from: SiteSpec, pods: Pods, { at, text }: { at: string; text: string }): Dial[] {
  if (isOwnAddress(text)) return [];
  return [...text.matchAll(HOST)].flatMap(([, scheme, host = '', port]) =>
    expanded(host, pods).map((each) => ({
      from,
      pods,
      at,
      scheme,
      host: each,
      port: port === undefined ? undefined : Number(port),
    })),
  );
}

/** `$(POD_NAME)` is each of the pods. */
export function expanded(host: string, pods: Pods): string[] {
  return host.includes('$(POD_NAME)') ? pods.names.map((name) => host.replace('$(POD_NAME)', name)) : [host];
}

/** ConfigMaps that the pods mount. */
function configOf(output: Output, site: SiteSpec, { namespace, spec }: Pods): { at: string; text: string }[] {
  const names = (spec.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
  return names.flatMap((name) => texts(output.find<ConfigMap>(site.name, 'ConfigMap', namespace, name)?.data, name));
}

/** Where an address leads to, or why nowhere. */
export function destinationOf(
  output: Output,
  { from, host, port }: Pick<Dial, 'from' | 'host' | 'port'>,
): Destination | string {
  const [before = '', domain = ''] = host.split(/\.svc\.(.*)/);
  const labels = before.split('.');
  if (domain === CLUSTERSET) {
    const [namespace = '', service = '', site = '', ...pod] = labels.reverse();
    return exported(output, { namespace, service, site, pod: pod.join('.') }, port);
  }
  const { sites } = output.spec.fleet;
  const owners = domainOf(from) === domain ? [from] : sites.filter((site) => domainOf(site) === domain);
  const [owner] = owners;
  if (owner === undefined || owners.length > 1) return `the domain ${domain} is that of ${owners.length} sites`;
  const [namespace = '', service = '', ...pod] = labels.reverse();
  return resolved(output, { site: owner, namespace, service, pod: pod.join('.') }, port);
}

function exported(
  output: Output,
  address: { readonly namespace: string; readonly service: string; readonly site: string; readonly pod: string },
  port: number | undefined,
): Destination | string {
  const site = output.spec.fleet.sites.find(({ name }) => name === address.site);
  if (site === undefined) return `the fleet has no site "${address.site}"`;
  if (!/^[a-z0-9-]+$/.test(address.pod)) return 'it names no pod';
  const found = resolved(output, { ...address, site }, port);
  if (typeof found === 'string') return found;
  const { clusterIP, publishNotReadyAddresses } = found.service.spec ?? {};
  if (clusterIP !== 'None') return `Service ${address.service} in ${site.name} is not headless`;
  if (publishNotReadyAddresses !== true)
    return `Service ${address.service} in ${site.name} hides pods that are not ready`;
  const exports = output.find(site.name, 'ServiceExport.multicluster.x-k8s.io', address.namespace, address.service);
  return exports === undefined ? `Service ${address.service} is not exported by ${site.name}` : found;
}

function resolved(
  output: Output,
  { site, namespace, service: name, pod }: { site: SiteSpec; namespace: string; service: string; pod: string },
  port: number | undefined,
): Destination | string {
  const service = output.find<Service>(site.name, 'Service', namespace, name);
  const operated = crdbClusters(output, site.name, namespace).filter((cluster) => cluster.metadata.name === name);
  const candidates = podsIn(output, site.name, namespace);
  if (service === undefined) {
    if (isMadeByOperator(output, site, namespace, name)) return { site, service: {}, pods: [] };
    // The operator makes a headless Service named after its object.
    if (operated.length === 0) return `${site.name} has no Service ${namespace}/${name}`;
    return { site, service: {}, pods: candidates.filter(({ owner }) => owner === `CrdbCluster ${name}`) };
  }
  const { selector = {}, ports = [] } = service.spec ?? {};
  if (port !== undefined && !ports.some((each) => each.port === port)) return `Service ${name} has no port ${port}`;
  if (isOfOperator(selector)) return { site, service, pods: [] };
  const pods = candidates.filter((each) => selectsPods(selector, each));
  if (pods.length === 0 || Object.keys(selector).length === 0) return `Service ${name} selects no pods in ${site.name}`;
  if (pod === '') return { site, service, pods };
  const named = pods.filter(({ names, serviceName }) => serviceName === name && names.includes(pod));
  return named.length === 1
    ? { site, service, pods: named }
    : `Service ${name} in ${site.name} has ${named.length} pods ${pod}`;
}

/** Services that operators make for their objects: CloudNativePG and Strimzi. */
function isMadeByOperator(output: Output, site: SiteSpec, namespace: string, name: string): boolean {
  const [, cluster = ''] = /^(.*)-(?:rw|r|ro)$/.exec(name) ?? [];
  const [, kafka = ''] = /^(.*)-kafka-(?:[a-z0-9-]+-)?bootstrap$/.exec(name) ?? [];
  return (
    output.find(site.name, 'Cluster.postgresql.cnpg.io', namespace, cluster) !== undefined ||
    output.find(site.name, 'Kafka.kafka.strimzi.io', namespace, kafka) !== undefined
  );
}
