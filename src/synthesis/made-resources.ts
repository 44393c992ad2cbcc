import type { IConstruct } from 'constructs';

/** Attributes of Terraform resources by the path of their construct; references are tokens, not resolved. */
export type Attributes = Map<string, unknown>;

/** A Terraform resource, as far as it says what it is going to write. */
interface Writing extends IConstruct {
  synthesizeAttributes(): Record<string, unknown>;
  readonly rawOverrides: Record<string, unknown>;
}

/**
 * What the resources of a stack say of themselves now. They are not resolved: that would fix their ids, which a user may give
 * later.
 */
export function attributesOf(stack: IConstruct): Attributes {
  const resources = stack.node.findAll().filter(isWriting);
  return new Map(
    resources.map((resource) => {
      const { rawOverrides } = resource;
      return [resource.node.path, plain({ ...resource.synthesizeAttributes(), ...rawOverrides })];
    }),
  );
}

function isWriting(construct: IConstruct): construct is Writing {
  return 'synthesizeAttributes' in construct && 'rawOverrides' in construct;
}

function plain(attributes: unknown): unknown {
  return JSON.parse(JSON.stringify(attributes));
}
