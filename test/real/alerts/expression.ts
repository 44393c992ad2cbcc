const KEYWORDS = ['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan'];

/** Names of the metrics in a PromQL expression. */
export function metricsOf(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '')
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = bare.match(/(?<![\w.:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g) ?? [];
  return [...new Set(words.filter((word) => !KEYWORDS.includes(word.toLowerCase())))];
}
