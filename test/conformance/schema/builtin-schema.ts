import { BUILTIN_LIMITS } from './builtin-limits';
import { isRecord, type Schema } from './schema';
import { valueValidations, withoutClosing, type JsonSchema } from './strict-schema';

export type Definitions = Readonly<Record<string, Schema>>;

const REFERENCE = '#/definitions/';
/** Types whose OpenAPI says less, or other, than what the API server takes. */
const SPECIAL: Record<string, JsonSchema> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: ['number', 'string'], format: 'quantity' },
};

/** Follows a reference between definitions. */
export function resolveIn(definitions: Definitions): (schema: Schema) => Schema {
  return (schema) => {
    if (schema.$ref === undefined) return schema;
    const target = definitions[schema.$ref.slice(REFERENCE.length)];
    if (target === undefined) throw new Error(`the Kubernetes OpenAPI has no definition ${schema.$ref}`);
    return target;
  };
}

/** The definitions of the Kubernetes OpenAPI as JSON schemas that refuse unknown fields. */
export function strictDefinitions(definitions: Definitions): Record<string, JsonSchema> {
  const converted = Object.entries(definitions).map(([name, schema]) => {
    const json = SPECIAL[name] ?? strictBuiltin(schema);
    return [name, withLimits(json, BUILTIN_LIMITS[shortName(name)])];
  });
  return Object.fromEntries(converted) as Record<string, JsonSchema>;
}

/** `io.k8s.api.core.v1.Container` is `core.v1.Container`. */
function shortName(definition: string): string {
  return definition.split('.').slice(-3).join('.');
}

function strictBuiltin(schema: Schema): JsonSchema {
  if (schema.$ref !== undefined) return { $ref: `#/$defs/${schema.$ref.slice(REFERENCE.length)}` };
  const json = valueValidations(schema);
  if (schema.items !== undefined) json.items = strictBuiltin(schema.items);
  if (isRecord(schema.additionalProperties)) json.additionalProperties = strictBuiltin(schema.additionalProperties);
  if (schema.properties === undefined) return json; // free form: RawExtension, JSON, FieldsV1
  const fields = Object.entries(schema.properties).map(([name, child]) => [name, strictBuiltin(child)]);
  return { ...json, properties: Object.fromEntries(fields) as JsonSchema, additionalProperties: false };
}

function withLimits(json: JsonSchema, limits: Record<string, JsonSchema> | undefined): JsonSchema {
  if (limits === undefined) return json;
  const properties = { ...(json.properties as Record<string, JsonSchema>) };
  for (const [place, limit] of Object.entries(limits)) {
    const field = place.replace(/\[\]$/, '');
    const known = properties[field];
    if (known === undefined) throw new Error(`limit on a field that the Kubernetes OpenAPI does not have: ${place}`);
    properties[field] = {
      ...known,
      ...(place === field ? limit : { items: { ...(known.items as object), ...limit } }),
    };
  }
  return { ...json, properties };
}

/** ObjectMeta, and what a CRD says in addition about the name of its objects. */
export function metadataSchema(crdMetadata: Schema | undefined): JsonSchema {
  const general = { $ref: 'kubernetes#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };
  return crdMetadata === undefined ? general : { allOf: [general, withoutClosing(crdMetadata)] };
}
