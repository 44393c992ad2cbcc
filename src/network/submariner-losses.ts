import type { SupportLoss } from '../model/support-loss';
import { Bound } from '../recovery/bound';
import { FaultKind } from '../recovery/fault';
import type { SubmarinerSettings } from './submariner-settings';

/** Sites hold what they learned from the broker in objects of their own, and ask it for news only. */
export function brokerLoss({ brokerCluster, brokerSite }: SubmarinerSettings): SupportLoss {
  return {
    fault: FaultKind.CONTROL_PLANE_LOST,
    subject: `Submariner broker in ${brokerCluster}`,
    heldBy: brokerSite,
    grace: Bound.unbounded(
      'sites know each other without the broker',
      'tunnels and names stay as they are until a gateway moves to another node or a pod gets another address, which the other sites then do not learn: nothing limits when that is',
    ),
    onHeal: 'the sites tell each other by themselves what has changed',
    human:
      'restart no gateway and roll out nothing that other sites dial; bring the cluster back, or make a broker elsewhere (subctl deploy-broker), set brokerApiServer to it and let every site join it',
  };
}
