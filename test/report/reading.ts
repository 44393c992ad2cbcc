/** Reads the report as a visitor would: text, headings, tables. */
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** Text of a piece of the page, with single spaces. */
export function textOf(html: string): string {
  return unescaped(html.replace(/<(style|script)>[^]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:])/g, '$1')
    .trim();
}

/** What a browser makes of escaped text. */
export function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Text in the way that `textOf` gives it, to be looked for. */
export function spaced(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:])/g, '$1')
    .trim();
}

/** Rows of the table in a region, by the name of the region: the texts of their cells. */
export function rowsOf(html: string, label: string): string[][] {
  const [, region] = html.split(`role="region" aria-label="${label}"`);
  if (region === undefined) return [];
  const [body = ''] = (region.split('<tbody>')[1] ?? '').split('</tbody>');
  return matches(body, /<tr>([^]*?)<\/tr>/g).map((row) => matches(row, /<t[hd][^>]*>([^]*?)<\/t[hd]>/g).map(textOf));
}

/** All matches of the first group. */
export function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}
