/** A few questions at a time: each is a process, and a request to the server. */
import type { Answer, Ask } from './kubectl';

/** Told after each answer: how many questions are answered, of how many that were asked. */
export type Progress = (answered: number, asked: number) => void;

const AT_ONCE = 6;

/** Asks in the order of the questions, and no more once one could not be asked. */
export function fewAtOnce(ask: Ask, progress: Progress): Ask {
  const waiting: (() => void)[] = [];
  const count = { running: 0, asked: 0, answered: 0 };
  let failure: { readonly cause: unknown } | undefined;

  const turn = async (): Promise<void> => {
    if (count.running < AT_ONCE) count.running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const done = (): void => {
    const next = waiting.shift();
    if (next) next();
    else count.running--;
  };

  return async (args): Promise<Answer> => {
    count.asked++;
    await turn();
    try {
      if (failure) throw failure.cause;
      return await ask(args);
    } catch (cause) {
      failure ??= { cause };
      throw cause;
    } finally {
      progress(++count.answered, count.asked);
      done();
    }
  };
}
