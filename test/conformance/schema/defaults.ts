import { isRecord, valueSchema, type Schema } from './schema';

/**
 * The value with the defaults of a CRD filled in, as the API server does before it validates. Changes nothing in place.
 * The API server also takes a null for "no value" where there is a default; here it stays, and is refused: nobody means it.
 */
export function withDefaults(value: unknown, schema: Schema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => withDefaults(item, items));
  }
  if (!isRecord(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default !== undefined && filled[name] === undefined) filled[name] = property.default;
  }
  for (const [name, child] of Object.entries(filled)) {
    const childSchema = schema.properties?.[name] ?? valueSchema(schema);
    if (childSchema !== undefined) filled[name] = withDefaults(child, childSchema);
  }
  return filled;
}
