import type { IAppHost } from '../../model/app-host';
import { RunbookKind } from '../../model/runbook';
import { Basis, Bound } from '../../recovery/bound';
import { fieldOf } from '../../recovery/emitted-field';
import { alertedLag } from '../alerted-lag';
import { type CountedSteps, stepsTerm } from '../steps-term';
import { clusterName } from './names';
import type { MysqlSettings } from './settings';
import type { MysqlSteps } from './steps';

/** After how long without a word of its source a copy is no longer connected, and has no lag to tell. */
export const NET_TIMEOUT_SECONDS = 20;
/** The setting of the server for it. */
export const NET_TIMEOUT = 'replica_net_timeout';
/** The alert on a copy that lacks too much. */
export const LAG_ALERT = { name: 'MysqlCopyBehind', objective: 'rpo' };
/** PodMonitor of the nodes. */
export const SCRAPE_TARGET = 'mysql';

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
export function replicationLag(host: IAppHost, { maxLagSeconds }: MysqlSettings): Bound {
  const setting = `${NET_TIMEOUT}=${NET_TIMEOUT_SECONDS}`;
  return alertedLag(host, {
    alert: LAG_ALERT,
    scrapeTarget: SCRAPE_TARGET,
    maxLagSeconds,
    caveat:
      'it is what was received and not applied, so that the path between sites must carry what the active site writes; nothing keeps that from writing on',
    unseen: [
      Bound.term({
        name: 'a connection that says nothing is given up',
        seconds: NET_TIMEOUT_SECONDS,
        basis: Basis.DERIVED,
        source: `PerconaXtraDBCluster, spec.pxc.configuration: ${setting}`,
        fields: host.passiveSites.map((site) =>
          fieldOf('PerconaXtraDBCluster', clusterName(site), '/spec/pxc/configuration', setting),
        ),
      }),
    ],
  });
}

/** From the decision on a failover to the other site taking writes. */
export function promotion(host: IAppHost, steps: MysqlSteps): Bound {
  const step = (name: string, stepsOf: CountedSteps['steps']) =>
    stepsTerm(host, { kind: RunbookKind.FAILOVER, name, steps: stepsOf });
  return Bound.sum('promotion of MySQL', [
    step('copy is checked', (from, to) => [steps.checkCopy(from, to, false)]),
    step('lost site is fenced, as far as it can be reached', (from) => [steps.fence(from)]),
    step('copy applies what it received', (from, to) => [steps.drain(from, to)]),
    step('copy stops following and takes writes', (_, to) => [steps.promote(to)]),
    step('health check sees a node that takes writes', (_, to) => [steps.serve(to)]),
  ]);
}

/** How long nobody writes in a planned switchover. */
export function switchoverGap(host: IAppHost, steps: MysqlSteps): Bound {
  const step = (name: string, stepsOf: CountedSteps['steps']) =>
    stepsTerm(host, { kind: RunbookKind.SWITCHOVER, name, steps: stepsOf });
  return Bound.sum('no writes during the switchover', [
    step('active site takes no more writes', (from) => [steps.demote(from)]),
    step('copy has all that the active site wrote', (from, to) => [steps.catchUp(from, to)]),
    step('copy stops following and takes writes', (_, to) => [steps.promote(to)]),
    step('health check sees a node that takes writes', (_, to) => [steps.serve(to)]),
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
