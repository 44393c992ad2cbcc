import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { childPath } from '../cursor';
import type { KubeObject } from '../kube-object';
import type { KindSchema, Schemas } from '../schema-store';
import { metadataSchema, strictDefinitions } from './builtin-schema';
import { addCheckedFormats } from './formats';
import { isRecord } from './schema';
import { StrictSchema, type JsonSchema } from './strict-schema';

/** Checks the structure of objects with JSON schemas compiled on first use. */
export class Validator {
  private readonly ajv: Ajv;
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly schemas: Schemas) {
    // Patterns are Go's, where \- and \_ are fine; the unicode mode of JavaScript would refuse them.
    const patterns = { unicodeRegExp: false };
    // Each validator runs a few times only: quick to compile is better than quick to run.
    const quickToCompile = { inlineRefs: false, code: { optimize: false } };
    this.ajv = new Ajv({
      allErrors: true,
      strict: false,
      verbose: true,
      logger: false,
      ...patterns,
      ...quickToCompile,
    });
    addCheckedFormats(this.ajv);
    this.ajv.addSchema({ $id: 'kubernetes', $defs: strictDefinitions(schemas.definitions) });
  }

  check(object: KubeObject, kind: KindSchema, refuse: (path: string, message: string) => void): void {
    const validate = this.validatorOf(object, kind);
    if (validate(object)) return;
    for (const error of relevant(validate.errors ?? [])) refuse(errorPath(object, error), explain(error));
  }

  private validatorOf(object: KubeObject, kind: KindSchema): ValidateFunction {
    const id = `${object.apiVersion}/${object.kind}`;
    let validate = this.compiled.get(id);
    if (validate === undefined) {
      validate = this.ajv.compile(kind.custom ? customSchema(kind) : this.builtinSchema(kind));
      this.compiled.set(id, validate);
    }
    return validate;
  }

  private builtinSchema(kind: KindSchema): JsonSchema {
    const entry = Object.entries(this.schemas.definitions).find(([, schema]) => schema === kind.schema);
    return { $ref: `kubernetes#/$defs/${entry?.[0] ?? ''}` };
  }
}

/** Root of a CRD: apiVersion, kind and metadata are always there and always checked, whatever the CRD says. */
function customSchema(kind: KindSchema): JsonSchema {
  const { metadata, ...properties } = kind.schema.properties ?? {};
  const text = { type: 'string' };
  const strict = new StrictSchema();
  const root = strict.convert({
    ...kind.schema,
    properties: { ...properties, apiVersion: text, kind: text, metadata: {} },
  });
  const $defs = strict.$defs;
  const body = $defs[(root.$ref as string).slice('#/$defs/'.length)]!;
  return { ...body, properties: { ...(body.properties as JsonSchema), metadata: metadataSchema(metadata) }, $defs };
}

/** Errors inside a failed `anyOf` say why each alternative failed: only that none holds is worth telling. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const junctors = errors.filter(({ keyword }) => ['anyOf', 'oneOf', 'not'].includes(keyword));
  return errors.filter((error) => !junctors.some(({ schemaPath }) => error.schemaPath.startsWith(`${schemaPath}/`)));
}

function errorPath(object: KubeObject, error: ErrorObject): string {
  const params = error.params as { additionalProperty?: string; missingProperty?: string };
  let path = '';
  let value: unknown = object;
  for (const encoded of error.instancePath.split('/').slice(1)) {
    const segment = encoded.replaceAll('~1', '/').replaceAll('~0', '~');
    path = childPath(path, Array.isArray(value) ? Number(segment) : segment);
    value = Array.isArray(value) ? (value as unknown[])[Number(segment)] : isRecord(value) ? value[segment] : undefined;
  }
  const field = params.additionalProperty ?? params.missingProperty;
  return field === undefined ? path : childPath(path, field);
}

function explain(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const given = JSON.stringify(error.data);
  switch (error.keyword) {
    case 'additionalProperties':
      return 'unknown field: the API server drops it';
    case 'required':
      return 'required field is missing';
    case 'enum':
      return `must be one of ${JSON.stringify(params.allowedValues)}, is ${given}`;
    case 'anyOf':
    case 'oneOf':
    case 'not': {
      const alternatives = JSON.stringify(error.schema);
      return `must match ${error.keyword} of the schema: ${alternatives.slice(0, 300)}`;
    }
    default:
      return `${error.message ?? error.keyword}, is ${given.slice(0, 200)}`;
  }
}
