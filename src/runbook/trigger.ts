import type { ITrigger } from '../model/trigger';
import { AutomaticTrigger, type AutomaticTriggerProps } from './automatic-trigger';
import { ManualTrigger, type ManualTriggerProps } from './manual-trigger';

/** Who decides that the active site is lost. */
export class Trigger {
  /** A human, called by an alert, who starts and approves the runbook. */
  public static manual(props: ManualTriggerProps = {}): ITrigger {
    return new ManualTrigger(props);
  }

  /**
   * The first passive site, when the active one does not answer while other sites do. Nobody approves the failover, so that what
   * replicates the data has to fence the site that was taken for lost.
   */
  public static automatic(props: AutomaticTriggerProps = {}): ITrigger {
    return new AutomaticTrigger(props);
  }

  private constructor() {}
}
