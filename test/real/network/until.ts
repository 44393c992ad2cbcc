import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MILLIS = 50;

/** Waits until a check finds something that is neither undefined nor false, and returns it; after too long, fails with what it last saw. */
export async function until<T>(
  what: string,
  seconds: number,
  check: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    let last = 'nothing yet';
    try {
      const found = await check();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = String(error);
    }
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}; last seen: ${last}`);
    await sleep(EVERY_MILLIS);
  }
}
