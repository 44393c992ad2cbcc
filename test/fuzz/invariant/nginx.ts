/** A directive of nginx with its words, and what is in its braces. */
export interface Directive {
  readonly words: string[];
  readonly block?: Directive[];
}

/** Reads a configuration as `ngx_conf_read_token` does; throws on what nginx would not start with. */
export function parseNginx(text: string): Directive[] {
  const tokens = tokenize(text);
  const directives = parseBlock(tokens, false);
  return directives;
}

type Token = { readonly word: string } | { readonly mark: ';' | '{' | '}' };

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (/\s/.test(char)) at += 1;
    else if (char === '#') at = endOfLine(text, at);
    else if (char === ';' || char === '{' || char === '}') {
      tokens.push({ mark: char });
      at += 1;
    } else {
      const end = char === '"' || char === "'" ? endOfQuote(text, at) : endOfWord(text, at);
      tokens.push({ word: text.slice(at, end) });
      at = end;
    }
  }
  return tokens;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function endOfQuote(text: string, at: number): number {
  const quote = text[at]!;
  for (let end = at + 1; end < text.length; end += text[end] === '\\' ? 2 : 1) if (text[end] === quote) return end + 1;
  throw new Error('a quote is not closed');
}

/** A word ends at a space, at `;` and at `{`; a backslash hides the next character. */
function endOfWord(text: string, at: number): number {
  let end = at;
  while (end < text.length && !/[\s;{]/.test(text[end]!)) end += text[end] === '\\' ? 2 : 1;
  return end;
}

function parseBlock(tokens: Token[], inside: boolean): Directive[] {
  const directives: Directive[] = [];
  let words: string[] = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    if ('word' in token) {
      words.push(token.word);
      continue;
    }
    if (token.mark === '}') {
      if (!inside || words.length > 0) throw new Error(`"}" after ${words.join(' ')}`);
      return directives;
    }
    if (words.length === 0) throw new Error(`"${token.mark}" without a directive`);
    directives.push(token.mark === '{' ? { words, block: parseBlock(tokens, true) } : { words });
    words = [];
  }
  if (inside || words.length > 0) throw new Error('the end comes too early');
  return directives;
}

/** Directives of a name, at any depth. */
export function directivesOf(directives: readonly Directive[], name: string): Directive[] {
  return directives.flatMap((directive) => [
    ...(directive.words[0] === name ? [directive] : []),
    ...directivesOf(directive.block ?? [], name),
  ]);
}
