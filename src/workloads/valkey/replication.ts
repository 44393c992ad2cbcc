import { Duration } from 'cdk8s';
import { durationText } from '../../kinds/duration';
import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import type { ReplicationBinding } from '../../model/replication';
import { Basis, Bound } from '../../recovery/bound';
import { ReplicationMechanism } from '../../rules/vocabulary';
import { EVALUATION, SCRAPE, watchFields } from '../watch-fields';
import { LAG_ALERT, LAG_HOLDS_SECONDS, lagOffset, replicationAlerts } from './alerts';
import { VALKEY } from './names';
import type { ValkeySettings } from './settings';
import { ValkeySteps } from './steps';
import { ValkeySwitch, promotion, switchoverGap } from './switching';

/** How Valkey copies itself to passive sites, and is promoted there. */
export function valkeyReplication(host: IAppHost, settings: ValkeySettings): ReplicationBinding {
  const steps = new ValkeySteps(host, settings.syncTimeout.toSeconds({ integral: false }));
  host.stateReplication({
    kind: VALKEY,
    mechanism: ReplicationMechanism.APPLICATION,
    synchronous: false,
    units: ['all databases of the server'],
    consistentGroup: true,
  });
  return {
    mechanism: ReplicationMechanism.APPLICATION,
    lag: lag(host, settings),
    promotion: promotion(host, steps),
    switchoverGap: switchoverGap(host, steps),
    switchoverLag: Bound.term({
      name: 'lost by a hand-over',
      seconds: 0,
      basis: Basis.DERIVED,
      source:
        'FAILOVER without FORCE: the primary pauses writes, and gives up its role when the replica has the last one',
    }),
    onHeal:
      'run the reprotection: the site becomes a copy by its ConfigMap, and all of its own writes since the failover are discarded. Until then its leader does not start where it sees the new primary, and refuses writes where the runbook could fence it; if neither, it takes writes of whoever reaches it, programs inside of the site included',
    alerts: replicationAlerts(host, settings.maxLag),
    scrapeTargets: [],
    switching: new ValkeySwitch(host, steps),
  };
}

function lag(host: IAppHost, { maxLag }: ValkeySettings): Bound {
  return Bound.sum('acknowledged writes lost', [
    Bound.term({
      name: 'lag that is no alert',
      seconds: maxLag.toSeconds({ integral: false }),
      basis: Basis.ASSUMED,
      source: `alert ${LAG_ALERT.name} fires above it (maxLag); nothing in Valkey stops writes`,
      fields: alertFields(host, LAG_ALERT, 'expr', lagOffset(maxLag)),
    }),
    Bound.term({
      name: 'until the alert',
      seconds: SCRAPE.toSeconds() + EVALUATION.toSeconds() + LAG_HOLDS_SECONDS,
      basis: Basis.ASSUMED,
      source: `alert ${LAG_ALERT.name}: scrape, evaluation and ${LAG_HOLDS_SECONDS} s that it has to hold`,
      fields: [
        ...alertFields(host, LAG_ALERT, 'for', durationText(Duration.seconds(LAG_HOLDS_SECONDS))),
        ...watchFields(host, LAG_ALERT, VALKEY),
      ],
    }),
  ]);
}
