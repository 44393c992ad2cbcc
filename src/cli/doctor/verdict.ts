/** What became of an expectation. */
import type { Wanted } from './wanted';

export enum State {
  OK = 'ok',
  MISSING = 'missing',
  /** An operator of an older version than the one that the manifests were checked against. */
  OLD = 'old',
  /** It is there, and not as it has to be. */
  WRONG = 'wrong',
  /** The login may not look. */
  REFUSED = 'refused',
  /** The cluster does not show it clearly. */
  UNKNOWN = 'unknown',
  /** No API of the cluster shows it. */
  BY_HAND = 'by hand',
}

/** States in which nobody can count on the thing. */
export const BAD: readonly State[] = [State.MISSING, State.OLD, State.WRONG, State.REFUSED];

/** A state and what was seen. */
export interface Judgement {
  readonly state: State;
  readonly text: string;
}

export interface Verdict extends Judgement {
  readonly wanted: Wanted;
}

export function judged(state: State, text: string): Judgement {
  return { state, text };
}

export function notAllowed(question: string): Judgement {
  return judged(State.REFUSED, `not allowed to look; ask with: ${question}`);
}
