import type { PxcReplicationChannel } from '../../kinds/percona-xtradb';
import type { RunbookStep, StepPermission } from '../../model/runbook';
import type { Site } from '../../model/site';
import { STEP_SECONDS } from './bounds';
import { fenced } from './channels';
import { channelName, clusterName, nodeNames } from './names';
import { patch, script } from './scripts';

/** Name of the channel, of a site that follows, and of itself, of one that takes writes. */
export const CHANNEL = '.spec.pxc.replicationChannels[0].name';

/** A step with the functions that all scripts share, and the time that its kind may take. */
export function stepOf(
  site: Site,
  kind: keyof typeof STEP_SECONDS,
  props: {
    readonly name: string;
    readonly title: string;
    readonly lines: string[];
    readonly permissions: StepPermission[];
    /** Of a step that takes as long as the data is big. */
    readonly timeoutSeconds?: number;
  },
): RunbookStep {
  const { name, title, lines, permissions, timeoutSeconds = STEP_SECONDS[kind] } = props;
  return { name, title, site, script: script(timeoutSeconds, lines), timeoutSeconds, permissions };
}

/** Makes a site read-only. */
export function fencePatch(site: Site): string {
  return patch(site, roleOf(fenced(), false));
}

/** API group of the operator. */
export const GROUP = 'pxc.percona.com';

/** What a role is made of: whom the site follows, and whether it uploads its binary log. */
export function roleOf(replicationChannels: PxcReplicationChannel[], active: boolean): object {
  return { pxc: { replicationChannels }, backup: { pitr: { enabled: active } } };
}

/** Whether the channel fetches and applies: `ON,ON`. */
export function followingFunction(site: Site, from: Site): string {
  const table = (name: string) =>
    `(select service_state from performance_schema.replication_${name}_status where channel_name = '${channelName(from)}')`;
  const statement = `select concat(${table('connection')}, ',', ${table('applier')})`;
  // Only one node follows.
  return `following() { for pod in ${nodeNames(site).join(' ')}; do state="$(in_pod "$pod" 127.0.0.1 REQUIRED "${statement}" 2>/dev/null || true)"; if [ "$state" = ON,ON ]; then echo "$state"; return 0; fi; done; }`;
}

export function onCluster(site: Site, verbs: string[]): StepPermission {
  return { apiGroup: GROUP, resources: ['perconaxtradbclusters'], verbs, names: [clusterName(site)] };
}

export function intoPods(site: Site): StepPermission[] {
  return [
    { apiGroup: '', resources: ['pods'], verbs: ['get'], names: nodeNames(site) },
    { apiGroup: '', resources: ['pods/exec'], verbs: ['create', 'get'], names: nodeNames(site) },
  ];
}
