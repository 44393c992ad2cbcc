/** Times in words. */
import type { PlannedBound } from '../synthesis/plan';

/** `168 s`, or `unbounded`. */
export function secondsText(seconds: number | undefined): string {
  return seconds === undefined ? 'unbounded' : `${seconds} s`;
}

/** `+30 s`, `-30 s`; to or from unbounded there is no number. */
export function changeText(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined) return before === after ? 'none' : secondsText(after);
  const change = Math.round((after - before) * 1000) / 1000;
  return `${change > 0 ? '+' : ''}${change} s`;
}

/** Whether the objective is kept: a bound that does not exist keeps none. */
export function isMet(bound: PlannedBound): boolean {
  return bound.met && bound.boundSeconds !== undefined;
}

/** `met`, `not met`, or `unbounded`. */
export function verdictText(bound: PlannedBound): string {
  if (bound.boundSeconds === undefined) return 'unbounded';
  return bound.met ? 'met' : 'not met';
}

/** A worst case as a number that can be compared: unbounded is longer than everything. */
export function comparable(seconds: number | undefined): number {
  return seconds ?? Infinity;
}

/** The value of a bound for a table. */
export function treeText({ seconds }: { readonly seconds?: number }): string {
  return secondsText(seconds);
}
