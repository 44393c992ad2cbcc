import { type Finding, Severity } from '../rules/finding';

const ORIGIN = Symbol.for('cndr.FleetFileOrigin');

/** The file that props were read from, and the name that it gives to the fleet. */
interface FileOrigin {
  readonly file: string;
  readonly name: string;
}

/** Props that remember their file, also as part of others: `{ ...props, backend }` copies symbols. */
export function withOrigin<T extends object>(props: T, origin: FileOrigin): T {
  return { ...props, [ORIGIN]: origin };
}

/** Applications import the fleet under the name in the file: another id would part them from what the fleet renders. */
export function nameProblems(path: string, id: string, props: object): Finding[] {
  const origin = (props as { readonly [ORIGIN]?: FileOrigin })[ORIGIN];
  if (!origin || origin.name === id) return [];
  const message =
    `id "${id}" is not the name in ${origin.file}, "${origin.name}", under which applications look for backups; ` +
    `use the same in both`;
  return [{ rule: 'INPUT', severity: Severity.ERROR, path, message }];
}
