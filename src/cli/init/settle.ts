/** From flags, questions and defaults to one answer for each choice. */
import { CliError } from '../cli-error';
import { type Answers, problemOf, type Question, QUESTIONS } from './choices';

/** Where answers come from besides the flags. */
export interface Sources {
  /** Asks a human; absent without a terminal. */
  readonly ask?: (question: Question, given: Answers) => Promise<string | undefined>;
  /** Whether defaults are taken for all that is not given. */
  readonly yes: boolean;
}

/**
 * All answers that a project is made of. Flags are judged before anybody is asked.
 *
 * @throws CliError on an answer that does not fit, and, where nobody can be asked, on a choice that is missing
 */
export async function settle(flags: Answers, { ask, yes }: Sources): Promise<Answers> {
  checkFlags(flags);
  if (!ask && !yes) checkNothingMissing(flags);

  let given: Answers = {};
  for (const question of QUESTIONS) {
    const { flag } = question;
    if (question.applies?.(given) === false) {
      if (flags[flag] !== undefined) throw new CliError(`--${flag} does not go with these choices; leave it out`);
      continue;
    }
    const answer = flags[flag] ?? (ask && !yes ? await ask(question, given) : question.byDefault(given));
    if (answer === undefined) continue;
    // What was right alone may not fit what was answered since.
    const problem = problemOf(question, answer, given);
    if (problem !== undefined) throw new CliError(`--${flag}: ${problem}`);
    given = { ...given, [flag]: answer };
  }
  return given;
}

function checkFlags(flags: Answers): void {
  for (const question of QUESTIONS) {
    const answer = flags[question.flag];
    const problem = answer === undefined ? undefined : problemOf(question, answer, flags);
    if (problem !== undefined) throw new CliError(`--${question.flag}: ${problem}`);
  }
}

function checkNothingMissing(flags: Answers): void {
  const missing = QUESTIONS.filter(({ required, flag }) => required === true && flags[flag] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ flag, value }) => `--${flag} ${value}`).join(', ');
  throw new CliError(`there is no terminal to ask on: give ${names}, or --yes for the defaults`);
}
