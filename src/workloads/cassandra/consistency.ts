import type { IAppHost } from '../../model/app-host';
import { Pattern } from '../../model/profile';

/** What a pattern asks of every request. */
export interface Consistency {
  /** Of reads and writes. */
  readonly level: 'LOCAL_QUORUM' | 'QUORUM';
  /** Of conditional writes (lightweight transactions). */
  readonly serial: 'LOCAL_SERIAL' | 'SERIAL';
  /** Levels with which nodes refuse writes: with any of them less is safe than the plan states. */
  readonly refusedWrites: string[];
}

const TOO_WEAK = ['ANY', 'ONE', 'TWO', 'THREE', 'LOCAL_ONE'];

/** Sites that commit on their own answer by their own quorum; sites that commit together need one of all replicas. */
export function consistencyOf({ pattern }: IAppHost): Consistency {
  if (pattern === Pattern.STRONG_CONSISTENCY) {
    return { level: 'QUORUM', serial: 'SERIAL', refusedWrites: [...TOO_WEAK, 'LOCAL_QUORUM', 'LOCAL_SERIAL'] };
  }
  return { level: 'LOCAL_QUORUM', serial: 'LOCAL_SERIAL', refusedWrites: TOO_WEAK };
}
