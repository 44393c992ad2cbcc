/** Changes in words, for the terminal and for Markdown. */
import { changeText, secondsText } from '../seconds';
import {
  type AppChange,
  type BoundChange,
  type CellChange,
  Effect,
  type PlanChange,
  type TermChange,
  type TermValue,
} from './change';
import { isSame } from './compare';

/** What a reviewer reads first. */
export function verdictLine(change: PlanChange): string {
  if (isSame(change)) return 'No change: both plans promise the same, and need the same.';
  return {
    [Effect.BREAKS]: 'This breaks what was promised.',
    [Effect.WORSE]: 'This makes something worse, within what was asked for.',
    [Effect.BETTER]: 'This makes it better, and nothing worse.',
    [Effect.SAME]: 'What is promised stays the same.',
  }[change.effect];
}

/** `RTO 168 s → 198 s (+30 s)`. */
export function boundHeadline({ name, before, after, objective, verdict }: BoundChange): string {
  const value =
    before === after
      ? secondsText(after)
      : `${arrow(secondsText(before), secondsText(after))} (${changeText(before, after)})`;
  const asked = objective ? `, objective ${arrow(secondsText(objective.before), secondsText(objective.after))}` : '';
  return `${name} ${value}${asked}${verdict ? `: ${arrow(verdict.before, verdict.after)}` : ''}`;
}

/** `record TTL`, `30 s`, `60 s`, `+30 s`, `in 4 places`, where the new number comes from. */
export function termRow(term: TermChange): string[] {
  return [
    term.name,
    valueText(term.before),
    valueText(term.after),
    term.before && term.after ? changeText(term.before.seconds, term.after.seconds) : term.after ? 'new' : 'gone',
    [term.places > 1 ? `in ${term.places} places` : '', term.decides ? '' : 'does not count']
      .filter(Boolean)
      .join(', '),
    (term.after ?? term.before)?.origin ?? '',
  ];
}

export const TERM_HEADER = ['TERM', 'BEFORE', 'AFTER', 'CHANGE', '', 'WHERE FROM'];

function valueText(value: TermValue | undefined): string {
  return value ? secondsText(value.seconds) : '-';
}

/** `served by: use1, use2 → use1`. */
export function cellText({ what, before, after }: CellChange): string {
  return `${what}: ${arrow(before, after)}`;
}

/** `spec.replicas: 1 → 0`; what is new or gone altogether says so first, as its value may not fit. */
export function fieldText({ what, before, after }: CellChange): string {
  if (before === 'absent') return `${what}: new ${shortened(after)}`;
  return after === 'absent' ? `${what}: gone` : `${what}: ${arrow(shortened(before), shortened(after))}`;
}

const MOST_TEXT = 60;

function shortened(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 3)}...`;
}

function arrow(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

/** `app orders: added`. */
export function appTitle({ app, change }: AppChange): string {
  return change === 'changed' ? `APP ${app}` : `APP ${app}: ${change}`;
}

/** The first of a list, and how many more there are: a comment in a pull request has a limit. */
export function first<T>(items: T[], most: number, textOf: (item: T) => string, indent = ''): string[] {
  const rest = items.length - most;
  return [...items.slice(0, most).map(textOf), ...(rest > 0 ? [`${indent}... and ${rest} more`] : [])];
}

/** Why fields are not shown. */
export const IDENTITIES_ONLY =
  'Objects were compared by name alone: to see which fields change, keep the folder of each plan (dist/). A refused configuration writes none.';
