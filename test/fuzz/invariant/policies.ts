import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1';
import type { Service } from 'kubernetes-types/core/v1';
import type { PodMonitor } from '../../../src/kinds/monitoring';
import { destinationOf, type Dial, dialsOf } from './dials';
import { backendsOf } from './health';
import type { Labels, Output } from '../output';
import { isOfOperator, type Pods, podsIn, selects, targetOf } from './workload-pods';
import { type AppSpec, namespaceOf, sitesOf, type SiteSpec } from '../spec';

/** One end of a connection: pods of the same cluster, or addresses of another one. */
interface Peer {
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly cidr?: string;
}

/** What has to pass passes, and the namespaces of others are left alone. */
export function policies(output: Output): string[] {
  return output.spec.apps.flatMap((app) => [
    ...dialsOf(output, app).flatMap((dial) => dialled(output, app, dial)),
    ...sitesOf(output.spec, app).flatMap((site) => [
      ...scraped(output, app, site),
      ...exposed(output, app, site),
      ...openToAll(output, app, site),
    ]),
    ...foreign(output, app),
  ]);
}

function policiesOf(output: Output, site: SiteSpec, app: AppSpec): NetworkPolicy[] {
  return output.ofKind<NetworkPolicy>(site.name, 'NetworkPolicy.networking.k8s.io', namespaceOf(app));
}

/** Both ends admit each connection that is dialled, and its name can be looked up. */
function dialled(output: Output, app: AppSpec, dial: Dial): string[] {
  const destination = destinationOf(output, dial);
  if (typeof destination === 'string') return [];
  const { site, service, pods } = destination;
  const here = policiesOf(output, dial.from, app);
  const there = policiesOf(output, site, app);
  const what = `${dial.from.name} ${dial.pods.owner} to ${dial.host}`;
  const lookup = passes(here, dial.pods, 'egress', {}, 53, 'UDP') ? [] : [`${what}: it cannot ask the DNS`];
  if (dial.port === undefined) return lookup;
  const remote = site.name !== dial.from.name;
  return [
    ...lookup,
    ...pods.flatMap((target) => {
      const port = targetOf(service, dial.port!, target)?.port ?? dial.port!;
      const namespace = namespaceOf(app);
      const source: Peer = remote ? { cidr: sourceOf(output, dial.from) } : { namespace, labels: dial.pods.labels };
      const goal: Peer = remote ? { cidr: sourceOf(output, site) } : { namespace, labels: target.labels };
      return [
        ...(passes(here, dial.pods, 'egress', goal, port) ? [] : [`${what}: port ${port} is not let out`]),
        ...(passes(there, target, 'ingress', source, port) ? [] : [`${what}: port ${port} is not let in`]),
      ];
    }),
  ];
}

/** Under which addresses the pods of a site are seen by other sites. */
function sourceOf({ spec: { fleet } }: Output, { name, podCidr }: SiteSpec): string {
  const { kind, submariner } = fleet.network;
  return (kind === 'submariner' ? submariner?.globalnetCidrs?.[name] : undefined) ?? podCidr;
}

/** Prometheus reaches what it is told to scrape. */
function scraped(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const monitors = output.ofKind<PodMonitor>(site.name, 'PodMonitor.monitoring.coreos.com', namespaceOf(app));
  const namespace = output.spec.fleet.monitoringNamespace ?? 'monitoring';
  return monitors.flatMap(({ metadata, spec }) => {
    const what = `PodMonitor ${metadata.name} in ${site.name}`;
    const pods = podsIn(output, site.name, namespaceOf(app)).filter(({ labels }) =>
      selects(spec.selector.matchLabels, labels),
    );
    if (pods.length === 0) return isOfOperator(spec.selector.matchLabels) ? [] : [`${what} selects no pods`];
    return pods.flatMap((target) =>
      spec.podMetricsEndpoints.flatMap(({ port: name }) => {
        const port = portNamed(target, name);
        if (port === undefined) return target.owner.startsWith('CrdbCluster') ? [] : [`${what}: no port ${name}`];
        return passes(policiesOf(output, site, app), target, 'ingress', { namespace }, port)
          ? []
          : [`${what}: not let in`];
      }),
    );
  });
}

