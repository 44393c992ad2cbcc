/** Text in columns, and text in lines of a width. */
import { stripVTControlCharacters } from 'node:util';

/** Columns as wide as their widest cell; the first row is the header. Colours have no width. */
export function textTable(rows: string[][], indent = ''): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map(
    (row) =>
      indent +
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
  );
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Words in lines of at most that many characters; a longer word has a line of its own. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** A table of GitHub Flavored Markdown, which GitLab reads too. */
export function markdownTable(rows: string[][]): string[] {
  const [header = [], ...body] = rows;
  return [header, header.map(() => '---'), ...body].map((row) => `| ${row.map(markdownCell).join(' | ')} |`);
}

/** What a table cell would take for its end or for HTML. */
function markdownCell(text: string): string {
  return markdownText(text)
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, ' ');
}

/** Text without meaning for Markdown or HTML: names and messages come from users. */
export function markdownText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]~#@]/g, '\\$&');
}

/** A part that is shown when it is asked for. */
export function markdownDetails(summary: string, lines: string[]): string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}
