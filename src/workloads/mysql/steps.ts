import type { IAppHost } from '../../model/app-host';
import type { RunbookStep } from '../../model/runbook';
import type { Site } from '../../model/site';
import { DATA_HEALTH } from '../data-health';
import { STEP_SECONDS } from './bounds';
import { follower, source } from './channels';
import { channelName, clusterName, nodeNames } from './names';
import { CLUSTERS, allNodesFunction, patch, sqlFunction } from './scripts';
import { CHANNEL, fencePatch, followingFunction, intoPods, onCluster, roleOf, stepOf } from './step-parts';

const READ_ONLY = 'select @@global.read_only';

/** The steps that move the role of the active site, one function each. */
export class MysqlSteps {
  constructor(private readonly host: IAppHost) {}

  /** Before a switchover: the site that is to give up is the source, and whole. */
  public checkSource(from: Site): RunbookStep {
    const cluster = clusterName(from);
    return stepOf(from, 'preflight', {
      name: `check-mysql-${from.name}`,
      title: `see that MySQL of ${from.name} is active and ready`,
      lines: [
        `channel="$(field ${cluster} '${CHANNEL}')"`,
        // Fenced already: the runbook is run again.
        `case "$channel" in fenced) exit 0 ;; ${channelName(from)}) ;; *) fail "${cluster} has channel '$channel': ${from.name} is not the active site" ;; esac`,
        `ready() { [ "$(field ${cluster} .status.pxc.status)" = ready ]; }`,
        `wait_for ready "${cluster} is not ready: see its status"`,
      ],
      permissions: [onCluster(from, ['get'])],
    });
  }

  /** The copy follows the site that is to give up, or has been promoted by an earlier run. */
  public checkCopy(from: Site, to: Site, planned: boolean): RunbookStep {
    const cluster = clusterName(to);
    const connected = [
      `follows() { [ "$(following)" = ON,ON ]; }`,
      followingFunction(to, from),
      `wait_for follows "${cluster} does not follow ${clusterName(from)}: see SHOW REPLICA STATUS on the pod with percona.com/replicationPod=true and the alert MysqlCopyBehind; a copy that was never made, or broke, is made by the reprotect runbook for ${to.name}"`,
    ];
    return stepOf(to, 'preflight', {
      name: `check-mysql-${to.name}`,
      title: `see that MySQL of ${to.name} follows ${from.name} and is ready to take over`,
      lines: [
        `channel="$(field ${cluster} '${CHANNEL}')"`,
        `case "$channel" in ${channelName(to)}) exit 0 ;; ${channelName(from)}) ;; *) fail "${cluster} has channel '$channel' and not ${channelName(from)}: it has no copy of ${from.name} to go on with" ;; esac`,
        `ready() { n="$(field ${cluster} .status.pxc.ready)"; [ "\${n:-0}" -ge ${planned ? nodeNames(to).length : 1} ]; }`,
        `wait_for ready "${cluster} has too few ready nodes: see its status"`,
        ...(planned ? connected : []),
      ],
      permissions: [onCluster(to, ['get']), ...(planned ? intoPods(to) : [])],
    });
  }

  /** Both live: the site takes no more writes, on any node. */
  public demote(from: Site): RunbookStep {
    const cluster = clusterName(from);
    return stepOf(from, 'demote', {
      name: `demote-mysql-${from.name}`,
      title: `make MySQL of ${from.name} read-only`,
      lines: [
        fencePatch(from),
        allNodesFunction('read_only', from, READ_ONLY, '1'),
        `wait_for read_only "a node of ${cluster} still takes writes: see the log of the operator; nothing is promoted yet, so ${backHint(from)} ends the switchover"`,
      ],
      permissions: [onCluster(from, ['get', 'patch']), ...intoPods(from)],
    });
  }

  /** The lost site, where its API server still answers: it may be cut off from clients only. */
  public fence(from: Site): RunbookStep {
    return {
      ...stepOf(from, 'fence', {
        name: `fence-mysql-${from.name}`,
        title: `make MySQL of ${from.name} read-only, if its cluster can still be reached`,
        lines: [fencePatch(from)],
        permissions: [onCluster(from, ['get', 'patch'])],
      }),
      mayFail: true,
    };
  }

