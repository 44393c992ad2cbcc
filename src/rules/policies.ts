/** What the NetworkPolicies of a cluster let through. */
import { type Cidr, overlap, parseCidr } from './cidr';
import { fieldsOf, listOf, numberAt, textAt, textsAt, valuesAt, visitObjects } from './json';
import { type Manifest, ofKind } from './manifests';
import { remembered } from './remembered';

type Labels = Record<string, unknown>;

/** Pods by what NetworkPolicies and Services select them by. */
export interface PodGroup {
  readonly labels: Labels;
  /** Ports of the containers by their names. */
  readonly ports: Record<string, number>;
}

/** A connection with addresses of another cluster, seen from one end. */
export interface Passage {
  readonly direction: 'ingress' | 'egress';
  /** Range of the other end; undefined where it is not known, and any range will do. */
  readonly range?: string;
  readonly port: number;
}

/** The policies of a namespace. */
export function policiesIn(manifests: Manifest[], cluster: string, namespace: string): Manifest[] {
  return ofKind(manifests, 'NetworkPolicy.networking.k8s.io').filter(
    (policy) => policy.cluster === cluster && policy.namespace === namespace,
  );
}

/** Emitted pods behind a Service; none where an operator makes them, whose labels are not in the output. */
export function podsBehind(service: Manifest, manifests: Manifest[]): PodGroup[] {
  const selector = fieldsOf(valuesAt(service.json, '/spec/selector')[0]);
  return manifests
    .filter(({ cluster, namespace }) => cluster === service.cluster && namespace === service.namespace)
    .flatMap(podGroups)
    .filter(({ labels }) => selects(selector, labels));
}

/** Ports of pods to which a port of a Service leads. */
export function targetPorts(service: Manifest, port: number, pods: PodGroup[]): number[] {
  const entry = valuesAt(service.json, '/spec/ports/*').find((each) => numberAt(each, '/port') === port);
  const named = textAt(entry, '/targetPort');
  if (named === undefined) return [numberAt(entry, '/targetPort') ?? port];
  return pods.length === 0 ? [port] : [...new Set(pods.map(({ ports }) => ports[named] ?? port))];
}

/** True when one of the policies lets a connection of some pods through, or none of them is for such connections. */
export function lets(policies: Manifest[], { labels }: PodGroup, passage: Passage): boolean {
  const type = passage.direction === 'ingress' ? 'Ingress' : 'Egress';
  const own = policies.filter(
    ({ json }) =>
      selects(fieldsOf(valuesAt(json, '/spec/podSelector/matchLabels')[0]), labels) &&
      textsAt(json, '/spec/policyTypes/*').includes(type),
  );
  return own.length === 0 || own.some((policy) => admits(policy, passage));
}

/** True when one of the policies lets a connection through, whichever pods it is for, or there is none. */
export function mayPass(policies: Manifest[], passage: Passage): boolean {
  return policies.length === 0 || policies.some((policy) => admits(policy, passage));
}

function admits({ json }: Manifest, { direction, range, port }: Passage): boolean {
  const peers = direction === 'ingress' ? 'from' : 'to';
  return valuesAt(json, `/spec/${direction}/*`).some(
    (rule) => admitsRange(listOf(fieldsOf(rule)[peers]), range) && admitsPort(listOf(fieldsOf(rule)['ports']), port),
  );
}

const podGroups = remembered(({ json }: Manifest): PodGroup[] => {
  const found: PodGroup[] = [];
  visitObjects(json, (fields) => {
    const labels = fieldsOf(fieldsOf(fieldsOf(fields['template'])['metadata'])['labels']);
    const containers = valuesAt(fields['template'], '/spec/containers/*/ports/*');
    if (Object.keys(labels).length === 0) return;
    const ports = containers.map(
      (each) => [textAt(each, '/name') ?? '', numberAt(each, '/containerPort') ?? 0] as const,
    );
    found.push({ labels, ports: Object.fromEntries(ports) });
  });
  return found;
});

function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Without peers a rule is for everybody. */
function admitsRange(peers: unknown[], range: string | undefined): boolean {
  if (peers.length === 0) return true;
  const blocks = peers.flatMap((peer) => textsAt(peer, '/ipBlock/cidr')).flatMap((text) => parseCidr(text) ?? []);
  const wanted = range === undefined ? undefined : parseCidr(range);
  return range === undefined ? blocks.length > 0 : wanted !== undefined && blocks.some((block) => holds(block, wanted));
}

function holds(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && overlap(outer, inner);
}

function admitsPort(ports: unknown[], port: number): boolean {
  if (ports.length === 0) return true;
  return ports.some((each) => {
    const first = numberAt(each, '/port');
    if (first === undefined) return textAt(each, '/port') !== undefined;
    return port >= first && port <= (numberAt(each, '/endPort') ?? first);
  });
}
