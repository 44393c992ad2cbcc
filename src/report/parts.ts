/** Small pieces that every section uses. */
import { type Content, joined, markup, NOTHING } from './html';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Of numbers and times, to be compared down the column. */
  readonly numeric?: boolean;
}

/** A table of the page: rows of cells, the first of each is its header. */
export interface TableProps {
  readonly caption: Content;
  readonly columns: (Column | string)[];
  readonly rows: Content[][];
  /** Name of the region that scrolls where the page is narrow. */
  readonly label: string;
}

/** A table in a region of its own that scrolls, also by keyboard, so that the page does not. */
export function table({ caption, columns, rows, label }: TableProps): Content {
  const settings = columns.map((column) => (typeof column === 'string' ? { title: column } : column));
  const body = rows.map(
    (cells) => markup`<tr>${cells.map((cell, index) => tableCell(cell, index, settings[index]?.numeric))}</tr>
    `,
  );
  return scrolling(
    label,
    markup`<table>
      <caption>${caption}</caption>
      ${headRow(settings)}
      <tbody>${body}</tbody>
    </table>`,
  );
}

/** The heads of a table. */
export function headRow(columns: Column[]): Content {
  const heads = columns.map(({ title, numeric }) => markup`<th scope="col"${numericClass(numeric)}>${title}</th>`);
  return markup`<thead><tr>${heads}</tr></thead>`;
}

/** A region that scrolls sideways where it does not fit. */
export function scrolling(label: string, content: Content): Content {
  return markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>
  `;
}

function tableCell(content: Content, index: number, numeric?: boolean): Content {
  return index === 0
    ? markup`<th scope="row"${numericClass(numeric)}>${content}</th>`
    : markup`<td${numericClass(numeric)}>${content}</td>`;
}

function numericClass(numeric?: boolean): Content {
  return numeric ? markup` class="number"` : NOTHING;
}

/** Something that opens on demand; all of it is there for those who print or search. */
export function folded(title: Content, content: Content): Content {
  return markup`<details><summary>${title}</summary><div class="fold">${content}</div></details>
  `;
}

/** Names as code, with commas. */
export function codes(names: readonly string[]): Content {
  return joined(
    names.map((name) => markup`<code>${name}</code>`),
    ', ',
  );
}

/** What a badge says by its colour and its sign, besides its words. */
export enum Tone {
  GOOD = 'good',
  WARN = 'warn',
  BAD = 'bad',
  PLAIN = 'plain',
}

const SIGNS: Record<Tone, string> = {
  [Tone.GOOD]: 'M3 8.5l3.2 3.2L13 5',
  [Tone.WARN]: 'M8 2.5v7M8 12v1.5',
  [Tone.BAD]: 'M4 4l8 8M12 4l-8 8',
  [Tone.PLAIN]: 'M3.5 8h9',
};

/** A word with a sign: never the colour alone. */
export function badge(tone: Tone, text: Content): Content {
  return markup`<span class="badge ${tone}"><svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true"><path d="${SIGNS[tone]}"/></svg>${text}</span>`;
}
