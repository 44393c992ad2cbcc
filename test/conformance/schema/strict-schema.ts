import { isCheckedFormat } from './formats';
import { re2 } from './re2';
import { valueSchema, type Schema } from './schema';

export type JsonSchema = Record<string, unknown>;

const COPIED = [
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'minProperties',
  'multipleOf',
  'required',
  'uniqueItems',
] as const;

/**
 * Turns a structural schema into a JSON schema that refuses unknown fields, where an API server would drop them
 * silently: a dropped field is a setting that we believe we made. Equal parts are shared: a CRD that holds a pod
 * template ten times compiles as one that holds it once, which is eight times as fast.
 */
export class StrictSchema {
  private readonly ids = new Map<string, string>();
  private readonly definitions: Record<string, JsonSchema> = {};

  /** @param refPrefix where the definitions end up, for references between them */
  constructor(private readonly refPrefix = '#/$defs/') {}

  get $defs(): Record<string, JsonSchema> {
    return this.definitions;
  }

  convert(schema: Schema): JsonSchema {
    const json = valueValidations(schema);
    if (schema.items !== undefined) json.items = this.convert(schema.items);
    const values = valueSchema(schema);
    if (values !== undefined) json.additionalProperties = this.convert(values);
    if (schema.properties !== undefined) json.properties = this.convertAll(schema.properties);
    if (schema['x-kubernetes-embedded-resource'] === true) embedResource(json);
    if (closed(schema)) json.additionalProperties = false;
    return schema.properties === undefined ? json : this.share(json);
  }

  private convertAll(properties: Readonly<Record<string, Schema>>): JsonSchema {
    return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, this.convert(schema)]));
  }

  private share(json: JsonSchema): JsonSchema {
    const text = JSON.stringify(json);
    let id = this.ids.get(text);
    if (id === undefined) {
      id = `part${this.ids.size}`;
      this.ids.set(text, id);
      this.definitions[id] = json;
    }
    return { $ref: this.refPrefix + id };
  }
}

/** Whether fields that the schema does not name are refused. */
function closed(schema: Schema): boolean {
  const free = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties !== undefined;
  return schema.type === 'object' && !free;
}

function embedResource(json: JsonSchema): void {
  json.properties = {
    apiVersion: { type: 'string', minLength: 1 },
    kind: { type: 'string', minLength: 1 },
    metadata: { type: 'object' },
    ...(json.properties as JsonSchema | undefined),
  };
  json.required = [...new Set([...((json.required as string[] | undefined) ?? []), 'apiVersion', 'kind'])];
}

/** What a schema says about the value itself, without its fields: also what `anyOf` and its like may hold. */
export function valueValidations(schema: Schema): JsonSchema {
  const json: JsonSchema = {};
  for (const keyword of COPIED) {
    const value = (schema as Record<string, unknown>)[keyword];
    if (value !== undefined) json[keyword] = value;
  }
  const type = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema.type;
  const types = typeof type === 'string' ? [type] : type;
  if (types !== undefined) json.type = schema.nullable === true ? [...types, 'null'] : types;
  if (schema.enum !== undefined) json.enum = schema.nullable === true ? [...schema.enum, null] : schema.enum;
  if (schema.format !== undefined && isCheckedFormat(schema.format)) json.format = schema.format;
  if (schema.pattern !== undefined) json.pattern = re2(schema.pattern).source;
  bound(json, 'minimum', 'exclusiveMinimum', schema.minimum, schema.exclusiveMinimum);
  bound(json, 'maximum', 'exclusiveMaximum', schema.maximum, schema.exclusiveMaximum);
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (schema[junctor] !== undefined) json[junctor] = schema[junctor].map(withoutClosing);
  }
  if (schema.not !== undefined) json.not = withoutClosing(schema.not);
  return json;
}

/** OpenAPI 3.0 makes a bound exclusive by a flag, JSON schema by another keyword. */
function bound(json: JsonSchema, inclusive: string, exclusive: string, limit?: number, isExclusive?: boolean): void {
  if (limit !== undefined) json[isExclusive === true ? exclusive : inclusive] = limit;
}

/** Inside a junctor, fields are described and not listed: what it does not name is still allowed. */
export function withoutClosing(schema: Schema): JsonSchema {
  const json = valueValidations(schema);
  if (schema.items !== undefined) json.items = withoutClosing(schema.items);
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties).map(([name, child]) => [name, withoutClosing(child)]);
    json.properties = Object.fromEntries(fields);
  }
  const values = valueSchema(schema);
  if (values !== undefined) json.additionalProperties = withoutClosing(values);
  return json;
}
