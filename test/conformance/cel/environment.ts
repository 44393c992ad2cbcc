import { Environment } from '@marcbachmann/cel-js';
import { registerAddresses } from './library-addresses';
import { registerFormats } from './library-formats';
import { registerLists } from './library-lists';
import { registerQuantities } from './library-quantities';
import { registerText } from './library-text';
import { registerUrls } from './library-urls';

/** A rule, parsed and ready to run. */
export type CelProgram = (variables: { self: unknown; oldSelf?: unknown }) => unknown;

const environment = kubernetesEnvironment();
const programs = new Map<string, CelProgram>();

/** Parses a rule and checks its types, once for each text. Throws where the engine does not know a function or syntax. */
export function compileRule(rule: string): CelProgram {
  let program = programs.get(rule);
  if (program === undefined) {
    const parsed = environment.parse(rewrite(rule));
    const { valid, error } = parsed.check();
    if (!valid) throw error ?? new Error('the rule does not type-check');
    program = parsed;
    programs.set(rule, program);
  }
  return program;
}

/** The value of `oldSelf` when an object is created, for rules that ask for it as an optional. */
export const noOldSelf: unknown = environment.evaluate('optional.none()', {});

/** CEL with the function libraries that Kubernetes 1.34 adds to it. */
function kubernetesEnvironment(): Environment {
  const cel = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', 'dyn');
  registerText(cel);
  registerLists(cel);
  registerQuantities(cel);
  registerUrls(cel);
  registerAddresses(cel);
  registerFormats(cel);
  return cel;
}

const STRING_OR_CALL =
  /(r?"""[\s\S]*?"""|r?'''[\s\S]*?'''|r"[^"]*"|r'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\bhas\(|\.matches\(/g;

/**
 * Two functions of the engine are narrower than Kubernetes': `has` takes no index (`has(self[0].a)`), and `matches` reads
 * patterns as JavaScript. Calls of them, but not strings that look like one, go to functions of our own.
 */
function rewrite(rule: string): string {
  return rule.replace(STRING_OR_CALL, (part, string?: string) => {
    if (string !== undefined) return part;
    return part === 'has(' ? 'hasField(' : '.matchesRe2(';
  });
}
