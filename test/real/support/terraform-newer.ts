import type { Diagnostic } from './terraform-folder';

/**
 * Attributes that stacks use and an installed provider older than the bindings does not know: `<type>.<attribute>`, with the
 * reason why they are used all the same. They are left out for that provider.
 */
export const NEWER_ATTRIBUTES: Record<string, string> = {
  'aws_dynamodb_table.replica.deletion_protection_enabled':
    'since 6.x: without it the replicas of a protected table can be deleted one by one',
  'aws_dynamodb_table.replica.consistency_mode': 'since 6.3: what makes a global table strongly consistent',
  'aws_dynamodb_table.global_table_witness': 'since 6.x: a witness in the place of a third replica',
};

/** An attribute that the installed provider does not know. */
export interface UnknownAttribute {
  /** As in `NEWER_ATTRIBUTES`. */
  readonly name: string;
  /** The stack without it. */
  readonly without: string;
}

/** The attribute that a diagnostic complains about; undefined when it is about something else. */
export function unknownAttribute(stack: string, { detail, snippet }: Diagnostic): UnknownAttribute | undefined {
  const [, attribute] = /No argument or block type is named "(\w+)"/.exec(detail) ?? [];
  const [, ...place] = snippet?.context?.split(/[.[\]]+/).filter((part) => part !== '') ?? [];
  const [type, , ...blocks] = place;
  if (attribute === undefined || type === undefined) return undefined;
  const json = JSON.parse(stack) as { resource: object };
  const block = place.reduce<Record<string, unknown>>(
    (outer, part) => outer[part] as Record<string, unknown>,
    json.resource as Record<string, unknown>,
  );
  if (!Reflect.deleteProperty(block, attribute)) return undefined;
  const names = blocks.filter((part) => !/^\d+$/.test(part));
  return { name: [type, ...names, attribute].join('.'), without: JSON.stringify(json) };
}
