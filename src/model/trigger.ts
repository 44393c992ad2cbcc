import type { Bound } from '../recovery/bound';
import type { Alert } from './alert';
import type { IAppHost } from './app-host';

/** What decides on a failover says of itself. */
export interface TriggerBinding {
  /** From the loss of the active site to somebody, or something, knowing it. */
  readonly detection: Bound;
  /** From knowing to the failover being started and approved. */
  readonly decision: Bound;
  /** Alerts that call for the decision. */
  readonly alerts: Alert[];
}

/** What a trigger watches. */
export interface TriggerRequest {
  /**
   * Public URL of each site's health path, by the name of the site.
   *
   * @default - the application has no hostname: there is nothing to probe from outside of the site
   */
  readonly healthUrls?: Record<string, string>;
}

/** Who decides that the active site is lost. */
export interface ITrigger {
  /** `manual` or `automatic`. */
  readonly kind: string;
  /** Renders what watches the active site from the passive ones. */
  bind(host: IAppHost, request: TriggerRequest): TriggerBinding;
}
