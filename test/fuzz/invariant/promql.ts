/** Words of PromQL that are no metrics. */
const KEYWORDS = ['and', 'or', 'unless', 'bool', 'by', 'on', 'without', 'ignoring', 'offset', 'inf', 'nan', 'atan2'];

/** One selector: a metric and its matchers. */
export interface Selector {
  readonly metric: string;
  readonly labels: Record<string, string>;
}

/** The selectors of an expression. Throws on brackets that do not match. */
export function selectorsIn(expression: string): Selector[] {
  const strings: string[] = [];
  // Strings may hold anything; each is a number until the end.
  const plain = expression.replace(/"((?:[^"\\]|\\.)*)"/g, (_, text: string) => `"${strings.push(text) - 1}"`);
  checkBrackets(plain);
  // Lists of labels, then ranges: neither holds metrics.
  const bare = plain
    .replace(/\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\boffset\s+\w+/g, ' ');
  const found = bare.matchAll(/([A-Za-z_:][A-Za-z0-9_:]*)\s*(\(|\{([^}]*)\})?/g);
  return [...found].flatMap(([, metric = '', after = '', matchers = '']) => {
    const isMetric = after !== '(' && !KEYWORDS.includes(metric.toLowerCase());
    return isMetric ? [{ metric, labels: labelsIn(matchers, strings) }] : [];
  });
}

function labelsIn(matchers: string, strings: string[]): Record<string, string> {
  const found = matchers.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*(?:=~|!~|!=|=)\s*"(\d+)"/g);
  return Object.fromEntries([...found].map(([, name = '', index]) => [name, strings[Number(index)] ?? '']));
}

function checkBrackets(text: string): void {
  const open: string[] = [];
  for (const char of text) {
    if ('([{'.includes(char)) open.push(char);
    const pair = { ')': '(', ']': '[', '}': '{' }[char];
    if (pair !== undefined && open.pop() !== pair) throw new Error(`"${char}" closes nothing`);
  }
  if (open.length > 0) throw new Error(`"${open.join('')}" is not closed`);
}
