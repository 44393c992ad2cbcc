import { isIP } from 'node:net';
import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { hostname } from '../names';
import { goDuration } from './durations';

const NAMES = ['commonName', 'dnsNames', 'emailAddresses', 'ipAddresses', 'literalSubject', 'otherNames', 'uris'];
const HOUR = 3600;
const DEFAULT_DURATION = 2160 * HOUR;

/** What the webhook of cert-manager refuses and its CRD does not say. */
export function checkCertificate(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  const names = NAMES.filter((field) => spec.list(field).length > 0 || (spec.get(field).text ?? '') !== '');
  if (names.length === 0) refuse(spec, `needs at least one of ${NAMES.join(', ')}`);
  const commonName = spec.get('commonName');
  if ((commonName.text ?? '').length > 64) refuse(commonName, 'must not be longer than 64 characters');
  for (const name of spec.list('dnsNames')) complain(refuse, name, hostname(name.text ?? ''));
  for (const address of spec.list('ipAddresses')) {
    if (isIP(address.text ?? '') === 0) refuse(address, `'${String(address.value)}' is not an IP address`);
  }
  const duration = goDuration(spec.get('duration').text ?? '') ?? DEFAULT_DURATION;
  if (duration < HOUR) refuse(spec.get('duration'), 'must be at least 1h');
  const before = spec.get('renewBefore');
  const renewal = goDuration(before.text ?? '');
  if (renewal !== undefined && renewal < 300) refuse(before, 'must be at least 5m');
  if (renewal !== undefined && renewal >= duration) refuse(before, 'must be shorter than the duration');
  if (before.exists && spec.get('renewBeforePercentage').exists) {
    refuse(spec.get('renewBeforePercentage'), 'must not be set together with renewBefore');
  }
}
