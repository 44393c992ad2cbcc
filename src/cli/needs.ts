/** A prerequisite in words. */
import type { SitePrerequisite } from '../synthesis/site-stack';

/** `Secret cert-manager/fleet-ca (keys tls.crt, tls.key)`. */
export function needText({ kind, namespace, name, version, keys }: SitePrerequisite): string {
  const where = namespace === undefined ? name : `${namespace}/${name}`;
  const details = [version ?? '', keys === undefined ? '' : `keys ${keys.join(', ')}`].filter(Boolean);
  return `${kind} ${where}${details.length > 0 ? ` (${details.join('; ')})` : ''}`;
}
