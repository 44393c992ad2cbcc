import { childPath } from '../cursor';
import { isRecord, visit, type Resolve, type Schema } from './schema';

/** Keys that the API server fills in before it compares: the only ones among the keys of built-in lists. */
const DEFAULT_KEYS: Record<string, unknown> = { protocol: 'TCP' };

/**
 * Lists that are sets or maps: server-side apply refuses two elements with the same key, since it could not tell
 * which one a field manager owns.
 */
export function checkListKeys(
  value: unknown,
  schema: Schema,
  resolve: Resolve,
  refuse: (path: string, message: string) => void,
): void {
  visit(value, schema, '', resolve, (list, listSchema, path) => {
    const type = listSchema['x-kubernetes-list-type'];
    if (!Array.isArray(list) || (type !== 'set' && type !== 'map')) return;
    const keys = listSchema['x-kubernetes-list-map-keys'] ?? [];
    const seen = new Set<string>();
    for (const [index, element] of list.entries()) {
      const key = type === 'set' ? JSON.stringify(element) : mapKey(element, keys);
      if (seen.has(key)) refuse(childPath(path, index), `repeats ${key}: elements of this list are told apart by it`);
      seen.add(key);
    }
  });
}

function mapKey(element: unknown, keys: readonly string[]): string {
  const fields = isRecord(element) ? element : {};
  return keys.map((key) => `${key}=${JSON.stringify(fields[key] ?? DEFAULT_KEYS[key])}`).join(' ');
}
