/** RFC 1123 label, the form that Kubernetes demands of most names (at most 63 characters). */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

/** RFC 1035 label: as above, and starts with a letter. Services and cluster ids need it. */
export function isServiceName(name: string): boolean {
  return isDnsLabel(name) && /^[a-z]/.test(name);
}

/** RFC 1123 subdomain: labels joined by dots, at most 253 characters. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && name.split('.').every(isDnsLabel);
}

/** Value of a label: at most 63 characters, or none. */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(value));
}

/** Key of a label or an annotation: a name of at most 63 characters behind an optional DNS name and a slash. */
export function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').reverse();
  return rest.length === 0 && name !== '' && isLabelValue(name) && (prefix === undefined || isDnsName(prefix));
}
