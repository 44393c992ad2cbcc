import type { Bound } from '../recovery/bound';
import type { FaultKind } from '../recovery/fault';

/**
 * What the failure of a part means that no client talks to: health checks, the store of backups, a hub. The part states it of
 * itself; statements of several parts on one thing become one row of the fault table.
 */
export interface SupportLoss {
  /** What goes wrong. */
  readonly fault: FaultKind;
  /** What is hit, such as `bucket dr-backups`. Lower case. */
  readonly subject: string;
  /**
   * Names of the sites that use it.
   *
   * @default - all sites of the application that serve or stand by
   */
  readonly sites?: string[];
  /**
   * Name of the site that holds it, and takes it along when it is lost.
   *
   * @default - none of the application
   */
  readonly heldBy?: string;
  /**
   * Names of the sites that take clients meanwhile; empty when none does.
   *
   * @default - those that take them while nothing is wrong
   */
  readonly servedBy?: string[];
  /**
   * How long it may last before clients notice.
   *
   * @default - they never do
   */
  readonly grace?: Bound;
  /** What happens, or has to be done, when it is back. Lower case, no final period. */
  readonly onHeal: string;
  /** What a human has to do, and when. Lower case, no final period. */
  readonly human: string;
}

/**
 * Subject of the loss of an object store.
 *
 * @internal
 */
export function storeSubject({ bucket }: { readonly bucket: string }): string {
  return `bucket ${bucket}`;
}
