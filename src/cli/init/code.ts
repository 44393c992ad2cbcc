/** Pieces of TypeScript. */

/** A string in single quotes. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** What a placeholder's line ends with, so that it is found again, by people and by `toChange`. */
export function change(what: string): string {
  return ` // change: ${what}`;
}

/** The same where a value may have been given. */
export function changeUnless(given: boolean, what: string): string {
  return given ? '' : change(what);
}

/** Lines that are further in. */
export function indented(lines: string[], width = 2): string[] {
  return lines.map((line) => (line === '' ? line : ' '.repeat(width) + line));
}
