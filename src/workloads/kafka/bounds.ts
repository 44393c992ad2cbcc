import { Duration } from 'cdk8s';
import { durationText } from '../../kinds/duration';
import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import { Basis, Bound } from '../../recovery/bound';
import { Effort } from '../../recovery/term';
import type { KafkaSettings } from './settings';

/** The alert on records that come late. */
export const BEHIND_ALERT = { name: 'KafkaMirrorBehind', objective: 'rpo' };
/** The alert on records that do not come at all. */
export const SILENT_ALERT = { name: 'KafkaMirrorSilent', objective: 'rpo' };
/** The alert on connectors that gave up. */
export const FAILED_ALERT = { name: 'KafkaConnectorFailed', objective: 'rpo' };
/** The alerts on mirrors: a mirror is silent when the health check's records, one each few seconds, have not come for so long. */
export const SILENCE_SECONDS = 60;
export const LAG_HOLDS_SECONDS = 30;
const LEAST_LAG_SECONDS = 5;

/** Each site has a cluster of its own: nothing waits for the lost one. */
export function servesOn(): Bound {
  return Bound.term({
    name: 'other sites wait for the lost one',
    seconds: 0,
    basis: Basis.DERIVED,
    source: 'Kafka, one cluster in each site: a write is acknowledged by replicas of its own site alone',
  });
}

/** A site that is cut off takes writes like before, and is well by every check inside of it. */
export function goesOn(): Bound {
  return Bound.unbounded(
    'health endpoint of a site that is cut off fails',
    'each site has a cluster of its own, which goes on serving; its records reach the others when it is back',
  );
}

/** Acknowledged records that the other sites do not have: what the alerts let pass, and the time until they fire. */
export function replicationLag(host: IAppHost, { maxLagSeconds }: KafkaSettings): Bound {
  const holdsFor = durationText(Duration.seconds(LAG_HOLDS_SECONDS));
  return Bound.sum('acknowledged records that only the lost site had', [
    Bound.term({
      name: 'lag that raises no alert',
      seconds: maxLagSeconds,
      basis: Basis.ASSUMED,
      source: `alert ${BEHIND_ALERT.name}: replication-latency-ms-max above ${maxLagSeconds * 1000} ms; MirrorMaker states no limit, the alert says when it is passed`,
      fields: alertFields(host, BEHIND_ALERT, 'expr', `> ${maxLagSeconds * 1000}`),
      lever: {
        change: `set maxReplicationLag to ${LEAST_LAG_SECONDS} s (now ${maxLagSeconds} s)`,
        seconds: LEAST_LAG_SECONDS,
        effort: Effort.SETTING,
      },
    }),
    Bound.term({
      name: 'until a mirror that stands still is noticed',
      seconds: SILENCE_SECONDS + LAG_HOLDS_SECONDS,
      basis: Basis.DERIVED,
      source: `alert ${SILENT_ALERT.name}: no record of ${SILENCE_SECONDS} s, for ${LAG_HOLDS_SECONDS} s; ${FAILED_ALERT.name} for ${LAG_HOLDS_SECONDS} s`,
      fields: [
        ...alertFields(host, SILENT_ALERT, 'expr', `${SILENCE_SECONDS}s`),
        ...alertFields(host, SILENT_ALERT, 'for', holdsFor),
        ...alertFields(host, FAILED_ALERT, 'for', holdsFor),
      ],
    }),
  ]);
}

/** Kafka takes no backups, and there is no other moment to go back to. */
export function noBackup(): Bound {
  return Bound.unbounded(
    'newest moment that can be restored',
    'Kafka has no backup of records: the mirrors of other sites are not one, since they copy errors as well; what is needed for longer belongs into an archive that a consumer writes',
  );
}
