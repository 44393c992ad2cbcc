/** Markup that is safe by construction: what is put into a template is escaped, unless it is markup itself. */

/** A piece of the page. */
export class Html {
  constructor(public readonly text: string) {}
}

/** What a template takes: text and numbers are escaped, lists are joined, what is absent leaves nothing. */
export type Content = Html | string | number | undefined | readonly Content[];

export const NOTHING = new Html('');

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or for an attribute in double quotes. */
export function escaped(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character) : text;
}

const compacted = new WeakMap<TemplateStringsArray, string[]>();

/** A template of markup. Indentation of the template is not written, that of what is put into it is. */
export function markup(strings: TemplateStringsArray, ...contents: Content[]): Html {
  const literals = compacted.get(strings) ?? strings.map((literal) => literal.replace(/\n\s*/g, '\n'));
  compacted.set(strings, literals);
  let text = literals[0] ?? '';
  for (const [index, content] of contents.entries()) text += written(content) + (literals[index + 1] ?? '');
  return new Html(text);
}

/** The pieces with something between them. */
export function joined(pieces: readonly Content[], separator: Content): Content {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece]));
}

function written(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.reduce<string>((text, piece) => text + written(piece), '');
  return escaped(String(content));
}
