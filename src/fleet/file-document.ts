import type * as Yaml from 'yaml';
import { type FileProblem, FileValue } from './file-value';

/** Faults that YAML's own words do not explain. */
const EXPLANATIONS: Partial<Record<Yaml.ErrorCode, string>> = {
  MULTIPLE_DOCS: 'holds more than one document; a file describes one fleet: remove the line --- and what follows it',
};

/** A document: its value, and the problems that reading it adds to. */
export interface FileDocument {
  /** Undefined when the text is no YAML: what follows an unclosed quote would only be misunderstood. */
  readonly root?: FileValue;
  readonly problems: FileProblem[];
}

/** Reads text as one document of YAML 1.2, core schema: `no` and `12:30` are text. */
export function parseDocument(text: string): FileDocument {
  // Costs 30 ms: only those who describe a fleet in a file pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const yaml = require('yaml') as typeof Yaml;
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    schema: 'core',
    stringKeys: true,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    // Repeated keys are refused where they are read, with their path and both lines.
    uniqueKeys: false,
  });
  const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }): FileProblem => ({
    line: lines.linePos(pos[0]).line,
    message: `file: ${EXPLANATIONS[code] ?? `is no YAML here: ${message}`}`,
  }));
  yaml.visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      problems.push({
        line,
        message: `file: alias *${alias.source} stands for nothing; no &${alias.source} is above it`,
      });
    },
  });
  if (problems.length > 0) return { problems };
  return {
    root: new FileValue({ yaml, document, lines, problems }, document.contents, { path: '', line: 1 }),
    problems,
  };
}
