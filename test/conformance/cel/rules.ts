import { childPath } from '../cursor';
import { visit, type Schema, type ValidationRule } from '../schema/schema';
import { compileRule, noOldSelf, type CelProgram } from './environment';
import { asResource, celValue } from './values';

/** A rule of a CRD that was not applied to an object, and why. */
export interface NotEvaluated {
  /** `<apiVersion>/<Kind>`. */
  readonly kind: string;
  /** JSON path of the value that the rule is about. */
  readonly path: string;
  readonly rule: string;
  /** `transition`: compares with an earlier state, so the API server skips it on create. `engine`: ours cannot run it. */
  readonly reason: 'transition' | 'engine';
  readonly detail: string;
}

export interface RuleListener {
  refuse(path: string, message: string): void;
  skip(skipped: Omit<NotEvaluated, 'kind'>): void;
  /** Called for each rule that gave a verdict. */
  evaluated(): void;
}

/** Errors that show what the engine cannot do; any other (no such key, bad number) fails the rule, as in the API server. */
const ENGINE_LIMITS = new Set([
  'incompatible_argument_type',
  'invalid_comparison_type',
  'invalid_context',
  'no_matching_overload',
  'no_such_overload',
  'unsupported_type',
]);

/** Applies the CEL rules of a CRD to an object with its defaults filled in. */
export function checkRules(object: unknown, schema: Schema, listener: RuleListener): void {
  const root = asResource(schema);
  visit(
    object,
    root,
    '',
    (node) => node,
    (value, node, path) => {
      const rules = node['x-kubernetes-validations'];
      if (rules === undefined || value === null || value === undefined) return;
      const self = celValue(value, node);
      for (const rule of rules) checkRule(rule, self, path, listener);
    },
  );
}

function checkRule(rule: ValidationRule, self: unknown, path: string, listener: RuleListener): void {
  const skip = (reason: NotEvaluated['reason'], detail: string): void => {
    listener.skip({ path, rule: rule.rule, reason, detail });
  };
  if (/\boldSelf\b/.test(rule.rule) && rule.optionalOldSelf !== true) {
    skip('transition', 'compares with the stored object: not applied on create');
    return;
  }
  let program: CelProgram;
  try {
    program = compileRule(rule.rule);
  } catch (error) {
    skip('engine', firstLine(error));
    return;
  }
  const variables = { self, oldSelf: noOldSelf };
  try {
    const holds = program(variables);
    listener.evaluated();
    if (holds !== true) listener.refuse(fieldPath(path, rule), explain(rule, variables));
  } catch (error) {
    if (ENGINE_LIMITS.has((error as { code?: string }).code ?? '')) {
      skip('engine', firstLine(error));
      return;
    }
    listener.evaluated();
    listener.refuse(path, `rule cannot be evaluated, ${firstLine(error)}: ${rule.rule}`);
  }
}

function explain(rule: ValidationRule, variables: Parameters<CelProgram>[0]): string {
  if (rule.messageExpression !== undefined) {
    try {
      const message = compileRule(rule.messageExpression)(variables);
      if (typeof message === 'string') return message;
    } catch {
      // The API server too falls back to the fixed message.
    }
  }
  return rule.message ?? `failed rule: ${rule.rule}`;
}

/** A rule may blame a field below the value that it looks at: `fieldPath: .spec.size`. */
function fieldPath(path: string, { fieldPath: below }: ValidationRule): string {
  const fields = [...(below ?? '').matchAll(/\.([^.[]+)|\['([^']+)'\]/g)].map(([, plain, quoted]) => plain ?? quoted!);
  return fields.reduce<string>((parent, field) => childPath(parent, field), path);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
