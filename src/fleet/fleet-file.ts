import * as fs from 'node:fs';
import { DrError } from '../rules/dr-error';
import { type Finding, Severity } from '../rules/finding';
import { parseDocument } from './file-document';
import { withOrigin } from './file-origin';
import { type Reader, struct } from './file-readers';
import { FILE_VERSION, type FileContent, FLEET } from './file-tables';
import { REFUSED } from './file-value';
import type { FleetProps } from './fleet';

/** A fleet as a file describes it. */
export interface FleetFile {
  readonly name: string;
  readonly props: FleetProps;
}

/** What the operating system's codes mean. */
const UNREADABLE: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'its permissions do not allow it',
};

const fields = struct('a fleet file', FLEET);

const content: Reader<FileContent> = (root) =>
  root.isEmpty
    ? root.refuse(`is empty; begin with apiVersion: ${FILE_VERSION}, name, sites and network`)
    : fields(root);

/**
 * Reads a fleet from a YAML file.
 *
 * @throws DrError with all errors of the file, in the order of its lines
 */
export function readFleetFile(file: string): FleetFile {
  const { root, problems } = parseDocument(textOf(file));
  const read = root ? content(root) : REFUSED;
  // A key that is given twice is a problem of a value that could be read.
  if (read === REFUSED || problems.length > 0) {
    const inOrder = problems.sort((one, other) => one.line - other.line);
    throw new DrError(inOrder.map(({ line, message }) => finding(`${file}:${line}`, message)));
  }
  const { apiVersion: _, name, ...props } = read;
  return { name, props: withOrigin(props, { file, name }) };
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = UNREADABLE[code] ?? `the operating system says ${code}`;
    const from = `relative paths begin at the working directory, ${process.cwd()}`;
    throw new DrError([finding(file, `file: cannot be read, since ${why}; ${from}`)]);
  }
}

function finding(path: string, message: string): Finding {
  return { rule: 'INPUT', severity: Severity.ERROR, path, message };
}
