import { Basis, Bound } from '../recovery/bound';
import { stepTimeout } from './shell';

/** How long steps take that ask or order something and wait for nothing. */
export function ordersTake(name: string, steps: number): Bound {
  return Bound.term({
    name,
    seconds: steps * stepTimeout(),
    basis: Basis.DERIVED,
    source: `runbook, ${steps} step${steps === 1 ? '' : 's'} that wait for nothing: activeDeadlineSeconds ${stepTimeout()} each`,
  });
}
