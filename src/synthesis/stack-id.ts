import type { Construct } from 'constructs';
import { DrError } from '../rules/dr-error';
import { Severity } from '../rules/finding';

/** What cdktf takes for the glob of a stack, white space, and what stands between the ids of a path. */
const UNUSABLE = /[*?[\]{}!\s/]/;

/**
 * The id, where a stack can have it at all: constructs and cdktf refuse others with errors of their own, before there is a
 * stack that could hold the refusal until synthesis. What else is wrong with an id, the stacks say with the rest.
 *
 * @throws DrError at once
 */
export function usableId(scope: Construct, id: string): string {
  const path = [scope.node.path, id].filter((part) => part !== '').join('/');
  const refuse = (message: string): DrError =>
    new DrError([{ rule: 'INPUT', severity: Severity.ERROR, path: path === '' ? 'root' : path, message }]);
  if (id === '' || UNUSABLE.test(id)) {
    throw refuse(
      `id "${id}" cannot be the id of a stack; use at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit`,
    );
  }
  if (scope.node.tryFindChild(id) === undefined) return id;
  throw refuse(`id "${id}" is already that of another construct in the same scope; give one of the two another id`);
}
