import { Environment } from '@marcbachmann/cel-js';
import { label1035, label1123, labelValue, qualifiedName, subdomain1123 } from '../names';

type Complain = (value: string) => string | undefined;

class Format {
  constructor(readonly complain: Complain) {}
}

/** The named formats of the `format` library that our name rules know. */
const FORMATS: Record<string, Complain> = {
  dns1035Label: label1035,
  dns1123Label: label1123,
  dns1123Subdomain: subdomain1123,
  labelValue,
  qualifiedName,
};

const optional = new Environment({ enableOptionalTypes: true }).registerVariable('value', 'dyn');
const some = optional.parse('optional.of(value)');
const none: unknown = optional.evaluate('optional.none()', {});

/** The `format` library: `format.dns1123Label().validate(x)` is empty if x is well formed. */
export function registerFormats(cel: Environment): void {
  class FormatNamespace {
    readonly library = 'format';
  }
  cel
    .registerType('kubernetes.NamedFormat', Format)
    .registerType('FormatNamespace', FormatNamespace)
    .registerConstant('format', 'FormatNamespace', new FormatNamespace())
    .registerFunction(
      'kubernetes.NamedFormat.validate(string): optional<list<string>>',
      (format: Format, text: string) => {
        const complaint = format.complain(text);
        return complaint === undefined ? none : (some({ value: [complaint] }) as unknown);
      },
    );
  for (const [name, complain] of Object.entries(FORMATS)) {
    cel.registerFunction(`FormatNamespace.${name}(): kubernetes.NamedFormat`, () => new Format(complain));
  }
}
