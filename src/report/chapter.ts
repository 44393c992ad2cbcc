/** A part of the page with a heading, which the contents list. */
import { type Content, Html, markup } from './html';

export interface Chapter {
  /** Anchor, unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly content: Content;
}

/** A chapter of the whole page, with the chapters below it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Content;
  readonly chapters: readonly { readonly id: string; readonly title: string }[];
}

/** Chapters below a section; those without content are left out. */
export function filled(chapters: Chapter[]): Chapter[] {
  return chapters.filter(({ content }) => !isEmpty(content));
}

/** A chapter with its heading. */
export function chapterHtml({ id, title, content }: Chapter): Content {
  return markup`<section aria-labelledby="${id}"><h3 id="${id}">${title}</h3>
    ${content}
  </section>
  `;
}

function isEmpty(content: Content): boolean {
  if (content === undefined || content === '') return true;
  if (content instanceof Html) return content.text === '';
  return typeof content === 'object' && content.every(isEmpty);
}
