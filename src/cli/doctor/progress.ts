/** A line that counts, for people who wait. */
import type { Progress } from './queue';

const TO_LINE_START = '\r';
const ERASE_LINE = '\u001b[2K';

/** What the command writes to. */
interface Stream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => boolean;
}

/** Nothing in files and pipes. */
export function progressOn(stream: Stream): { step: Progress; end: () => void } {
  if (!stream.isTTY) return { step: () => undefined, end: () => undefined };
  return {
    step: (answered, asked) =>
      void stream.write(`${TO_LINE_START}${ERASE_LINE}asked the cluster: ${answered} of ${asked}`),
    end: () => void stream.write(`${TO_LINE_START}${ERASE_LINE}`),
  };
}
