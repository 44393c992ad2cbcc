import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { re2 } from '../schema/re2';

interface Macro {
  readonly node: { readonly op: string; readonly args: readonly [ASTNode, string] };
}
interface MacroCall {
  readonly args: readonly ASTNode[];
}
interface Checker {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface Evaluator {
  run(node: ASTNode, context: unknown): unknown;
}

/** Strings and regular expressions; `hasField` and `matchesRe2` stand in for `has` and `matches` of the engine. */
export function registerText(cel: Environment): void {
  cel
    .registerFunction('hasField(ast): bool', ({ args }: MacroCall) => ({
      node: args[0],
      async: false,
      typeCheck(checker: Checker, { node }: Macro, context: unknown) {
        if (node.op !== '.' && node.op !== '.?') throw new Error('has() takes a field selection');
        checker.check(node.args[0], context);
        return checker.getType('bool');
      },
      evaluate(evaluator: Evaluator, { node }: Macro, context: unknown) {
        return holdsField(evaluator.run(node.args[0], context), node.args[1]);
      },
    }))
    .registerFunction('string.matchesRe2(string): bool', (text: string, pattern: string) => re2(pattern).test(text))
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => re2(pattern).exec(text)?.[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', findAll)
    .registerFunction('string.findAll(string, int): list<string>', findAll)
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) => text.charAt(Number(index)))
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      text.replaceAll(from, () => to),
    )
    .registerFunction('string.replace(string, string, int): string', replaceSome);
}

function holdsField(value: unknown, field: string): boolean {
  const holder = isOptional(value) ? (value.hasValue() ? value.value() : {}) : value;
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, field);
}

function isOptional(value: unknown): value is { hasValue(): boolean; value(): unknown } {
  return typeof value === 'object' && value !== null && 'hasValue' in value;
}

function findAll(text: string, pattern: string, limit = -1n): string[] {
  const found = [...text.matchAll(new RegExp(re2(pattern), 'g'))].map(([match]) => match);
  return limit < 0n ? found : found.slice(0, Number(limit));
}

function replaceSome(text: string, from: string, to: string, limit: bigint): string {
  if (limit < 0n) return text.replaceAll(from, () => to);
  const parts = text.split(from);
  const head = parts.slice(0, Number(limit) + 1).join(to);
  return [head, ...parts.slice(Number(limit) + 1)].join(from);
}
