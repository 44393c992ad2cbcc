/**
 * Patterns in Kubernetes are RE2, the engine of Go. Nearly all of its syntax is JavaScript's too; this translates the
 * rest, and throws on what it does not know, so that no pattern is ever checked as something else than it says.
 */
export function re2(pattern: string): RegExp {
  return new RegExp(toJavaScript(pattern));
}

const CLASS = /\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]/;
const TOKEN = new RegExp(`${CLASS.source}|\\\\.|\\(\\?P<|\\(\\?i\\)|\\(\\?[:=!<]?|[\\s\\S]`, 'g');
const UNKNOWN = new Set(['(?', '(?=', '(?!', '\\p', '\\P', '\\Q', '\\C']);
const SAME_MEANING: Record<string, string> = { '(?P<': '(?<', '\\A': '^', '\\z': '$' };
const POSIX: Record<string, string> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

function toJavaScript(pattern: string): string {
  // (?i) holds until the end of the group that it stands in: one entry per open group.
  const ignoreCase = [false];
  let output = '';
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (UNKNOWN.has(token)) throw new Error(`'${token}' is not translated: RE2 pattern ${pattern}`);
    if (token === '(?i)') {
      ignoreCase[ignoreCase.length - 1] = true;
      continue;
    }
    const fold = ignoreCase.at(-1) === true;
    if (token.startsWith('(')) ignoreCase.push(fold);
    if (token === ')') ignoreCase.pop();
    output += token.startsWith('[') ? characterClass(token, fold) : (SAME_MEANING[token] ?? literal(token, fold));
  }
  return output;
}

function literal(token: string, fold: boolean): string {
  return fold && /^[A-Za-z]$/.test(token) ? `[${bothCases(token)}]` : token;
}

function characterClass(token: string, fold: boolean): string {
  return token.replace(/\[:(\^?\w+):\]|\\.|[A-Za-z]-[A-Za-z]|[A-Za-z]/g, (part, posix?: string) => {
    if (posix !== undefined) {
      const members = POSIX[posix];
      if (members === undefined) throw new Error(`'[:${posix}:]' is not translated: RE2 class ${token}`);
      return members;
    }
    return fold && !part.startsWith('\\') ? bothCases(part) : part;
  });
}

function bothCases(letters: string): string {
  return letters.toLowerCase() + letters.toUpperCase();
}
