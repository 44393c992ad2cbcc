/** An element of an XML document: elements in it by name, or its text. */
export interface Xml {
  readonly text: string;
  readonly children: { readonly name: string; readonly element: Xml }[];
}

/** Reads what AWS answers: elements and text, no comments or CDATA; attributes are left out. */
export function parseXml(document: string): Xml {
  const root: Xml = { text: '', children: [] };
  const open = [{ name: '', element: root }];
  for (const [, closing, name = '', empty, text = ''] of document.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>([^<]*)/g)) {
    if (closing) {
      open.pop();
      continue;
    }
    const opened = { name, element: { text: unescaped(text), children: [] } };
    open.at(-1)!.element.children.push(opened);
    if (!empty) open.push(opened);
  }
  return root;
}

/** Elements at the end of a path of names. */
export function all(xml: Xml, ...path: string[]): Xml[] {
  return path.reduce(
    (found, name) =>
      found.flatMap(({ children }) => children.filter((child) => child.name === name).map(({ element }) => element)),
    [xml],
  );
}

/** Text of the first element at the end of a path of names; undefined when there is none. */
export function text(xml: Xml, ...path: string[]): string | undefined {
  return all(xml, ...path)[0]?.text;
}

function unescaped(value: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return value.replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole).trim();
}
