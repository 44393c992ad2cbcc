/** What a prerequisite of the plan means for a cluster; details that it states in prose are read from there. */
import type { Need } from '../../report/needs';
import type { Wanted, WantedLabel, WantedStorageClass } from './wanted';

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** Names that objects may have (RFC 1123 subdomain): what else the plan names is no object. */
const OBJECT_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** How to look for it; what no API shows is for a human. */
export function wantedFor({ prerequisite, neededBy }: Need): Wanted {
  const { kind, name, namespace, version, keys = [], why } = prerequisite;
  const stated = { name, ...(namespace !== undefined && { namespace }), why, neededBy };
  const byHand: Wanted = { ...stated, type: 'by hand', kind };
  const isObject = OBJECT_NAME.test(name) && (namespace === undefined || OBJECT_NAME.test(namespace));
  const isNamespaced = isObject && namespace !== undefined;
  switch (kind.valueOf()) {
    case 'operator':
      return { ...stated, type: 'operator', ...(version !== undefined && { version }) };
    case 'Secret':
    case 'ConfigMap':
      return isNamespaced ? { ...stated, type: kind.valueOf() as 'Secret' | 'ConfigMap', keys } : byHand;
    case 'Service':
      return isNamespaced ? { ...stated, type: 'Service' } : byHand;
    case 'Gateway':
      return isNamespaced ? { ...stated, type: 'Gateway', ...listenerIn(why) } : byHand;
    case 'Namespace':
    case 'IngressClass':
      return isObject ? { ...stated, type: kind.valueOf() as 'Namespace' | 'IngressClass' } : byHand;
    case 'StorageClass':
      return isObject ? { ...stated, type: 'StorageClass', byDefault: false, fields: fieldsIn(why) } : byHand;
    case 'node label':
      return { ...stated, type: 'node label', ...labelIn(name), ...placesIn(name, why) };
    default:
      return byHand;
  }
}

/** A zone of the site, which no prerequisite names: pods are spread over all of them. */
export function zoneWanted(zone: string, site: string): Wanted {
  return {
    type: 'node label',
    name: `${ZONE_LABEL}=${zone}`,
    key: ZONE_LABEL,
    value: zone,
    nodes: 1,
    apart: false,
    why: `site ${site} has this zone in the plan: pods are spread over its zones, so that the loss of one is no loss of the site`,
    neededBy: [],
  };
}

function listenerIn(why: string): { listener?: string } {
  const [, listener] = /listener "([^"]+)"/.exec(why) ?? [];
  return listener === undefined ? {} : { listener };
}

function fieldsIn(why: string): WantedStorageClass['fields'] {
  return [
    ...matches(why, /\breclaimPolicy (Retain|Delete)\b/g).map((value) => ({ field: 'reclaimPolicy' as const, value })),
    ...matches(why, /\bvolumeBindingMode (\w+)/g).map((value) => ({ field: 'volumeBindingMode' as const, value })),
    // The name of a provisioner has a dot; `provisioner and parameters as of ...` names none.
    ...matches(why, /\bprovisioner ([\w-]+(?:\.[\w-]+)+)/g).map((value) => ({ field: 'provisioner' as const, value })),
  ];
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, value]) => value ?? []))];
}

function labelIn(name: string): Pick<WantedLabel, 'key' | 'value'> {
  const [key = '', ...value] = name.split('=');
  return value.length === 0 ? { key } : { key, value: value.join('=') };
}

/** A label with any value is one that every node must have; of one with a value the reason says how many. */
function placesIn(name: string, why: string): Pick<WantedLabel, 'nodes' | 'apart'> {
  const counts = matches(why, /\b(\d+) nodes?\b/g).map(Number);
  return {
    ...(name.includes('=') && { nodes: Math.max(1, ...counts) }),
    apart: why.includes('in different zones'),
  };
}
