/**
 * The name formats of Kubernetes. Each function gives what is wrong with a value, or undefined if it is well formed.
 */
type Complaint = string | undefined;

function format(value: string, max: number, pattern: RegExp, what: string): Complaint {
  if (value === '') return `must not be empty: ${what}`;
  if (value.length > max) return `'${value}' has ${value.length} characters, at most ${max} are allowed: ${what}`;
  return pattern.test(value) ? undefined : `'${value}' is not ${what}`;
}

/** Part of a DNS name: names of Namespaces, containers, volumes. */
export function label1123(value: string): Complaint {
  return format(value, 63, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'a lower-case RFC 1123 label');
}

/** DNS name: the names of most objects. */
export function subdomain1123(value: string): Complaint {
  const pattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  return format(value, 253, pattern, 'a lower-case RFC 1123 subdomain');
}

/** Name of a Service: may not begin with a digit. */
export function label1035(value: string): Complaint {
  return format(value, 63, /^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'an RFC 1035 label (begins with a letter)');
}

/** DNS name whose first label may be `*`: hosts of Ingress and certificates. */
export function hostname(value: string): Complaint {
  return subdomain1123(value.startsWith('*.') ? value.slice(2) : value);
}

/** Key of a label or annotation: an optional DNS prefix, a slash and a name. */
export function qualifiedName(value: string): Complaint {
  const slash = value.indexOf('/');
  const prefix = slash < 0 ? undefined : value.slice(0, slash);
  const name = value.slice(slash + 1);
  const prefixComplaint = prefix === undefined ? undefined : subdomain1123(prefix);
  return prefixComplaint ?? format(name, 63, /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'a qualified name');
}

export function labelValue(value: string): Complaint {
  return value === '' ? undefined : format(value, 63, /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/, 'a label value');
}

/** Names of RBAC objects: anything that can be one part of a URL path. */
export function pathSegment(value: string): Complaint {
  if (value === '' || value === '.' || value === '..') return `'${value}' is not a path segment`;
  return /[/%]/.test(value) ? `'${value}' must not contain '/' or '%'` : undefined;
}

/** Name of a container port (IANA service name). */
export function portName(value: string): Complaint {
  if (value.includes('--')) return `'${value}' must not contain two hyphens in a row: it is a port name`;
  if (!/[a-z]/.test(value)) return `'${value}' must contain a letter: it is a port name`;
  return format(value, 15, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'a port name');
}

/** Name of an environment variable: any printable ASCII characters but '='. */
export function environmentName(value: string): Complaint {
  return format(value, 32768, /^[ -<>-~]+$/, 'an environment variable name');
}

const IMAGE_PATH = /[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*/;
const IMAGE = new RegExp(
  `^(?:[A-Za-z0-9.-]+(?::\\d+)?/)?${IMAGE_PATH.source}(?::\\w[\\w.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,})?$`,
);

/** Reference to a container image: the API server takes any text, and the kubelet then reports InvalidImageName. */
export function imageReference(value: string): Complaint {
  return format(value, 1024, IMAGE, 'a reference to a container image');
}

/** Key in the data of a ConfigMap or Secret. */
export function dataKey(value: string): Complaint {
  if (value === '.' || value === '..') return `'${value}' is not allowed as a key`;
  return format(value, 253, /^[-._a-zA-Z0-9]+$/, 'a data key');
}
