import { Basis, Bound } from '../../recovery/bound';
import { alertedLag } from '../alerted-lag';
import type { MysqlSettings } from './settings';

/** After how long without a word of its source a copy is no longer connected, and has no lag to tell. */
export const NET_TIMEOUT_SECONDS = 20;

/** How long the steps of the runbook may take. */
export const STEP_SECONDS = {
  preflight: 60,
  fence: 30,
  demote: 180,
  catchUp: 300,
  drain: 120,
  promote: 180,
  serve: 120,
  follow: 60,
};

/** Acknowledged writes that a passive site does not have: a channel waits for nobody in another site. */
export function replicationLag({ maxLagSeconds }: MysqlSettings): Bound {
  return alertedLag({
    alert: 'MysqlCopyBehind',
    maxLagSeconds,
    caveat:
      'it is what was received and not applied, so that the path between sites must carry what the active site writes; nothing keeps that from writing on',
    unseen: [
      Bound.term({
        name: 'a connection that says nothing is given up',
        seconds: NET_TIMEOUT_SECONDS,
        basis: Basis.DERIVED,
        source: `PerconaXtraDBCluster, spec.pxc.configuration: replica_net_timeout=${NET_TIMEOUT_SECONDS}`,
      }),
    ],
  });
}

/** From the decision on a failover to the other site taking writes. */
export function promotion(): Bound {
  return Bound.sum('promotion of MySQL', [
    stepTimeout('copy is checked', 'preflight'),
    stepTimeout('lost site is fenced, as far as it can be reached', 'fence'),
    stepTimeout('copy applies what it received', 'drain'),
    stepTimeout('copy stops following and takes writes', 'promote'),
    stepTimeout('health check sees a node that takes writes', 'serve'),
  ]);
}

/** How long nobody writes in a planned switchover. */
export function switchoverGap(): Bound {
  return Bound.sum('no writes during the switchover', [
    stepTimeout('active site takes no more writes', 'demote'),
    stepTimeout('copy has all that the active site wrote', 'catchUp'),
    stepTimeout('copy stops following and takes writes', 'promote'),
    stepTimeout('health check sees a node that takes writes', 'serve'),
  ]);
}

/** The copy is not promoted before it has every transaction of a site that takes no more. */
export function switchoverLag(): Bound {
  return Bound.term({
    name: 'acknowledged writes lost in a switchover',
    seconds: 0,
    basis: Basis.DERIVED,
    source:
      'runbook: gtid_subset(gtid_executed of the read-only active site, gtid_executed of the copy) before it is promoted',
  });
}

function stepTimeout(name: string, step: keyof typeof STEP_SECONDS): Bound {
  return Bound.term({
    name,
    seconds: STEP_SECONDS[step],
    basis: Basis.DERIVED,
    source: `runbook, timeout of the ${step} step: ${STEP_SECONDS[step]} s`,
  });
}
