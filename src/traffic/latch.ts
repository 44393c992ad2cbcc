import type { LatchMechanism } from './latch-mechanism';
import { ObjectLatch, type ObjectLatchProps } from './object-latch';
import { RoutingControlLatch, type RoutingControlLatchProps } from './routing-control-latch';

/**
 * What keeps clients away from a site that was failed away from, when it comes back and answers again. Runbooks close it in a
 * failover, and open it when the site may serve again; both work while the site, and the control plane of Route 53, are lost.
 */
export class Latch {
  /**
   * An S3 object per site: while it is there, a health check that is inverted takes the site out. The application's stack makes a
   * bucket for it, in a region that no site is in, and does not destroy it. Costs little but for the checks.
   *
   * Public is that a latch is closed, since health checkers read without credentials: whoever guesses the name of the bucket
   * sees that an empty object `latches/<application>/<site>` exists. Nobody can list the bucket or write to it.
   *
   * When S3 of that region is down nobody reaches the object, and all latches are open. Then the site's own check is left,
   * which fails on a site that holds only a copy: the second line, and not one for a site that takes itself for active.
   */
  public static object(props: ObjectLatchProps): Latch {
    return new Latch(new ObjectLatch(props));
  }

  /**
   * Routing controls of Amazon Application Recovery Controller, which exist already: On lets clients come, Off keeps them away. A
   * cluster holds its state in five regions, and costs by the hour.
   */
  public static routingControl(props: RoutingControlLatchProps): Latch {
    return new Latch(new RoutingControlLatch(props));
  }

  private constructor(
    /**
     * What makes the checks and the steps.
     *
     * @jsii ignore
     */
    public readonly mechanism: LatchMechanism,
  ) {}
}
