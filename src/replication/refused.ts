import type { ReplicationBinding } from '../model/replication';
import { Bound } from '../recovery/bound';
import type { ReplicationMechanism } from '../rules/vocabulary';

/** Stands in for a replication that was refused: nothing is written, and nothing is promised. */
export function refusedReplication(mechanism: ReplicationMechanism): ReplicationBinding {
  const nothing = Bound.unbounded('replication', 'the replication was refused');
  const none = { preflight: [], fence: [], promote: [], start: [] };
  return {
    mechanism,
    lag: nothing,
    promotion: nothing,
    switchoverGap: nothing,
    switchoverLag: nothing,
    onHeal: 'the replication was refused',
    alerts: [],
    scrapeTargets: [],
    switching: { switchover: () => none, failover: () => none, reprotect: () => [] },
  };
}