  /** Both live: the copy has every transaction of the site that takes no more. */
  public catchUp(from: Site, to: Site): RunbookStep {
    const step = stepOf(to, 'catchUp', {
      name: `catch-up-mysql-${to.name}`,
      title: `wait until MySQL of ${to.name} has all that ${from.name} wrote`,
      lines: [
        `if [ "$(field ${clusterName(to)} '${CHANNEL}')" = ${channelName(to)} ]; then echo '${to.name} is promoted already'; exit 0; fi`,
        sqlFunction('source_sql', from, true),
        sqlFunction('sql', to),
        `written="$(source_sql 'select @@global.gtid_executed')"`,
        `if [ -z "$written" ]; then fail "${clusterName(from)} does not say what it wrote: see its pods; nothing is promoted yet, so ${backHint(from)} ends the switchover"; fi`,
        `caught_up() { [ "$(sql "select gtid_subset('$written', @@global.gtid_executed)")" = 1 ]; }`,
        `wait_for caught_up "${clusterName(to)} lacks transactions of ${clusterName(from)}: see the alert MysqlCopyBehind; nothing is promoted yet, so ${backHint(from)} ends the switchover"`,
      ],
      permissions: [onCluster(to, ['get']), ...intoPods(to)],
    });
    return { ...step, otherSite: from, otherPermissions: intoPods(from) };
  }

  /** The operator stops a channel at once: what was received and not applied would be lost. */
  public drain(from: Site, to: Site): RunbookStep {
    const channel = channelName(from);
    return {
      ...stepOf(to, 'drain', {
        name: `drain-mysql-${to.name}`,
        title: `let MySQL of ${to.name} apply what it received of ${from.name}`,
        lines: [
          `if [ "$(field ${clusterName(to)} '${CHANNEL}')" = ${channelName(to)} ]; then echo '${to.name} is promoted already'; exit 0; fi`,
          'pod() { kubectl get pods -l percona.com/replicationPod=true -o "jsonpath={.items[0].metadata.name}"; }',
          `pending() { in_pod "$(pod)" 127.0.0.1 REQUIRED "select count(*) from performance_schema.replication_connection_status where channel_name = '${channel}' and not gtid_subset(received_transaction_set, @@global.gtid_executed)"; }`,
          'drained() { [ "$(pending 2>/dev/null)" = 0 ]; }',
          `wait_for drained "${clusterName(to)} did not apply all that it received of ${from.name} in time: that is lost too"`,
        ],
        permissions: [onCluster(to, ['get']), ...intoPods(to), { apiGroup: '', resources: ['pods'], verbs: ['list'] }],
      }),
      // A copy that has stopped applying never will, and nobody serves meanwhile.
      mayFail: true,
    };
  }

  /** The copy takes writes. */
  public promote(to: Site): RunbookStep {
    return stepOf(to, 'promote', {
      name: `promote-mysql-${to.name}`,
      title: `let MySQL of ${to.name} take writes`,
      lines: [
        patch(to, roleOf(source(to), true)),
        sqlFunction('sql', to),
        `writable() { [ "$(sql '${READ_ONLY}')" = 0 ]; }`,
        `wait_for writable "${clusterName(to)} is still read-only: see the log of the operator"`,
      ],
      permissions: [onCluster(to, ['get', 'patch']), ...intoPods(to)],
    });
  }

  /** Ends when the health check of the site has seen a node that takes writes. */
  public serve(to: Site): RunbookStep {
    return {
      name: `serve-mysql-${to.name}`,
      title: `wait until MySQL of ${to.name} serves`,
      site: to,
      script: `kubectl rollout status deployment ${DATA_HEALTH} --timeout=${STEP_SECONDS.serve - 5}s`,
      timeoutSeconds: STEP_SECONDS.serve,
      permissions: [
        { apiGroup: 'apps', resources: ['deployments'], verbs: ['get', 'list', 'watch'], names: [DATA_HEALTH] },
      ],
    };
  }

  /** A third site follows the new active one. One that has more than that, or cannot, is cloned by reprotect. */
  public follow(site: Site, to: Site): RunbookStep {
    return {
      ...stepOf(site, 'follow', {
        name: `follow-mysql-${site.name}`,
        title: `let MySQL of ${site.name} follow ${to.name}`,
        lines: [patch(site, roleOf(follower(this.host, to), false))],
        permissions: [onCluster(site, ['get', 'patch'])],
      }),
      mayFail: true,
    };
  }
}

function backHint(from: Site): string {
  return `patching spec.pxc.replicationChannels of ${CLUSTERS} ${clusterName(from)} back to name ${channelName(from)} and isSource true`;
}
