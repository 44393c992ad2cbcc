import { alertFields } from '../../model/alert-fields';
import type { IAppHost } from '../../model/app-host';
import { type ISwitchable, RunbookKind } from '../../model/runbook';
import { Basis, Bound } from '../../recovery/bound';
import { alertedLag } from '../alerted-lag';
import { stepsTerm } from '../steps-term';
import { activeClusterField } from './names';
import type { PostgresqlSettings } from './settings';
import { CLOCKS } from './timing';

/** Log that a copy has and has not replayed; it replays it before it takes writes. */
export const REPLAY_SECONDS = 60;
/** The alert on more than that. */
export const REPLAY_ALERT = { name: 'PostgresqlReplayBehind', objective: 'rto' };
/** The alert on a copy that lacks too much. */
export const LAG_ALERT = { name: 'PostgresqlCopyBehind', objective: 'rpo' };
/** PodMonitor of the instances. */
export const SCRAPE_TARGET = 'postgresql';

const PROMOTE_SECONDS = 60;
const DEMOTE_SECONDS = 120;

/** How long the steps of the runbook may take. */
export const STEP_SECONDS = {
  preflight: 60,
  fence: 30,
  demote: CLOCKS.smartShutdownSeconds + CLOCKS.shutdownSeconds + DEMOTE_SECONDS,
  promote: 300,
  serve: 300,
  follow: 60,
};

/** Acknowledged writes that a passive site does not have: streaming waits for nobody in another site. */
export function replicationLag(host: IAppHost, { maxLagSeconds }: PostgresqlSettings): Bound {
  return alertedLag(host, {
    alert: LAG_ALERT,
    scrapeTarget: SCRAPE_TARGET,
    maxLagSeconds,
    caveat: 'nothing keeps the active site from writing on',
  });
}

/** From the decision on a failover to the other site taking writes. */
export function promotion(host: IAppHost, switching: ISwitchable): Bound {
  const kind = RunbookKind.FAILOVER;
  return Bound.sum('promotion of PostgreSQL', [
    stepsTerm(host, {
      kind,
      name: 'copy is checked',
      steps: (from, to) => switching.failover(from, to).preflight,
    }),
    stepsTerm(host, {
      kind,
      name: 'lost site is fenced, as far as it can be reached',
      steps: (from, to) => switching.failover(from, to).fence,
    }),
    replay(host),
    promoted(),
  ]);
}

/** How long nobody writes in a planned switchover. */
export function switchoverGap(host: IAppHost): Bound {
  return Bound.sum('no writes during the switchover', [
    Bound.term({
      name: 'active site shuts down',
      seconds: CLOCKS.smartShutdownSeconds + CLOCKS.shutdownSeconds,
      basis: Basis.DERIVED,
      source: `Cluster, spec.smartShutdownTimeout ${CLOCKS.smartShutdownSeconds} and spec.switchoverDelay ${CLOCKS.shutdownSeconds}`,
      fields: [
        ...activeClusterField(host, '/spec/smartShutdownTimeout', CLOCKS.smartShutdownSeconds),
        ...activeClusterField(host, '/spec/switchoverDelay', CLOCKS.shutdownSeconds),
      ],
    }),
    Bound.term({
      name: 'last segment is archived and the token made',
      seconds: DEMOTE_SECONDS,
      basis: Basis.ASSUMED,
      source: 'CloudNativePG, replica clusters: demotion archives the shutdown checkpoint and restarts as a copy',
    }),
    replay(host),
    promoted(),
  ]);
}

/** The token names the last record that the active site wrote, and the other one is not promoted before it has it. */
export function switchoverLag(): Bound {
  return Bound.term({
    name: 'acknowledged writes lost in a switchover',
    seconds: 0,
    basis: Basis.DERIVED,
    source: 'Cluster, spec.replica.promotionToken: the shutdown checkpoint of the site that gives up',
  });
}

function replay(host: IAppHost): Bound {
  return Bound.term({
    name: 'log that was received is replayed',
    seconds: REPLAY_SECONDS,
    basis: Basis.ASSUMED,
    source: `alert ${REPLAY_ALERT.name} fires above ${REPLAY_SECONDS} s`,
    fields: alertFields(host, REPLAY_ALERT, 'expr', `> ${REPLAY_SECONDS}`),
  });
}

function promoted(): Bound {
  return Bound.term({
    name: 'copy becomes primary',
    seconds: PROMOTE_SECONDS,
    basis: Basis.ASSUMED,
    source:
      'CloudNativePG, replica clusters: the instance manager ends recovery on a new timeline and restarts without archive_mode always; nobody states a bound',
  });
}
