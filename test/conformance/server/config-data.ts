import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { dataKey } from '../names';

const MAX_DATA = 1024 * 1024;
/** Keys that a type of Secret must have. */
const REQUIRED_KEYS: Record<string, string[]> = {
  'kubernetes.io/basic-auth': [],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

/** Data of a ConfigMap: keys, no key twice, size. */
export function checkConfigMap(root: Cursor, refuse: Refuse): void {
  checkData(root, ['data', 'binaryData'], refuse);
  for (const [key, value] of root.get('binaryData').entries()) {
    if (root.get('data', key).exists) refuse(value, `key '${key}' is in data too`);
  }
}

/** Data of a Secret: base64, and the keys that its type needs. */
export function checkSecret(root: Cursor, refuse: Refuse): void {
  checkData(root, ['data', 'stringData'], refuse);
  for (const [, value] of root.get('data').entries()) {
    const text = value.text ?? '';
    if (Buffer.from(text, 'base64').toString('base64') !== text) refuse(value, 'must be base64');
  }
  for (const key of REQUIRED_KEYS[root.get('type').text ?? ''] ?? []) {
    if (!root.get('data', key).exists && !root.get('stringData', key).exists) {
      refuse(root.get('data', key), `is required for a Secret of type ${root.get('type').text ?? ''}`);
    }
  }
}

function checkData(root: Cursor, fields: string[], refuse: Refuse): void {
  const entries = fields.flatMap((field) => root.get(field).entries());
  for (const [key, value] of entries) {
    complain(refuse, value, dataKey(key) ?? (value.text === undefined ? 'must be a string' : undefined));
  }
  const size = entries.reduce((sum, [, value]) => sum + Buffer.byteLength(value.text ?? ''), 0);
  if (size > MAX_DATA) refuse(root.get(fields[0]!), `${size} bytes, at most ${MAX_DATA} are allowed`);
}
