import { Environment } from '@marcbachmann/cel-js';
import { isRecord, valueSchema, type Schema } from '../schema/schema';

/** Words that CEL keeps for itself: a field with such a name is reached as `__word__`. */
const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var void ' +
    'while'
  ).split(' '),
);
const ESCAPES: Record<string, string> = { '.': '__dot__', '-': '__dash__', '/': '__slash__', __: '__underscores__' };
/** What rules can see of metadata: identity only, since the rest may change under them. */
const VISIBLE_METADATA: Schema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};
const RESOURCE_FIELDS = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: VISIBLE_METADATA };

/** Schema of the root object as rules see it: apiVersion, kind and metadata are there although CRDs do not spell them out. */
export function asResource(schema: Schema): Schema {
  return { ...schema, properties: { ...schema.properties, ...RESOURCE_FIELDS } };
}

/** The value as CEL sees it: typed by the schema (integers as int, dates as timestamps), null fields absent. */
export function celValue(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return value.map((item) => celValue(item, items ?? {}));
  }
  if (isRecord(value)) return celFields(value, schema);
  if (typeof value === 'number') return schema.type !== 'number' && Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string') return celText(value, schema.format);
  return value;
}

function celFields(value: Record<string, unknown>, schema: Schema): Record<string, unknown> {
  const shape = schema['x-kubernetes-embedded-resource'] === true ? asResource(schema) : schema;
  // Unknown fields that a schema preserves are not visible to rules.
  const fields = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    if (child === null || child === undefined) return [];
    const property = shape.properties?.[name];
    if (property !== undefined) return [[escapeField(name), celValue(child, property)]];
    const values = valueSchema(shape);
    return values === undefined ? [] : [[name, celValue(child, values)]];
  });
  return Object.fromEntries(fields);
}

function celText(value: string, format: string | undefined): unknown {
  if (format === 'date-time' || format === 'date') return new Date(value);
  if (format === 'byte') return new Uint8Array(Buffer.from(value, 'base64'));
  if (format === 'duration') return durations({ text: value });
  return value;
}

const durations = new Environment().registerVariable('text', 'string').parse('duration(text)');

/** How the API server spells a field name that is not a CEL identifier. */
export function escapeField(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replace(/__|[./-]/g, (part) => ESCAPES[part] ?? part);
}
