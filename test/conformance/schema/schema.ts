import { childPath } from '../cursor';

/** A node of an OpenAPI schema: the structural schema of a CRD, or a definition of the Kubernetes OpenAPI. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

/** A CEL rule of a CRD. */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** A CustomResourceDefinition, as far as it is read here. */
export interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

/** Finds the schema behind a reference; CRDs have none, so theirs is the identity. */
export type Resolve = (schema: Schema) => Schema;

/** Schema of the elements of a map, if the keys are not declared one by one. */
export function valueSchema(schema: Schema): Schema | undefined {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Visits every value that a schema describes, parents first. */
export function visit(
  value: unknown,
  schema: Schema,
  path: string,
  resolve: Resolve,
  visitor: (value: unknown, schema: Schema, path: string) => void,
): void {
  const resolved = resolve(schema);
  visitor(value, resolved, path);
  if (Array.isArray(value) && resolved.items !== undefined) {
    for (const [index, item] of value.entries()) visit(item, resolved.items, childPath(path, index), resolve, visitor);
  }
  if (!isRecord(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const childSchema = resolved.properties?.[key] ?? valueSchema(resolved);
    if (childSchema !== undefined) visit(child, childSchema, childPath(path, key), resolve, visitor);
  }
}
