import * as path from 'node:path';
import { RealProcess } from './process';
import type { Wan } from './wan';

const LOADER = path.resolve(__dirname, '../../../scripts/swc-register.cjs');

/** Runs a TypeScript file inside a network, with its props as JSON; each line that it prints is an outcome as JSON. */
export function runScript(
  wan: Wan,
  place: string,
  file: string,
  props: object,
  onOutcome: (outcome: unknown) => void,
): RealProcess {
  const child = wan.spawn(place, process.execPath, scriptArguments(file, props));
  return new RealProcess(`${path.basename(file)} in ${place}`, child, (line) => onOutcome(JSON.parse(line)));
}

/** Arguments with which node runs a TypeScript file. */
export function scriptArguments(file: string, props: object): string[] {
  return ['-r', LOADER, file, JSON.stringify(props)];
}
