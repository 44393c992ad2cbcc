/** Where in plan.json a finding is, for annotations that have to name a line. */
import type { Finding } from '../rules/finding';

/** Line of a finding in the text of a plan, from 1; of an objective, that of the application. */
export function lineOf({ path, message }: Finding, text: string): number {
  const marks = [
    `"message": ${JSON.stringify(message)}`,
    `"name": ${JSON.stringify(path.split('/').at(-1))},\n      "pattern"`,
  ];
  const at = marks.map((mark) => text.indexOf(mark)).find((index) => index >= 0) ?? 0;
  return text.slice(0, at).split('\n').length;
}