function portNamed({ spec }: Pods, name: string): number | undefined {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name)?.containerPort;
}

/** The gateway reaches what it sends clients and health checks to. */
function exposed(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const namespace = output.spec.fleet.gateway?.namespace ?? 'gateway-system';
  return backendsOf(output, app, site).flatMap(({ service: name, port }) => {
    const service = output.find<Service>(site.name, 'Service', namespaceOf(app), name);
    const ends = podsIn(output, site.name, namespaceOf(app)).flatMap((target) => {
      const end = service && targetOf(service, port, target);
      return end ? [{ target, port: end.port }] : [];
    });
    if (ends.length === 0) return [`nothing listens behind Service ${name}:${port} in ${site.name}`];
    return ends.flatMap((end) =>
      passes(policiesOf(output, site, app), end.target, 'ingress', { namespace }, end.port)
        ? []
        : [`the gateway of ${site.name} is not let in to port ${end.port}`],
    );
  });
}

/** A rule without peers is for everybody. */
function openToAll(output: Output, app: AppSpec, site: SiteSpec): string[] {
  return policiesOf(output, site, app).flatMap(({ metadata, spec }) =>
    (spec?.ingress ?? []).flatMap(({ from = [] }) =>
      from.length === 0 || from.some(({ ipBlock }) => ipBlock?.cidr.endsWith('/0'))
        ? [`NetworkPolicy ${metadata?.name ?? ''} in ${site.name} lets everybody in`]
        : [],
    ),
  );
}

/** A namespace that is shut for an application must not be that of the platform. */
function foreign({ spec: { fleet } }: Output, app: AppSpec): string[] {
  const platform = [
    fleet.certManagerNamespace ?? 'cert-manager',
    fleet.monitoringNamespace ?? 'monitoring',
    fleet.gateway?.namespace ?? 'gateway-system',
    ...(fleet.backup ? [fleet.backup.namespace ?? 'velero'] : []),
    ...(fleet.network.kind === 'submariner' ? ['submariner-operator', 'submariner-k8s-broker'] : []),
    ...['kube-system', 'default', 'kube-public', 'kube-node-lease'],
  ];
  return platform.includes(namespaceOf(app)) ? [`namespace ${namespaceOf(app)}, which others use, is shut`] : [];
}

function passes(
  all: NetworkPolicy[],
  { labels, namespace }: Pods,
  direction: 'ingress' | 'egress',
  peer: Peer,
  port: number,
  protocol: string = 'TCP',
): boolean {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const own = all.filter(
    ({ spec }) => selects(spec?.podSelector.matchLabels, labels) && spec?.policyTypes?.includes(type) === true,
  );
  if (own.length === 0) return true;
  return own.some(({ spec }) => {
    const rules = spec?.[direction] ?? [];
    return rules.some((rule) => {
      const peers = ('from' in rule ? rule.from : 'to' in rule ? rule.to : []) ?? [];
      return admits(peers, peer, namespace) && admitsPort(rule.ports ?? [], port, protocol);
    });
  });
}

function admits(peers: NetworkPolicyPeer[], { namespace, labels, cidr }: Peer, own: string): boolean {
  if (peers.length === 0) return true;
  return peers.some(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock) return cidr !== undefined && ipBlock.cidr === cidr;
    if (namespace === undefined) return false;
    const inNamespace = namespaceSelector
      ? selects(namespaceSelector.matchLabels, { 'kubernetes.io/metadata.name': namespace })
      : namespace === own;
    return inNamespace && (!podSelector || selects(podSelector.matchLabels, labels ?? {}));
  });
}

function admitsPort(ports: NetworkPolicyPort[], port: number, protocol: string): boolean {
  return ports.length === 0 || ports.some((each) => each.port === port && (each.protocol ?? 'TCP') === protocol);
}
