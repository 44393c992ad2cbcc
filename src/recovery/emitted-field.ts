/** A field of the output that a number was computed from: synthesis looks it up, and fails when it has another value. */
export interface EmittedField {
  /**
   * Kind and name of a Kubernetes object, such as `StatefulSet etcd`: in every cluster that has it. With ` in use1` after it
   * in that cluster alone. Or the type of a Terraform resource, such as `aws_route53_record`: all of that type in the
   * application's stack. With the path of a construct below the stack after it, such as `aws_route53_record record-use1`, that
   * one alone.
   */
  readonly object: string;
  /**
   * JSON pointer (RFC 6901) to the field in the object. A list's element may be given by its `name` or `alert` instead of
   * its index, as in `/spec/template/spec/containers/db/env/TIMEOUT/value`.
   */
  readonly path: string;
  /**
   * The value, as text. Of a list it is one element, of a text with several words one of them, or some in a row; words end at
   * spaces, brackets, quotes, commas and semicolons.
   */
  readonly value: string;
  /**
   * File below the output folder in which the field was found, the first of several.
   *
   * @default - the output has not been looked at yet
   */
  readonly file?: string;
  /**
   * How many more objects of the kind have the same field with the same value, and were looked at.
   *
   * @default - none
   */
  readonly others?: number;
}

/** A field of a Kubernetes object. */
export function fieldOf(kind: string, name: string, path: string, value: string | number): EmittedField {
  return { object: `${kind} ${name}`, path, value: String(value) };
}

/** A field of a Kubernetes object in one cluster, where others have another object of that name. */
export function fieldIn(
  cluster: string,
  kind: string,
  name: string,
  path: string,
  value: string | number,
): EmittedField {
  return fieldOf(kind, `${name} in ${cluster}`, path, value);
}

/** A field of all Terraform resources of a type, or of one: `type` is then followed by the path of its construct. */
export function resourceField(type: string, path: string, value: string | number): EmittedField {
  return { object: type, path, value: String(value) };
}
